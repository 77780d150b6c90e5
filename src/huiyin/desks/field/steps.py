"""Steps of one tap, shared by the board and the field worker's list."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s4_handling.acts import accept, arrive, mark_done
from huiyin.casework.s4_handling.pauses import resume_clocks
from huiyin.casework.s4_handling.refusals import NotPausable, NotWaiting, TooLateToUndo, WrongPlace
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.casework.s4_handling.waits import end_wait
from huiyin.ground.refusals import NotThere
from huiyin.ground.web.kept import came_late

from .late import case_id_of, keep_tap

STEPS: Mapping[str, Callable[..., Any]] = {
    "acknowledge": acknowledge,
    "accept": accept,
    "arrive": arrive,
    "done": mark_done,
    "resume": resume_clocks,
    "wait-end": end_wait,
    "undo": undo_step,
}
"""The word in the address → the act."""
FACTS = frozenset({"accept", "arrive", "done"})
"""Steps that say something happened on site; it did, even if the case went on without it."""


def take(request: HttpRequest, number: str, step: str) -> None:
    """Take a step. A step that is not possible any more is told, not raised: somebody else was faster.

    Raises NotThere.
    """
    if step not in STEPS:
        raise NotThere
    attempt(request, number, STEPS[step], step=step)


def attempt(
    request: HttpRequest, number: str, act: Callable[..., Any], *, step: str = "", **given: Any
) -> None:
    """Do an act on a case, as `take` does. Raises NotThere."""
    case_id = case_id_of(request.viewer, number)
    try:
        act(case_id=case_id, by=request.viewer, **given)
    except (NotNow, NotPausable, NotWaiting, TooLateToUndo, WrongPlace) as refusal:
        if step in FACTS and isinstance(refusal, NotNow) and came_late(request):
            keep_tap(request, case_id, step, refusal)
        else:
            messages.warning(request, f"{refusal.said} {refusal.advice}")
