"""The timers of a mediation: dates of performance and the court's thirty days. They outlive the case."""

from collections.abc import Sequence
from datetime import datetime

from huiyin.casework.casefile.ledger import calendar_of
from huiyin.casework.casefile.models import Case, Timer
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.cooperation import Cooperation, MediationRule
from huiyin.registers.rules.reads import cooperation_for

from .models import Agreement, Milestone
from .rules import reminders

PERFORM, CONFIRM = "perform", "confirm"


def rule_for(case: Case, at: datetime) -> MediationRule:
    """The rule of mediation at the case's place."""
    rules = cooperation_for(scope_tree().up(case.scope_id), at).rules
    assert isinstance(rules, Cooperation)  # noqa: S101 - cooperation_for returns no other kind
    return rules.mediation


def set_performance(case: Case, milestone: Milestone) -> None:
    """Remind before a milestone, and say when it was missed."""
    days = rule_for(case, now()).perform_remind
    _set(case, PERFORM, milestone.no, reminders(milestone.due_on, days, calendar_of(case, now())))


def set_confirmation(case: Case, agreement: Agreement) -> None:
    """Count the court's days down."""
    if agreement.confirm_by is not None:
        days = rule_for(case, now()).confirm_remind
        moments = reminders(agreement.confirm_by, days, calendar_of(case, now()))
        _set(case, CONFIRM, agreement.mediation.no, moments)


def end_reminders(case: Case, what: str, number: int, at: datetime) -> None:
    """It was done: nothing more to remind of."""
    pending = Timer.objects.filter(case=case, what=what, generation=number, fired_at=None, cancelled_at=None)
    pending.update(cancelled_at=at)


def _set(case: Case, what: str, number: int, moments: Sequence[datetime]) -> None:
    """One timer a moment; those that are over already are left out, but for the last."""
    at = now()
    Timer.objects.bulk_create(
        Timer(case=case, scope_id=case.scope_id, what=what, generation=number, step=step, due_at=moment)
        for step, moment in enumerate(moments, 1)
        if moment > at or step == len(moments)
    )
