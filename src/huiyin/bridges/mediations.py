"""The dates of agreements: what a party owes, and the court's thirty days."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s4_handling.mediation.models import Agreement, Mediation, Milestone
from huiyin.casework.s4_handling.mediation.timing import CONFIRM, PERFORM
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .alarms import lateness


def watch_performance(case: Case, timer: Timer, at: datetime) -> None:
    """A milestone of an agreement is near, or its day is over (人民调解法 31)."""
    owed = Milestone.objects.select_related("agreement__mediation").filter(
        case=case, no=timer.generation, done_on=None
    )
    milestone = owed.first()
    if milestone is not None:
        over = not _more(case, timer)
        _say(case, timer, at, milestone.agreement.mediation, "milestone-missed" if over else "milestone")


def count_down(case: Case, timer: Timer, at: datetime) -> None:
    """The days to ask the court together are running out, or over (人民调解法 33)."""
    waiting = Agreement.objects.select_related("mediation").filter(
        mediation__case=case, mediation__no=timer.generation, applied_on=None
    )
    agreement = waiting.first()
    if agreement is not None:
        over = not _more(case, timer)
        _say(case, timer, at, agreement.mediation, "court-over" if over else "court")


def _more(case: Case, timer: Timer) -> bool:
    """Whether another moment of the same date is still to come; the last says that the day is over."""
    same = Timer.objects.filter(case=case, what=timer.what, generation=timer.generation)
    return same.filter(step__gt=timer.step).exists()


def _say(case: Case, timer: Timer, at: datetime, mediation: Mediation, template: str) -> None:
    """The line tells which clock, never who owes what: that is between the parties."""
    what = {PERFORM: "perform", CONFIRM: "confirm"}[timer.what]
    write(case=case, verb=Verb.MEDIATION_DUE, by=SYSTEM, at=at, clock=what, **lateness(timer, at))
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"{timer.what}:{timer.generation}:{timer.step}",
        account_ids=_watching(case, mediation), template=template, params={"number": case.number},
    )  # fmt: skip


def _watching(case: Case, mediation: Mediation) -> Iterable[int]:
    """The mediators, and the clerks of the community."""
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    own = mediation.mediators.filter(ended_at=None).values_list("account_id", flat=True)
    return sorted({*clerks.values_list("pk", flat=True), *own})
