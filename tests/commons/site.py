"""A decision and its project, step by step, in the small town's estate, with cases behind it."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from PIL import Image

from huiyin.bridges import works
from huiyin.bridges.decisions import decide_on_topic
from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.models import Topic
from huiyin.commons.c3_decisions.acts import Draft
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works import accepting, paying, working
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.words import Basis, Way
from huiyin.ground.files.images import CleanImage, clean_image
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.casework.s6_topics.stairs import Stairs
from tests.commons.hall import plant_unit
from tests.town import Hands, Town

AREAS = {"101": 8000, "201": 9000, "301": 10_000, "401": 6000, "501": 7000}
YUAN = 100


@dataclass
class Site:
    """The town, three requests about one leak, and what became of them."""

    town: Town
    hands: Hands
    topic: Any = None
    decision: Any = None
    project: Any = None
    homes: dict[str, Place] = field(default_factory=dict)

    @property
    def clerk(self) -> Viewer:
        return self.town.viewer("clerk")

    def as_(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act as the clerk, or as somebody else."""
        viewer = viewer or self.clerk
        with seen_as(viewer):
            return act(by=viewer, **given)

    def do(self, act: Any, viewer: Viewer | None = None, **given: Any) -> Any:
        """Do an act on the project, and read it anew."""
        made = self.as_(act, viewer, project_id=self.project.pk, **given)
        with seen_as(SYSTEM):
            self.project = Project.objects.get(pk=self.project.pk)
        return made

    def leaking(self) -> Site:
        """Five homes of one stairwell; three of them ask about the same leak."""
        with seen_as(SYSTEM):
            for name, area in AREAS.items():
                self.homes[name] = plant_unit(self.town.building, name, area)
        stairs = Stairs.built(self.town)
        stairs.leaks(3)
        (self.topic,) = stairs.sort()
        return self

    def draft(self, **given: Any) -> Draft:
        """What the parties decided; any field can be given."""
        plain: dict[str, Any] = {
            "title": "更换三单元污水立管", "words": "5户每户出300元，其余由物业公司承担。",
            "kind": DecidedBy.PARTIES, "body": "三单元5户与物业公司", "decided_on": self.today,
            "article": "人民调解法31", "counted": (5, 5),
        }  # fmt: skip
        return Draft(**plain | given)

    @property
    def today(self) -> Any:
        from huiyin.ground.clock import today

        return today()

    def decided(self, **given: Any) -> Site:
        """Leak, topic, and what was decided on it."""
        if self.topic is None:
            self.leaking()
        place = self.town.building.pk
        self.decision = self.as_(
            decide_on_topic, topic_id=self.topic.pk, place_id=place, what=self.draft(**given)
        )
        return self

    def begun(self, **given: Any) -> Site:
        """And the project."""
        if self.decision is None:
            self.decided()
        plain: dict[str, Any] = {
            "title": "更换三单元污水立管", "contractor_id": self.town.company.pk, "budget_fen": 5000 * YUAN,
        }  # fmt: skip
        plan = working.Plan(**plain | given)
        self.project = self.as_(works.begin_project, decision_id=self.decision.pk, plan=plan)
        return self

    def divided(self, total: int = 5000 * YUAN, part: int = 1500 * YUAN, basis: Basis = Basis.EQUAL) -> Site:
        """The homes' part of the cost; the company pays the rest."""
        if self.project is None:
            self.begun()
        homes = [home.pk for home in self.homes.values()]
        what = paying.Division(total, part, basis, self.town.company.pk)
        self.do(paying.divide_cost, home_ids=homes, what=what)
        return self

    def agree(self, *names: str, agrees: bool = True) -> Site:
        """Homes say yes or no on paper."""
        for name in names:
            self.do(paying.consent_for, home_id=self.homes[name].pk, agrees=agrees, way=Way.PAPER)
        return self

    def done(self) -> Site:
        """One stage, planned, done; the work is done."""
        if self.project is None:
            self.divided()
        self.do(working.plan_stage, title="更换立管", planned_on=self.today + timedelta(days=2))
        self.do(works.start_work)
        self.hands.move(days=2)
        self.do(working.finish_stage, no=1, done_on=self.today)
        self.do(works.finish_work)
        return self

    def said(self, *names: str, fit: bool = True) -> Site:
        """Homes say whether it is fit."""
        for name in names:
            self.do(accepting.say_for, home_id=self.homes[name].pk, fit=fit, words="", way=Way.PAPER)
        return self

    def cases(self) -> list[Case]:
        """The cases behind it."""
        with seen_as(SYSTEM):
            return works.cases_behind(Decision.objects.get(pk=self.decision.pk))

    def again(self) -> Topic:
        """The topic, read anew."""
        with seen_as(SYSTEM):
            return Topic.objects.get(pk=self.topic.pk)


def picture(shade: int) -> CleanImage:
    """A small picture."""
    held = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 120, 60)).save(held, "JPEG")
    return clean_image(held.getvalue())
