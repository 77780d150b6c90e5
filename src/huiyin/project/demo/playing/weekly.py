"""Two weekly triage meetings of one community: one held a week ago with its minutes, one called for tomorrow.

Report 000 names the mechanism (信息研判); who said what is invented.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from huiyin.commons.c1_proposals.meetings import calling, minutes, sitting, tasks
from huiyin.commons.c1_proposals.meetings.agenda import Draft, plan_with_agenda
from huiyin.commons.c1_proposals.models import Meeting
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.weekly.agenda import agenda_of, drafts_of, key_of, week_of
from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.moved_clock import moved_clock
from huiyin.project.demo.planting.ground_plan import GroundPlan
from huiyin.registers.people.viewers import viewer_of_account

Progress = Callable[[str], object]
COMMUNITY, CLERK = "yingjun", "yj-clerk"
HOLDERS = {"company": "富友物业项目经理", "police": "社区民警", "grid": "网格员"}
"""Who comes where the registers name nobody."""
MOST = 6
"""Items of a meeting."""


def play_weekly(plan: GroundPlan, *, progress: Progress) -> None:
    """Play both up to the moment of loading."""
    clerk = viewer_of_account(plan.accounts[CLERK], second_factor=True)
    held, called = plan.loaded - timedelta(days=7), plan.loaded
    with moved_clock(held - timedelta(days=1)) as hands:
        meeting = _call(plan, clerk, held - timedelta(days=1), held)
        hands(held)
        _hold(meeting, clerk)
        hands(called)
        _call(plan, clerk, called, called + timedelta(days=1))
    progress("played two weekly triage meetings")


def _call(plan: GroundPlan, clerk: Viewer, at: datetime, starts_at: datetime) -> Meeting:
    """Draft, prepare, seat, give notice."""
    scope_id = plan.scopes[COMMUNITY].pk
    week = week_of(clerk, scope_id, at)
    with seen_as(clerk):
        parts = agenda_of(week)
    kept = {key_of(part, row) for part in parts for row in part.rows}
    number = starts_at.astimezone(LOCAL).date().isocalendar().week
    call = calling.Call(
        week.kind, week.rules.council, f"第{number}周研判会", "社区会议室", "社区党委", starts_at
    )
    items = [*drafts_of(parts, kept)[:MOST], Draft("下周入户走访安排")]
    meeting = plan_with_agenda(scope_id=scope_id, call=call, items=items, by=clerk)
    for seat in meeting.seats.filter(holder=""):
        calling.fill_seat(
            meeting_id=meeting.pk, party=seat.party, holder=HOLDERS.get(seat.party, "社区代表"),
            substitute="", by=clerk,
        )  # fmt: skip
    return calling.give_notice(meeting_id=meeting.pk, by=clerk)


def _hold(meeting: Meeting, clerk: Viewer) -> None:
    """Everybody comes; each item is talked over, the first is decided and becomes a task."""
    given = {"meeting_id": meeting.pk, "by": clerk}
    sitting.open_meeting(chair="社区书记", **given)
    seats = list(meeting.seats.order_by("no"))
    for seat in seats:
        sitting.sign_in(no=seat.no, **given)
    voices = sitting.Voices(len(seats), 0, 0)
    first, *others = meeting.items.order_by("no")
    decision = "物业当周逐件核实，网格员回访，结果下次会议通报"
    sitting.decide(no=first.no, decision=decision, talk="逐件核对了现状和责任单位。", voices=voices, **given)
    for item in others:
        sitting.note_item(no=item.no, talk="通报情况，各单位按职责跟进。", put_off=False, **given)
    tasks.give_task(no=first.no, words="逐件核实并回访，列出清单", owner="物业项目经理", **given)
    sitting.close_meeting(**given)
    minutes.write_minutes(words="会议逐项研判了本周诉求，明确责任单位和期限。", **given)
    minutes.post_minutes(**given)
