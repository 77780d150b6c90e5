"""How to reach the person who asked: hidden until somebody says why; every look is on record."""

from datetime import timedelta
from uuid import UUID

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.phones import mask_phone
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Reading
from huiyin.registers.people.words import Permission

from .models import Case, Requester

SHOWN_FOR = timedelta(minutes=10)
"""How long a page shows the number after it was asked for."""
PHONE = "phone"


def masked_phone(requester: Requester) -> str:
    """The number with its middle hidden; empty when none was given."""
    phone = _clear(requester)
    return mask_phone(phone) if phone else ""


def reveal_phone(*, case: Case, reason: str, by: Viewer) -> Reading:
    """Write down that the viewer opens the number, and why. Raises NotThere."""
    by.must(Permission.CASE_READ_CONTACT, case.scope_id)
    if not bytes(case.requester.phone_sealed):
        raise NotThere
    return Reading.objects.create(
        scope_id=case.scope_id,
        actor=by.actor,
        subject=_subject(case.pk),
        what=PHONE,
        reason=reason[:200],
        at=now(),
    )


def shown_phone(case: Case, viewer: Viewer) -> str:
    """The number in clear for ten minutes after this viewer opened it; else empty."""
    if not viewer.may(Permission.CASE_READ_CONTACT, case.scope_id):
        return ""
    lately = Reading.objects.filter(
        subject=_subject(case.pk), actor=viewer.actor, what=PHONE, at__gt=now() - SHOWN_FOR
    ).exists()
    return (_clear(case.requester) or "") if lately else ""


def _subject(case_id: UUID) -> str:
    return f"case:{case_id}"


def _clear(requester: Requester) -> str | None:
    sealed = bytes(requester.phone_sealed)
    return crypto.unseal(sealed, aad=requester.phone_aad) if sealed else None
