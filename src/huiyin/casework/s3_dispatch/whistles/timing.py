"""The timers of called parties: each call has its own; the lead's clocks know nothing of it."""

from datetime import datetime

from huiyin.casework.casefile.ledger import calendar_of
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.moments import Moment
from huiyin.registers.rules.cooperation import Cooperation
from huiyin.registers.rules.reads import pack_by_id
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import ClockKind, WhistleKind

from .models import Call, Whistle
from .rules import Stage, moments_of_call

WHAT = "call"
_CLOCKS = {Stage.REPORT: ClockKind.REPORT_IN, Stage.DELIVER: ClockKind.DELIVER}


def rules_of(whistle: Whistle) -> Cooperation:
    """The pack version the whistle was blown under."""
    rules = pack_by_id(whistle.pack_id).rules
    assert isinstance(rules, Cooperation)  # noqa: S101 - whistles are blown under no other kind
    return rules


def target_of(whistle: Whistle, stage: Stage) -> Target:
    """The limit of this whistle's parties."""
    return rules_of(whistle).limit(_CLOCKS[stage], WhistleKind(whistle.kind)).target


def moments(case: Case, call: Call, stage: Stage) -> list[Moment]:
    """The moments of one limit of a call."""
    target = target_of(call.whistle, stage)
    return list(moments_of_call(call, call.called_at, stage, target, calendar_of(case, call.called_at)))  # type: ignore[arg-type]  # a Call has the fields of Answers


def schedule(case: Case, call: Call, stage: Stage, *, after: int = 0) -> None:
    """Write the timer of the moment after step `after` of a limit, if there is one."""
    rest = moments(case, call, stage)[after:]
    if rest:
        Timer.objects.create(
            case=case, scope_id=case.scope_id, what=WHAT, generation=call.no, step=stage + after + 1,
            due_at=rest[0].at,
        )  # fmt: skip


def silence(call: Call, at: datetime, *, only_report: bool = False) -> None:
    """Cancel what is still to fire for this call (only its report-in, when it has just reported in)."""
    pending = Timer.objects.filter(
        case_id=call.case_id, what=WHAT, generation=call.no, fired_at=None, cancelled_at=None
    )
    if only_report:
        pending = pending.filter(step__lte=Stage.DELIVER)
    pending.update(cancelled_at=at)
