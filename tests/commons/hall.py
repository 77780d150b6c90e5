"""A vote from its draft to its result, step by step, in the small town's estate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from huiyin.commons.c2_voices.models import OwnersVote, RollHead
from huiyin.commons.c2_voices.owners_vote import counted, drafting, opening
from huiyin.commons.c2_voices.owners_vote.casting import cast
from huiyin.commons.c2_voices.owners_vote.choices import read_choices
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, owner_by_link
from huiyin.commons.c2_voices.owners_vote.papers import enter_paper, issue_papers
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.acts import enter_owner, measure_unit
from huiyin.registers.owners.words import AreaSource, OwnerKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import BallotWay, LegalMode, Silence, UnitUse
from tests.town import Hands, Town

UNITS: tuple[tuple[str, int, str, str, str], ...] = (
    ("101", 8000, "张一", "13900000001", "1"),
    ("102", 9000, "李二", "13900000002", "1/2"),
    ("201", 10_000, "王三", "13900000003", "1"),
    ("202", 9000, "王三", "13900000003", "1"),
    ("301", 8000, "赵四", "13900000004", "1"),
    ("302", 7000, "钱五", "13900000005", "1"),
    ("401", 6000, "开发公司", "", "1"),
    ("402", 6000, "开发公司", "", "1"),
)
"""Name, hundredths of a square metre, owner, telephone, share; 102 has a second owner.

Six heads, 630.00 ㎡.
"""
HEADS, AREA = 6, 63_000


@dataclass
class Hall:
    """The town with its vote."""

    town: Town
    hands: Hands
    vote: Any = None
    homes: dict[str, Place] = field(default_factory=dict)

    @property
    def clerk(self) -> Viewer:
        return self.town.viewer("clerk")

    @property
    def second(self) -> Viewer:
        return self.town.viewer("second clerk")

    def settle(self) -> Hall:
        """Plant units and owners."""
        with seen_as(SYSTEM):
            for name, area, owner, phone, share in UNITS:
                self.homes[name] = plant_unit(self.town.building, name, area)
                kind = OwnerKind.DEVELOPER if owner == "开发公司" else OwnerKind.PERSON
                enter_owner(
                    place=self.homes[name],
                    name=owner,
                    phone=phone,
                    share=Fraction(share),
                    kind=kind,
                    by=SYSTEM,
                )
            enter_owner(place=self.homes["102"], name="李二妻", share=Fraction(1, 2), by=SYSTEM)
        return self

    def plan(self, **given: Any) -> drafting.Plan:
        """What a vote is to be; any field can be given."""
        today = now().astimezone().date()
        plain = {
            "title": "更换物业", "words": "现物业合同到期。", "called_by": "业主委员会",
            "mode": LegalMode.ONLINE,
            "opens_on": today + timedelta(days=15), "last_day": today + timedelta(days=24),
        }  # fmt: skip
        return drafting.Plan(**plain | given)

    def as_(self, viewer: Viewer, act: Callable[..., Any], **given: Any) -> Any:
        """Do an act as somebody."""
        with seen_as(viewer):
            return act(by=viewer, **given)

    def draft(
        self, questions: Sequence[tuple[str, str]] = (("company", "选聘甲公司？"),), **given: Any
    ) -> Hall:
        """Prepare the vote."""
        estate = self.town.estate.pk
        self.vote = self.as_(self.clerk, drafting.draft_vote, scope_id=estate, plan=self.plan(**given))
        for matter, text in questions:
            self.as_(self.clerk, drafting.ask, vote_id=self.vote.pk, matter=matter, text=text)
        return self

    def announced(self, **given: Any) -> Hall:
        """Prepare and announce."""
        self.draft(**given).step(opening.give_notice)
        return self

    def opened(self, **given: Any) -> Hall:
        """Prepare, announce, wait, open."""
        self.announced(**given)
        self.hands.move(days=15)
        return self.step(opening.open_vote)

    def step(self, act: Callable[..., Any], by: Viewer | None = None, **given: Any) -> Hall:
        """Take a step of the vote."""
        self.as_(by or self.clerk, act, vote_id=self.vote.pk, **given)
        return self.again()

    def again(self) -> Hall:
        """Read the vote anew."""
        with seen_as(SYSTEM):
            self.vote = OwnersVote.objects.get(pk=self.vote.pk)
        return self

    def closed(self) -> Hall:
        """Let the days pass and close."""
        self.hands.set(self.vote.closes_at)
        return self.step(counted.close_vote)

    def result(self) -> Hall:
        """Count and post, by two persons."""
        return self.step(counted.count_vote).step(counted.post_result, by=self.second)

    def head(self, name: str) -> RollHead:
        """The head that owns a unit."""
        with seen_as(SYSTEM):
            return RollHead.objects.get(vote=self.vote, units__place=self.homes[name])

    def owner(self, name: str) -> Viewer:
        """Whoever holds the personal link of a unit's head."""
        return owner_by_link(ballot_token(self.head(name).pk))

    def votes(self, name: str, letters: str = "Y", **given: Any) -> Any:
        """An owner votes on line."""
        return self.as_(self.owner(name), cast, head_id=self.head(name).pk, letters=letters, **given)

    def read(self, **said: str) -> str:
        """The letters of a ballot."""
        with seen_as(SYSTEM):
            return read_choices(self.vote, {int(no[1:]): letter for no, letter in said.items()})

    def on_paper(self, name: str, letters: str = "Y", way: BallotWay = BallotWay.PAPER) -> Any:
        """Two clerks read an owner's paper alike; what the second one is told."""
        self.step(issue_papers)
        code = self.paper(name).code
        for clerk in (self.clerk, self.second):
            last = self.as_(clerk, enter_paper, vote_id=self.vote.pk, said=code, letters=letters, way=way)
        return last

    def paper(self, name: str) -> Any:
        """The valid paper of a unit's head."""
        with seen_as(SYSTEM):
            return self.head(name).papers.get(ended="")


SILENT = {"silence": Silence.MAJORITY, "clause": "议事规则第九条"}


def plant_unit(building: Place, name: str, area: int | None, use: UnitUse = UnitUse.DWELLING) -> Place:
    """A home of a building with its area."""
    home = Place.objects.create(
        scope_id=building.scope_id, parent=building, kind=PlaceKind.HOME, name=name,
        label=f"{building.label} {name}", short=f"1-{name}",
    )  # fmt: skip
    measure_unit(place=home, area=area, source=AreaSource.REGISTRY, use=use, by=SYSTEM)
    return home
