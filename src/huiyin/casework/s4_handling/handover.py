"""A shift is handed over: both sign one sheet, and from then on the incoming person is on duty (ux D9)."""

from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.duty import duty_scopes, take_duty
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role

from .models import Handover
from .refusals import HandedOverAlready, SamePerson
from .sheets import sheet_of

LONGEST_NOTE = 2000


@recorded
def hand_over(
    *, organisation: Organisation, outgoing: Account, incoming: Account, note: str, by: Viewer,
    by_code: bool = False,
) -> Handover:  # fmt: skip
    """The outgoing person signs the sheet of open jobs and names who comes.

    `by_code`: at the shared screen, where the desk has checked the outgoing person's own code. Raises
    NotThere, SamePerson, HandedOverAlready.
    """
    scope_ids = _must_be_theirs(organisation, by, outgoing, incoming)
    if not by_code and by.account_id != outgoing.pk:
        raise NotThere
    if outgoing.pk == incoming.pk:
        raise SamePerson
    at = now()
    try:
        with transaction.atomic():
            return Handover.objects.create(
                organisation=organisation, scope_id=scope_ids[0], outgoing=outgoing, incoming=incoming,
                note=note.strip()[:LONGEST_NOTE], sheet=sheet_of(by, at), outgoing_signed_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise HandedOverAlready from None


@recorded
def take_over(*, handover_id: UUID, by: Viewer, by_code: bool = False) -> Handover:
    """The incoming person signs the same sheet; the duty list changes from now on. Raises NotThere."""
    handover = _lock_open(handover_id, by)
    if not by_code and by.account_id != handover.incoming_id:
        raise NotThere
    at = now()
    handover.incoming_signed_at = at
    handover.save(update_fields=["incoming_signed_at"])
    take_duty(
        organisation=handover.organisation, scope_ids=_scopes(handover.organisation, by),
        outgoing=handover.outgoing, incoming=handover.incoming, at=at, by=by,
    )  # fmt: skip
    return handover


@recorded
def withdraw(*, handover_id: UUID, by: Viewer) -> Handover:
    """Nobody took over yet: the sheet is void and the outgoing person stays on duty. Raises NotThere."""
    handover = _lock_open(handover_id, by)
    handover.withdrawn_at = now()
    handover.save(update_fields=["withdrawn_at"])
    return handover


def _must_be_theirs(organisation: Organisation, by: Viewer, *people: Account) -> list[int]:
    """The scopes of the duty room, when these people belong to it. Raises NotThere."""
    scope_ids = _scopes(organisation, by)
    theirs = holders(role=Role.DUTY, scope_ids=scope_ids, organisation_id=organisation.pk)
    if not scope_ids or theirs.filter(pk__in=[one.pk for one in people]).count() != len(set(people)):
        raise NotThere
    return scope_ids


def _scopes(organisation: Organisation, by: Viewer) -> list[int]:
    """Where the viewer's duty room answers: the scopes of its duty list, else all of the viewer's."""
    if organisation.pk not in by.organisation_ids:
        return []
    held = sorted(by.grants.get(Permission.DUTY_READ, frozenset()))
    return duty_scopes(organisation_id=organisation.pk, scope_ids=held) or held


def _lock_open(handover_id: UUID, by: Viewer) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).filter(organisation_id__in=by.organisation_ids)
    rows = rows.filter(pk=handover_id, incoming_signed_at=None, withdrawn_at=None)
    handover = rows.select_related("organisation", "outgoing", "incoming").first()
    if handover is None or not by.may(Permission.DUTY_READ, handover.scope_id):
        raise NotThere
    return handover
