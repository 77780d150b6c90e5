"""Share a case with another area and end it; copy a direct dispatch to the level above."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Verb
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role

from .models import Share, SupervisionCopy
from .opening import names_of
from .refusals import SeenAlready, ShareReason


def share_case(
    *, case_id: UUID, to_scope_id: int, reason: str, by: Viewer, organisation: Organisation | None = None
) -> Share:
    """Let another area see this very case, read only. Raises NotThere, ShareReason, SeenAlready."""
    case = lock_case(case_id)
    by.must(Permission.CASE_DISPATCH, case.scope_id)
    if case.private:
        by.must(Permission.CASE_READ_PRIVATE, case.scope_id)
    if to_scope_id not in scope_tree().paths:
        raise NotThere
    if not reason.strip():
        raise ShareReason
    if organisation is None and to_scope_id in scope_tree().up(case.scope_id):
        raise SeenAlready
    at = now()
    share = _make(case, to_scope_id, organisation, reason, by, at)
    write(case=case, verb=Verb.SHARED, by=by, at=at, area=names_of([to_scope_id]),
          organisation=organisation.name if organisation else "", reason=share.reason)  # fmt: skip
    _tell(case, to_scope_id, f"share:{share.pk}", "shared")
    return share


def _make(
    case: Case, to_scope_id: int, organisation: Organisation | None, reason: str, by: Viewer, at: datetime
) -> Share:
    try:
        with transaction.atomic():
            return Share.objects.create(
                case=case, scope_id=case.scope_id, to_scope_id=to_scope_id, organisation=organisation,
                reason=reason.strip()[:200], made_by=by.actor, made_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise SeenAlready from None


def revoke_share(*, share_id: int, by: Viewer) -> Share:
    """End a share: from the next look on the case is not there for the other area. Raises NotThere."""
    share = Share.objects.filter(pk=share_id).first()
    if share is None or not by.may(Permission.CASE_DISPATCH, share.scope_id):
        raise NotThere
    case = lock_case(share.case_id)
    if share.revoked_at is None:
        share.revoked_at, share.revoked_by = now(), by.actor
        share.save(update_fields=["revoked_at", "revoked_by"])
        write(case=case, verb=Verb.UNSHARED, by=by, at=share.revoked_at, area=names_of([share.to_scope_id]))
    return share


def copy_upward(*, case: Case, organisation: Organisation, by: Viewer, at: datetime) -> None:
    """A case that goes straight to a community is copied to the level above, for supervision (条例 12).

    Nothing happens for other units, where nobody stands above, and when the community takes its own case.
    Part of a dispatch.
    """
    path = scope_tree().up(organisation.scope_id)
    if organisation.pk in by.organisation_ids:
        return
    if organisation.kind != OrganisationKind.COMMUNITY or len(path) < 2:  # noqa: PLR2004 - itself and above
        return
    upper = path[1]
    SupervisionCopy.objects.create(
        case=case, scope_id=case.scope_id, organisation=organisation, to_scope_id=upper, made_at=at
    )
    write(case=case, verb=Verb.COPIED, by=by, at=at, area=names_of([upper]), organisation=organisation.name)
    _tell(case, upper, f"copied:{at.timestamp():.0f}", "copied", exactly=True)


def _tell(case: Case, scope_id: int, topic: str, template: str, *, exactly: bool = False) -> None:
    """Tell those who watch over a scope, in the inbox they read there."""
    above = [scope_id] if exactly else scope_tree().up(scope_id)
    with seen_as(SYSTEM):  # the other area is none of the sender's
        told = {
            account.pk
            for role in (Role.CLERK, Role.LEADER)
            for account in holders(role=role, scope_ids=above)
        }
        post_to_inbox(
            scope_id=scope_id, subject_id=case.pk, topic=topic, account_ids=sorted(told), template=template,
            params={"number": case.number},
        )  # fmt: skip
