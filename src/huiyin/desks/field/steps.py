"""Steps of one tap, shared by the board and the field worker's list."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s4_handling.acts import accept, arrive, mark_done
from huiyin.casework.s4_handling.pauses import resume_clocks
from huiyin.casework.s4_handling.refusals import NotPausable, NotWaiting, TooLateToUndo, WrongPlace
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.casework.s4_handling.waits import end_wait
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

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


def case_id_of(viewer: Viewer, number: str) -> UUID:
    """The id of a case the viewer may see. Raises NotThere."""
    found = cases_of(viewer).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotThere
    return found


def take(request: HttpRequest, number: str, step: str) -> None:
    """Take a step. A step that is not possible any more is told, not raised: somebody else was faster.

    Raises NotThere.
    """
    if step not in STEPS:
        raise NotThere
    attempt(request, number, STEPS[step])


def attempt(request: HttpRequest, number: str, act: Callable[..., Any], **given: Any) -> None:
    """Do an act on a case, as `take` does. Raises NotThere."""
    case_id = case_id_of(request.viewer, number)
    try:
        act(case_id=case_id, by=request.viewer, **given)
    except (NotNow, NotPausable, NotWaiting, TooLateToUndo, WrongPlace) as refusal:
        messages.warning(request, f"{refusal.said} {refusal.advice}")
