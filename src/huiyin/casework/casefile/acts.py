"""What every stage does to a case: lock it, move it, write a line of its timeline."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiyin.ground.clock import now
from huiyin.ground.gathering import add, know, known
from huiyin.ground.lateness import moment
from huiyin.ground.refusals import NotThere, Outdated, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .models import Case, Event
from .states import CLOCK, REQUESTER, find_move
from .words import ENDED, State, Verb


class NotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "not_now", 409
    sentence = _("This case is “%(state)s”; that step is not possible now.")
    remedy = _("Open the case again and choose one of the steps shown there.")


def lock_case(case_id: UUID, *, version: int | None = None) -> Case:
    """The case, locked until the transaction ends.

    Its key stays free: rows that refer to it (a timer for a joined case) can be written meanwhile. Raises
    NotThere, Outdated (another version than the page's).
    """
    case = known(("case", case_id), lambda: _lock(case_id))
    if case is None:
        raise NotThere
    if version is not None and case.version != version:
        raise Outdated
    return case


def _lock(case_id: UUID) -> Case | None:
    return Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()


def lock_free(case_ids: Collection[UUID]) -> list[Case]:
    """Those of the cases nobody works on at this moment, locked. Waits for none.

    Inside a gathering `lock_case` gives the very same objects.
    """
    free = Case.objects.select_for_update(of=("self",), no_key=True, skip_locked=True).filter(pk__in=case_ids)
    return [know(("case", case.pk), case) for case in free]


def may_move(viewer: Viewer, who: frozenset[str], case: Case) -> bool:
    """Whether the viewer is one of those who may take a step."""
    if CLOCK in who and viewer.everywhere:
        return True
    if REQUESTER in who and viewer.case_id == case.pk:
        return True
    return any(viewer.may(permission, case.scope_id) for permission in who - {CLOCK, REQUESTER})


def move(*, case: Case, verb: Verb, to: State, by: Viewer, at: datetime, **data: Any) -> Event:
    """Take one step of the transition table and write its line. Raises NotNow, NotThere."""
    step = find_move(verb, State(case.state), to)
    if step is None:
        raise NotNow(state=State(case.state).label)
    if not may_move(by, step.who, case):
        raise NotThere
    case.state, case.version = to, case.version + 1
    case.ended_at = at if to in ENDED else None
    case.save(update_fields=["state", "version", "ended_at"])
    return write(case=case, verb=verb, by=by, at=at, **data)


def write(*, case: Case, verb: Verb, by: Viewer, at: datetime | None = None, **data: Any) -> Event:
    """Add a line to the timeline; the database gives it its number and its hash.

    A write that waited on a telephone says when it was made there; `at` is when it was received.
    """
    line = Event(
        case=case, scope_id=case.scope_id, seq=0, at=at or now(), verb=verb, actor=by.actor,
        actor_label=by.label[:80], data=data | moment(),
    )  # fmt: skip
    return add(line)
