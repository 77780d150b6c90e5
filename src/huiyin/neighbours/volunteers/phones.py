"""Telephones of volunteers: hidden until somebody says why; every look is on record, as with requesters."""

from datetime import timedelta

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Reading

from .messages import masked, phone_of
from .models import Duty, Volunteer
from .reads import KEEP
from .refusals import ThanksMissing

SHOWN_FOR = timedelta(minutes=10)
"""How long a page shows numbers after they were asked for."""
PHONE = "phone"


def open_phones(*, of: Duty | Volunteer, reason: str, by: Viewer) -> Reading:
    """Write down that the viewer opens the numbers of a duty, or of one person.

    Raises NotThere, ThanksMissing.
    """
    if not by.may(KEEP, of.scope_id):
        raise NotThere
    if not reason.strip():
        raise ThanksMissing
    return Reading.objects.create(
        scope_id=of.scope_id, actor=by.actor, subject=_subject(of), what=PHONE,
        reason=reason.strip()[:200], at=now(),
    )  # fmt: skip


def are_open(of: Duty | Volunteer, viewer: Viewer) -> bool:
    """Whether this viewer opened them within the last ten minutes."""
    return Reading.objects.filter(
        subject=_subject(of), actor=viewer.actor, what=PHONE, at__gt=now() - SHOWN_FOR
    ).exists()


def shown(one: Volunteer, *, clear: bool) -> str:
    """The number, in clear or with its middle hidden."""
    return phone_of(one) if clear else masked(one)


def _subject(of: Duty | Volunteer) -> str:
    return f"{'duty' if isinstance(of, Duty) else 'volunteer'}:{of.pk}"
