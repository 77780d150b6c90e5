"""Three proposals of one estate: settled by the four steps, waiting for its owners' vote, and just raised.

Report 003: 支部出题、三方议题、物管答题、群众评题. Who says what is invented.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.commons.c1_proposals.four_steps import answering, discussing, raising, rating
from huiyin.commons.c1_proposals.four_steps.links import reader_of
from huiyin.commons.c1_proposals.four_steps.ratings import homes_of
from huiyin.commons.c1_proposals.four_steps.words import Origin, Stance, Way
from huiyin.commons.c1_proposals.meetings import agenda, calling, minutes, sitting, tasks
from huiyin.commons.c1_proposals.models import Meeting, Proposal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import Hands, moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.viewers import viewer_of_account

Progress = Callable[[str], object]
ESTATE = "qingyin"
PIPES = "更换单元污水立管"


@dataclass(frozen=True, slots=True)
class Table:
    """Who keeps the table, in which estate, with the clock's hands."""

    plan: GroundPlan
    hands: Hands
    clerk: Viewer

    def on(self, ago: int, hour: int = 9) -> datetime:
        """So many days before the moment of loading, by the estate's clock; the hands go there."""
        day = (self.plan.loaded.astimezone(LOCAL) - timedelta(days=ago)).date()
        at = min(datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL), self.plan.loaded)
        self.hands(at)
        return at


def play_deliberations(plan: GroundPlan, *, progress: Progress) -> None:
    """Play all three up to the moment of loading."""
    clerk = viewer_of_account(plan.accounts["bl-clerk"], second_factor=True)
    start = plan.loaded - timedelta(days=60)
    with moved_clock(start) as hands:
        table = Table(plan, hands, clerk)
        _settled(table)
        _needs_a_vote(table)
        _raised(table)
        hands(plan.loaded)
    progress(f"played {Proposal.objects.count()} proposals and {Meeting.objects.count()} meetings")


def _settled(table: Table) -> None:
    """Dark stairs: talked over, promised, done, rated."""
    table.on(58)
    proposal = _proposal(
        table, "楼道照明改造", "1至4栋楼道灯反复损坏，老人夜间上下楼不便。", "楼道灯报修 7 件",
        raising.NO_MATTER,
        ("更换为声控节能灯，由公共收益支出", 680_000, "公共收益"),
    )  # fmt: skip
    _meeting(table, proposal, (54, 50), "更换为声控节能灯，费用从公共收益列支")
    _answered(table, proposal, 49, "更换全部楼道灯为声控节能灯，并公布报修电话", 680_000, 20)
    table.on(32)
    answer = proposal.answers.get()
    answering.report_done(answer_id=answer.pk, words="96盏灯已全部更换并试亮", by=table.clerk)
    rating.post_for_rating(proposal_id=proposal.pk, by=table.clerk)
    table.on(24)
    for place, home in enumerate(homes_of(proposal)[:24]):
        word = rating.Word(solved=place % 8 != 0, satisfied=place % 6 != 0)
        rating.rate_for(proposal_id=proposal.pk, home_id=home.pk, word=word, way=Way.VISIT, by=table.clerk)
    table.on(15)
    rating.settle(proposal_id=proposal.pk, by=table.clerk)


def _needs_a_vote(table: Table) -> None:
    """The pipes: talked over; the owners' vote is begun for it (playing/votes.py)."""
    table.on(34)
    proposal = _proposal(
        table, PIPES, "一楼返水多次发生，立管老化，改造计划不含室内立管。", "返水诉求 5 件", "raise_fund",
        ("筹集维修资金，统一更换各单元污水立管", 10_741_400, "业主按面积分摊"),
    )  # fmt: skip
    _meeting(table, proposal, (30, 26), "提请业主表决筹集维修资金更换立管", against=1)
    discussing.close_discussion(proposal_id=proposal.pk, no=1, by=table.clerk)


