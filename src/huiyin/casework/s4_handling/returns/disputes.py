"""Raise a dispute about a dispatch, and review it: by somebody who had no part in it."""

from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.words import Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission

from .acts import give_on, held_case
from .levels import must_designate, tell_asker, tell_deciders
from .models import Dispute, Return
from .reads import OPEN_DISPUTE
from .refusals import GroundsMissing, NextMissing, NotByYou, ReturnPending


def raise_dispute(*, case_id: UUID, grounds: str, by: Viewer, version: int | None = None) -> Dispute:
    """The unit objects; it goes on handling, and the limits run on.

    Raises NotThere, NotNow, Outdated, GroundsMissing, ReturnPending.
    """
    case, standing = held_case(case_id, by, version)
    if not grounds.strip():
        raise GroundsMissing
    at = now()
    dispute = Dispute(
        case=case, scope_id=case.scope_id, assignment=standing, organisation=standing.organisation,
        grounds=grounds.strip()[:500], raised_by=by.actor, raised_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
    except IntegrityError:
        raise ReturnPending from None
    write(case=case, verb=Verb.DISPUTED, by=by, at=at, organisation=standing.organisation.name,
          reason=dispute.grounds)  # fmt: skip
    tell_deciders(case, f"dispute:{dispute.pk}", "dispute", by)
    return dispute


def review_dispute(
    *, dispute_id: int, uphold: bool, by: Viewer, to: Organisation | None = None, note: str = ""
) -> Dispute:
    """Uphold (the case goes to another unit at once) or reject.

    Raises NotThere, NotByYou, NextMissing, UpperDesignates.
    """
    found = Dispute.objects.select_related("assignment", "organisation").filter(**OPEN_DISPUTE, pk=dispute_id)
    dispute = found.first()
    if dispute is None:
        raise NotThere
    case = lock_case(dispute.case_id)
    by.must(Permission.CASE_REVIEW, case.scope_id)
    if by.actor in _had_a_part(dispute):
        raise NotByYou
    if uphold and (to is None or to.pk == dispute.organisation_id):
        raise NextMissing
    if uphold:
        must_designate(case, by, Permission.CASE_REVIEW)
    at = now()
    dispute.reviewed_by, dispute.reviewed_at, dispute.upheld = by.actor, at, uphold
    dispute.given_to, dispute.note = (to if uphold else None), note.strip()[:300]
    dispute.save(update_fields=["reviewed_by", "reviewed_at", "upheld", "given_to", "note"])
    write(case=case, verb=Verb.DISPUTE_REVIEWED, by=by, at=at, organisation=dispute.organisation.name,
          upheld=uphold, note=dispute.note, to=dispute.given_to.name if dispute.given_to else "")  # fmt: skip
    if dispute.given_to is not None:
        give_on(case, dispute.given_to, by, dispute.grounds)
    else:
        tell_asker(case, f"dispute:{dispute.pk}", "dispute-rejected", dispute.raised_by)
    return dispute


def _had_a_part(dispute: Dispute) -> set[str]:
    """Who raised it, who dispatched, who decided on a return of this dispatch."""
    decided = Return.objects.filter(assignment_id=dispute.assignment_id).values_list("decided_by", flat=True)
    return {dispute.raised_by, dispute.assignment.made_by, *decided}
