"""The new pipe of report 002: five homes pay 300 yuan each, the company the rest; day nine sees it done.

The cases are those of data/cases/1_sewage.toml: three of them wait for the pipe and get their answer when the
homes accept it. Who says what of the work, and the stages, are invented; the photographs are drawings.
"""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw

from huiyin.bridges import works
from huiyin.bridges.decisions import decide_on_topic
from huiyin.casework.s2_triage.learning.lessons import area_of
from huiyin.casework.s6_topics.acts import confirm_topic
from huiyin.casework.s6_topics.models import Membership
from huiyin.casework.s6_topics.sorting import sort_topics
from huiyin.casework.s6_topics.words import TopicState
from huiyin.commons.c3_decisions.acts import Draft
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works import accepting, paying, picturing, working
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.words import Basis, Moment, Way
from huiyin.ground.files.images import CleanImage, clean_image
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.places.reads import homes_at

from .player import Scene

STAIRS, COMPANY = "zilin/2/1", "fuyou"
HOMES, EACH_FEN, COST_FEN = 5, 30_000, 420_000
"""Of report 002: five homes, 300 yuan each; the whole cost is invented."""
FOUND, AGREED, BEGUN, DONE = 13, 12, 11, 7
"""Days before the moment of loading, as the cases tell them."""


@dataclass(slots=True)
class PipeWork:
    """The story of the pipe, scene by scene, played among the steps of the cases that wait for it."""

    plan: GroundPlan
    decision: Decision | None = None
    key: int = 0
    """The project's number; there is one from its beginning on."""

    def scenes(self) -> list[Scene]:
        """Every scene with its moment: from the night that found the shared problem to the accepted work."""
        agreed = ((FOUND, 3, self._find), (AGREED, 11, self._decide), (BEGUN, 9, self._begin))
        worked = ((9, 9, self._start), (8, 9, self._slip), (DONE, 15, self._finish), (DONE, 16, self._accept))
        return [(self._at(ago, hour), scene) for ago, hour, scene in (*agreed, *worked)]

    def _at(self, ago: int, hour: int = 9) -> datetime:
        day = (self.plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
        return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)

    def _day(self, ago: int) -> date:
        return self._at(ago).date()

    @property
    def _clerk(self) -> Viewer:
        return viewer_of_account(self.plan.accounts["yj-clerk"], second_factor=True)

    def _find(self) -> None:
        """The night's sorting finds the shared problem."""
        sort_topics(area=area_of(self.plan.places[STAIRS].scope_id))

    def _decide(self) -> None:
        """The clerk confirms the shared problem and writes down what the parties agreed with the mediator."""
        place = self.plan.places[STAIRS]
        row = Membership.objects.filter(case__place=place, left_at=None).select_related("topic").first()
        if row is None:
            raise LookupError("no shared problem was found of the requests about the pipe")
        if row.topic.state == TopicState.SUGGESTED:
            confirm_topic(topic_id=row.topic_id, by=self._clerk)
        draft = Draft(
            "更换二栋一单元下水管", "五户每户承担三百元，其余由富友物业承担，换好整段下水管。",
            DecidedBy.PARTIES, "同一立管五户与富友物业公司", self._day(AGREED), "人民调解法第31条",
            (HOMES, HOMES),
        )  # fmt: skip
        self.decision = decide_on_topic(topic_id=row.topic_id, place_id=place.pk, what=draft, by=self._clerk)

    def _begin(self) -> None:
        """The project, its stages, its cost divided; all five agree and pay."""
        assert self.decision is not None  # noqa: S101 - scenes come in order
        clerk, company = self._clerk, self.plan.organisations[COMPANY].pk
        told = working.Plan("更换二栋一单元下水管", "整段更换一楼至六楼下水立管和出户管。", company, COST_FEN)
        self.key = works.begin_project(decision_id=self.decision.pk, plan=told, by=clerk).pk
        for title, ago in (("备料和停水通知", 9), ("换管", 8), ("通水试验", 7)):
            working.plan_stage(project_id=self.key, title=title, planned_on=self._day(ago), by=clerk)
        homes = [home.pk for home in homes_at(self.decision.place_id)][:HOMES]
        what = paying.Division(COST_FEN, HOMES * EACH_FEN, Basis.EQUAL, company)
        paying.divide_cost(project_id=self.key, home_ids=homes, what=what, by=clerk)
        for no, home in enumerate(homes, 1):
            paying.consent_for(project_id=self.key, home_id=home, agrees=True, way=Way.VISIT, by=clerk)
            paying.take_payment(project_id=self.key, home_id=home, receipt=f"FY-{no:04}", by=clerk)

    def _start(self) -> None:
        self._photograph(Moment.BEFORE, "#6b5a49")
        works.start_work(project_id=self.key, by=self._clerk)
        working.finish_stage(project_id=self.key, no=1, done_on=self._day(9), by=self._clerk)

    def _slip(self) -> None:
        """Rain moves the pipe by a day."""
        later = self._day(DONE)
        working.slip_stage(project_id=self.key, no=2, to=later, why="下雨，沟槽积水", by=self._clerk)

    def _finish(self) -> None:
        for no in (2, 3):
            working.finish_stage(project_id=self.key, no=no, done_on=self._day(DONE), by=self._clerk)
        self._photograph(Moment.AFTER, "#9db7a5")
        works.finish_work(project_id=self.key, by=self._clerk)

    def _accept(self) -> None:
        """The homes say that it is fit, who asked gets the answer; the bill is as planned."""
        project = Project.objects.get(pk=self.key)
        for home in project.cost.shares.values_list("home_id", flat=True):
            accepting.say_for(
                project_id=self.key, home_id=home, fit=True, words="通水正常", way=Way.VISIT, by=self._clerk
            )
        answer = works.answer_for(project)
        works.accept_project(project_id=self.key, reason="", answer=answer, by=self._clerk)
        paying.enter_actual(project_id=self.key, actual_fen=COST_FEN, by=self._clerk)

    def _photograph(self, moment: Moment, colour: str) -> None:
        picturing.add_photograph(
            project_id=self.key,
            spot=1,
            moment=moment,
            words="一楼管井",
            picture=_drawn(colour),
            by=self._clerk,
        )  # fmt: skip


def _drawn(colour: str) -> CleanImage:
    """A pipe in a shaft, drawn, where a photograph would be."""
    paper = Image.new("RGB", (480, 360), "#d8d2c4")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((200, 0, 280, 360), fill=colour, outline="#333", width=3)
    for y in (90, 200, 310):
        pen.rectangle((190, y, 290, y + 20), fill="#777", outline="#333")
    held = io.BytesIO()
    paper.save(held, "JPEG")
    return clean_image(held.getvalue())