def _raised(table: Table) -> None:
    """Where bicycles charge: opinions come in, the meeting is announced."""
    table.on(6)
    proposal = _proposal(
        table, "电动自行车集中充电点", "楼道内充电有火灾危险，请大家议一议充电点设在哪里。",
        "楼道充电反映 4 件", raising.NO_MATTER, ("在东门空地设20个充电位", 1_200_000, "运营单位投资"),
    )  # fmt: skip
    table.on(5)
    _called(table, proposal, table.plan.loaded + timedelta(days=3))
    _code, reader = reader_of(proposal.code)
    with seen_as(reader):
        for stance, words in (
            (Stance.FOR, ""), (Stance.FOR, "越快越好"), (Stance.DOUBT, "会不会占车位"), (Stance.AGAINST, ""),
        ):  # fmt: skip
            rating.say(proposal=proposal, stance=stance, words=words, by=reader)


def _proposal(
    table: Table, title: str, words: str, source: str, matter: str, way: tuple[str, int, str]
) -> Proposal:
    draft = raising.Draft(
        title, words, "清音路小区党支部", "three", matter, raising.Source(Origin.TOPIC, source)
    )
    place = table.plan.places[ESTATE]
    proposal = raising.draft_proposal(place_id=place.pk, draft=draft, by=table.clerk)
    told, cost, bearer = way
    discussing.add_choice(proposal_id=proposal.pk, words=told, cost=cost, bearer=bearer, by=table.clerk)
    return raising.raise_proposal(proposal_id=proposal.pk, by=table.clerk)


def _called(table: Table, proposal: Proposal, starts_at: datetime) -> Meeting:
    call = calling.Call(
        "council", "three", f"议事会：{proposal.title}", "清音路小区议事厅", "白龙社区居委会", starts_at
    )
    meeting = calling.plan_meeting(scope_id=table.plan.scopes[ESTATE].pk, call=call, by=table.clerk)
    for seat in meeting.seats.filter(holder=""):
        calling.fill_seat(
            meeting_id=meeting.pk, party=seat.party, holder="居民代表", substitute="", by=table.clerk
        )
    agenda.put_item(meeting_id=meeting.pk, words="", proposal_id=proposal.pk, by=table.clerk)
    return calling.give_notice(meeting_id=meeting.pk, by=table.clerk)


def _meeting(
    table: Table, proposal: Proposal, days: tuple[int, int], decision: str, against: int = 0
) -> None:
    """Called and held so many days ago, with posted minutes, a task, a dissent where one was against."""
    called, held = days
    starts = table.on(called, 14) + timedelta(days=called - held)
    meeting = _called(table, proposal, starts)
    table.on(held, 15)
    given = {"meeting_id": meeting.pk, "by": table.clerk}
    sitting.open_meeting(chair="白雨桐", **given)
    seats = list(meeting.seats.order_by("no"))
    for seat in seats:
        sitting.sign_in(no=seat.no, **given)
    voices = sitting.Voices(len(seats) - against, against, 0)
    sitting.decide(no=1, decision=decision, talk="各方就费用和工期逐项讨论。", voices=voices, **given)
    if against:
        sitting.dissent(no=1, seat_no=seats[-1].no, words="顶楼住户受益较少，分摊应另议。", **given)
    tasks.give_task(no=1, words="把决定和费用明细贴到各单元公告栏", owner="龙望舒", **given)
    sitting.close_meeting(**given)
    minutes.write_minutes(words="会议听取了情况介绍，各方发言，形成一致意见后表决。", **given)
    minutes.post_minutes(**given)


def _answered(table: Table, proposal: Proposal, ago: int, measure: str, cost: int, days: int) -> None:
    table.on(ago)
    discussing.close_discussion(proposal_id=proposal.pk, no=1, by=table.clerk)
    unit = serving(duty="物", scope_path=scope_tree().up(proposal.scope_id))
    assert unit is not None  # noqa: S101 - the demo's estate has one
    asked = answering.ask_unit(proposal_id=proposal.pk, organisation_id=unit.pk, by=table.clerk)
    until = (table.on(ago - 2) + timedelta(days=days)).date()
    what = answering.Promise(measure, "物业项目经理", until, cost)
    answering.promise(answer_id=asked.pk, what=what, by=table.clerk)
    answering.close_answers(proposal_id=proposal.pk, by=table.clerk)
