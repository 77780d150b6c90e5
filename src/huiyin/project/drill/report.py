"""The drill's table and its last lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from huiyin.casework.casefile.clocks import ClockState
from huiyin.casework.casefile.models import Case, Clock, Event
from huiyin.casework.casefile.words import Verb
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .recount import recount

if TYPE_CHECKING:
    from .checks import Result
    from .loop import Loop
    from .scratch import Progress

SHOWN = 10


def print_table(loop: Loop, progress: Progress) -> None:
    """How the cases ended and the rates, always as n/N."""
    with seen_as(SYSTEM):
        states = Counter(Case.objects.values_list("state", flat=True))
        clocks = Counter(Clock.objects.filter(kind="arrive").values_list("outcome", flat=True))
        verbs = Counter(Event.objects.values_list("verb", flat=True))
        rates = recount()
    whole = sum(states.values())
    met, late = clocks[ClockState.MET.value], clocks[ClockState.LATE.value]
    rows = [(f"ended {state}", n, whole) for state, n in states.most_common()]
    rows += [("on site in time", met, met + late), *((key, n, of) for key, (n, of) in rates.items())]
    hours = sum(by.total_seconds() for by in loop.scratch.leaps) / 3600
    progress("")
    for name, n, of in rows:
        progress(f"  {name:<24} {n:>5}/{of:<5} {100 * n / of if of else 0:5.1f} %")
    for verb in (Verb.WARNED, Verb.OVERDUE, Verb.CLIMBED, Verb.REOPENED, Verb.CALLED):
        progress(f"  {verb.value:<24} {verbs[verb.value]:>5} times")
    progress(f"  {'leaps of the clock':<24} {hours:5.0f} hours\n")


def print_results(results: Sequence[Result], progress: Progress) -> tuple[int, int]:
    """One line per check, reasons below; (passed, failed)."""
    for result in results:
        progress(f"{'FAILED' if result.wrong else 'passed'}  {result.name}")
        for reason in result.wrong[:SHOWN]:
            progress(f"        {reason}")
        if len(result.wrong) > SHOWN:
            progress(f"        and {len(result.wrong) - SHOWN} more")
    failed = sum(bool(result.wrong) for result in results)
    return len(results) - failed, failed
