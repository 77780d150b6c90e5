"""An election by the ten steps: four of five are elected, two have equal votes for the last seat.

Report 003: 社区支部换届「十步工作法」. Who stands and how many votes somebody has is invented; the photograph
of the tally sheet is a drawing.
"""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from huiyin.commons.c2_voices.election import beginning, meeting, naming, stepping
from huiyin.commons.c2_voices.election.counting import Line, Sheet
from huiyin.commons.c2_voices.election.rules import standing
from huiyin.commons.c2_voices.election.words import Origin
from huiyin.commons.c2_voices.models import Election, ElectionVoter
from huiyin.ground.files.images import CleanImage, clean_image
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account

Progress = Callable[[str], object]
ESTATE = "qingyin"
VOTES = {"丁一舟": 18, "王知秋": 16, "李望山": 15, "张晚照": 13, "陈青禾": 12, "魏平野": 12}
"""The candidates in the order of their strokes, with their votes at the first ballot."""
UNFIT = "高未然"
_OTHERS = (
    "方初晴 石见微 田亦耕 江远帆 孙静好 何时雨 余长庚 沈听松 "
    "宋晓岚 林向晚 周行简 胡杨树 秦如月 袁且歌 梁闻笛 程万里"
)
MEMBERS = (*VOTES, UNFIT, *_OTHERS.split())
PRESENT = 20


class Stage:
    """The election, who keeps it, and the clock's hands."""

    def __init__(self, plan: GroundPlan, hands: Hands) -> None:
        self.plan, self.hands = plan, hands
        self.clerk, self.second = (
            viewer_of_account(plan.accounts[key], second_factor=True) for key in ("bl-clerk", "bl-clerk-2")
        )
        self.on(48)
        told = beginning.Plan("清音路小区党支部换届选举", "清音路小区党支部", "白龙社区党委", 5)
        election = beginning.begin_election(scope_id=plan.scopes[ESTATE].pk, plan=told, by=self.clerk)
        self.election, self.id = election, election.pk

    def on(self, ago: int, hour: int = 9) -> None:
        """So many days before the moment of loading the hands stand now."""
        day = (self.plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
        self.hands(min(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL), self.plan.loaded))

    def file(self, title: str, words: str) -> None:
        """A document of the step that is on."""
        stepping.file_document(election_id=self.id, title=title, words=words, by=self.clerk)

    def go(self) -> None:
        """The step that is on is finished."""
        stepping.pass_step(election_id=self.id, by=self.clerk)


def play_elections(plan: GroundPlan, *, progress: Progress) -> None:
    """Play it up to the moment of loading: step nine, another ballot for the last seat has to be held."""
    with moved_clock(plan.loaded - timedelta(days=50)) as hands:
        stage = Stage(plan, hands)
        _prepared(stage)
        _named(stage)
        _posted(stage)
        _counted(stage)
        hands(plan.loaded)
    progress(f"played {Election.objects.count()} election")


def _prepared(stage: Stage) -> None:
    """Steps one to three: roll, approval, announcement."""
    beginning.write_roll(election_id=stage.id, names=MEMBERS, by=stage.clerk)
    stage.file("党员名册", f"应到会有选举权党员{len(MEMBERS)}名，另有预备党员1名。")
    stage.go()
    stage.on(45)
    stage.file("社区党委批复", "同意换届，支部委员5名，差额选举。")
    stage.go()
    stage.on(44)
    stepping.post_step(election_id=stage.id, by=stage.clerk)
    stage.on(37)
    stage.go()


def _named(stage: Stage) -> None:
    """Steps four to seven: names, what residents say, qualifications. One is not qualified."""
    stage.on(36)
    for place, name in enumerate((*VOTES, UNFIT)):
        origin = (Origin.SELF, Origin.MEMBERS, Origin.MASSES)[place % 3]
        naming.name_candidate(election_id=stage.id, name=name, origin=origin, by=stage.clerk)
    for ago, title, words in (
        (36, "自荐表", "自荐3人。"),
        (35, "推荐汇总表", "党员推荐、群众推荐汇总，共7人。"),
        (33, "民意调查汇总", "入户86户，发出意见表86份，收回81份。"),
    ):
        stage.on(ago)
        stage.file(title, words)
        stage.go()
    stage.on(30)
    for one in standing(stage.election):
        why = "组织关系尚未转入本支部" if one.name == UNFIT else ""
        naming.vet_candidate(
            election_id=stage.id, candidate_id=one.pk, fit=not why, reason=why, by=stage.clerk
        )
    stage.file("资格联审意见", "6人符合条件，1人不符合。")
    stage.go()


def _posted(stage: Stage) -> None:
    """Step eight: equal strokes are arranged, the list hangs, an objection has its answer."""
    stage.on(28)
    order = sorted(standing(stage.election), key=lambda one: list(VOTES).index(one.name))
    naming.arrange_ties(election_id=stage.id, candidate_ids=[one.pk for one in order], by=stage.clerk)
    stage.file("候选人预备人选公示", "公示5个工作日，以姓氏笔画为序。")
    stepping.post_step(election_id=stage.id, by=stage.clerk)
    stage.on(26)
    made = stepping.object_to_step(
        election_id=stage.id, name="一位党员", text="有候选人同时在物业公司任职，是否合适？", by=stage.clerk
    )
    stage.on(25)
    stepping.answer_step(
        election_id=stage.id, objection_id=made.pk, upheld=False, by=stage.clerk,
        answer="经核实为业主委员会委员，未在物业公司任职，符合条件。",
    )  # fmt: skip
    stage.on(12)
    stage.go()


def _counted(stage: Stage) -> None:
    """Step nine: twenty of twenty-three are there; two have equal votes for the last seat."""
    stage.on(4, 20)
    here = ElectionVoter.objects.filter(election=stage.election).order_by("name")[:PRESENT]
    beginning.tick_received(election_id=stage.id, voter_ids=[one.pk for one in here], by=stage.clerk)
    lines = tuple(Line(name, votes, PRESENT - votes, 0) for name, votes in VOTES.items())
    told = Sheet(len(MEMBERS), PRESENT, PRESENT, PRESENT, 0, lines)
    meeting.enter_sheet(election_id=stage.id, sheet=told, scan=_drawn(), by=stage.clerk)
    meeting.confirm_sheet(election_id=stage.id, right=True, by=stage.second)


def _drawn() -> CleanImage:
    """Lines where a photograph of the paper would be."""
    paper = Image.new("RGB", (480, 640), "#fbf8f0")
    pen = ImageDraw.Draw(paper)
    for row in range(8):
        pen.line((40, 120 + 60 * row, 440, 120 + 60 * row), fill="#444", width=2)
    for column in (40, 180, 270, 355, 440):
        pen.line((column, 120, column, 540), fill="#444", width=2)
    held = io.BytesIO()
    paper.save(held, "JPEG")
    return clean_image(held.getvalue())
