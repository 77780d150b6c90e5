"""What follows by itself from what handlers did: the word of an arrival, a pause's end, a plan's day."""

from datetime import datetime

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s4_handling.notices import tell_requester
from huiyin.casework.s4_handling.pauses import end_lapsed_pause
from huiyin.casework.s4_handling.waits import mark_over
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .alarms import handlers_of, lateness


def tell_arrived(case: Case, _timer: Timer, _at: datetime) -> None:
    """The arrival can no longer be taken back: the resident is told, once a round."""
    if case.state == State.ARRIVED:
        tell_requester(case=case, topic=f"arrived:{case.reopened + 1}", template="arrived")


def end_pause(case: Case, timer: Timer, at: datetime) -> None:
    """The planned end of a pause: the clocks run again; handler and clerks are told, the resident sees it."""
    if end_lapsed_pause(case=case, at=at):
        _tell(case, timer, "resumed", at)


def plan_day(case: Case, timer: Timer, at: datetime) -> None:
    """The day of the plan is over without an answer: a line in the timeline, handler and clerks are told."""
    if case.state in WITH_HANDLER:
        plan = case.plans.order_by("-pk").first()
        day = plan.done_by.isoformat() if plan else ""
        write(case=case, verb=Verb.PLAN_LATE, by=SYSTEM, at=at, day=day, **lateness(timer, at))
        _tell(case, timer, "plan_late", at)


def wait_over(case: Case, timer: Timer, at: datetime) -> None:
    """The day by which it was to be there is over: back on the list; handler and clerks are told."""
    if mark_over(case=case, at=at, **lateness(timer, at)):
        _tell(case, timer, "wait_over", at)


def _tell(case: Case, timer: Timer, template: str, at: datetime) -> None:
    clerks: list[Account] = list(holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id)))
    told = {account.pk for account in (*handlers_of(case, at), *clerks)}
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"{timer.what}:{timer.pk}",
        account_ids=sorted(told), template=template, params={"number": case.number},
    )  # fmt: skip
