"""Report in, be present, tell progress, deliver: the called party's side.

A party may belong to another area, to which the case is only shared: the wall lets it read, not write. So
each act asks the gate as the viewer, then writes as the program, in the viewer's name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.words import Verb
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as

from .models import Call
from .reads import STANDING, call_to, open_calls_to
from .refusals import NotCalled, ResultMissing
from .timing import silence


def report_in(*, call_id: int, by: Viewer, note: str = "") -> Call:
    """The party is there to help. Repeating it changes nothing. Raises NotThere, NotCalled."""
    with _called(call_id, by) as call:
        if call.reported_at is None:
            _report(call, by, note)
    return call


def be_present(*, call_id: int, by: Viewer) -> Call:
    """The party is on site; no position, no photo is asked for (rule R-1). Raises NotThere, NotCalled."""
    with _called(call_id, by) as call:
        if call.reported_at is None:
            _report(call, by, "")
        if call.present_at is None:
            call.present_at = now()
            call.save(update_fields=["present_at"])
            write(case=call.case, verb=Verb.CALL_PRESENT, by=by, at=call.present_at,
                  organisation=call.organisation.name)  # fmt: skip
    return call


def tell_progress(*, call_id: int, text: str, by: Viewer) -> Call:
    """How far it is, and why not further (条例 14); the limit runs on.

    Raises NotThere, NotCalled, ResultMissing.
    """
    if not text.strip():
        raise ResultMissing
    with _called(call_id, by) as call:
        if call.reported_at is None:
            _report(call, by, "")
        call.progress = text.strip()[:2000]
        call.save(update_fields=["progress"])
        write(case=call.case, verb=Verb.CALL_PROGRESS, by=by, organisation=call.organisation.name,
              note=call.progress)  # fmt: skip
    return call


def deliver(*, call_id: int, result: str, by: Viewer) -> Call:
    """The party's result, for the lead. Raises NotThere, NotCalled, ResultMissing."""
    if not result.strip():
        raise ResultMissing
    with _called(call_id, by) as call:
        if call.reported_at is None:
            _report(call, by, "")
        at = now()
        call.result, call.delivered_at, call.delivered_by = result.strip()[:2000], at, by.actor
        call.save(update_fields=["result", "delivered_at", "delivered_by"])
        silence(call, at)
        write(case=call.case, verb=Verb.DELIVERED, by=by, at=at, organisation=call.organisation.name,
              note=call.result, late=at > call.deliver_due_at)  # fmt: skip
    return call


def standing_call(case_id: UUID, by: Viewer) -> Call:
    """The open call of the viewer's unit for a case; for programs that know the number. Raises NotCalled."""
    found = open_calls_to(by).filter(case_id=case_id).first()
    if found is None:
        raise NotCalled
    return found


def _report(call: Call, by: Viewer, note: str) -> None:
    at = now()
    call.reported_at, call.reported_by = at, by.actor
    call.save(update_fields=["reported_at", "reported_by"])
    silence(call, at, only_report=True)
    write(case=call.case, verb=Verb.REPORTED_IN, by=by, at=at, organisation=call.organisation.name,
          note=note.strip()[:300], late=at > call.report_due_at)  # fmt: skip


@contextmanager
def _called(call_id: int, by: Viewer) -> Iterator[Call]:
    """The standing call, its case locked, open for writing."""
    asked = call_to(by, call_id)
    with seen_as(SYSTEM):
        case = lock_case(asked.case_id)
        call = Call.objects.select_related("organisation", "whistle").filter(STANDING, pk=call_id).first()
        if call is None:
            raise NotCalled
        call.case = case
        yield call
