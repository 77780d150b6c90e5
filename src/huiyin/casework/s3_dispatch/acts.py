"""Give a case to somebody under a running clock; take a wrong dispatch back."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.acts import lock_case, move, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import refresh_next_due, running, stop
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.acts import align_clocks
from huiyin.ground.clock import now
from huiyin.ground.gathering import forget
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import ClockKind, StartEvent

from .models import Assignment
from .reads import owner_for, standing_assignment
from .shares.acts import copy_upward


class NobodyThere(Refusal):
    """The catalogue names nobody for this category here."""

    code, status = "nobody_there", 409
    sentence = _("Nobody is registered for this kind of request here.")
    remedy = _("Choose a unit yourself, or enter in the register who carries this duty.")


def dispatch(
    *, case_id: UUID, organisation: Organisation, account: Account | None, by: Viewer, reason: str = "",
    version: int | None = None, designated: bool = False,
) -> Assignment:  # fmt: skip
    """Give the case to an organisation and a named person. Raises NotThere, NotNow, Outdated.

    `designated`: for good, the unit cannot return it. A dispatch to a community is copied upward.
    """
    case = lock_case(case_id, version=version)
    at = now()
    _end_standing(case, at)
    move(case=case, verb=Verb.DISPATCHED, to=State.DISPATCHED, by=by, at=at, organisation=organisation.name,
         person=account.display_name if account else "", reason=reason)  # fmt: skip
    assignment = Assignment.objects.create(
        case=case, scope_id=case.scope_id, organisation=organisation, account=account, reason=reason[:200],
        made_by=by.actor, made_at=at, designated=designated,
    )  # fmt: skip
    happened = frozenset({StartEvent.INTAKE, StartEvent.DISPATCH})
    align_clocks(case=case, at=at, by=by, since=case.received_at, events=happened)
    _tell(case, assignment)
    copy_upward(case=case, organisation=organisation, by=by, at=at)
    return assignment


def dispatch_by_catalogue(*, case_id: UUID, by: Viewer) -> Assignment:
    """Dispatch to the catalogue's owner. Raises NobodyThere and what `dispatch` raises."""
    case = lock_case(case_id)
    owner = owner_for(case, now())
    if owner is None:
        raise NobodyThere
    return dispatch(
        case_id=case_id, organisation=owner.organisation, account=owner.account, by=by, reason=f"{owner.duty}"
    )


def undo_dispatch(*, case_id: UUID, by: Viewer, reason: str = "", version: int | None = None) -> Case:
    """Take a dispatch back as long as nobody has accepted it. Raises NotThere, NotNow, Outdated."""
    case = lock_case(case_id, version=version)
    at = now()
    ended = _end_standing(case, at)
    move(case=case, verb=Verb.DISPATCH_UNDONE, to=State.RECEIVED, by=by, at=at, reason=reason,
         organisation=ended.organisation.name if ended else "")  # fmt: skip
    stop(
        case=case,
        clocks=running(case, [ClockKind.ACKNOWLEDGE, ClockKind.ACCEPT]),
        at=at,
        by=by,
        what=What.CANCEL,
    )
    refresh_next_due(case, at)
    return case


def acknowledge(*, case_id: UUID, by: Viewer) -> Case:
    """Say "seen": the alarm stops and does not climb. Repeating it changes nothing. Raises NotThere."""
    case = lock_case(case_id)
    if not (
        by.may(Permission.CASE_SUPERVISE, case.scope_id) or by.may(Permission.CASE_HANDLE, case.scope_id)
    ):
        raise NotThere
    standing = standing_assignment(case)
    if standing is None or standing.acknowledged_at is not None:
        return case
    at = now()
    standing.acknowledged_at = at
    standing.save(update_fields=["acknowledged_at"])
    stop(case=case, clocks=running(case, [ClockKind.ACKNOWLEDGE]), at=at, by=by)
    write(case=case, verb=Verb.ACKNOWLEDGED, by=by, at=at)
    refresh_next_due(case, at)
    return case


def _end_standing(case: Case, at: datetime) -> Assignment | None:
    standing = standing_assignment(case)
    forget(("standing", case.pk))
    if standing is not None:
        standing.ended_at = at
        standing.save(update_fields=["ended_at"])
    return standing


def _tell(case: Case, assignment: Assignment) -> None:
    if assignment.account_id:
        post_to_inbox(
            scope_id=case.scope_id, subject_id=case.pk, topic=f"assigned:{assignment.pk}",
            account_ids=[assignment.account_id], template="assigned", params={"number": case.number},
        )  # fmt: skip
