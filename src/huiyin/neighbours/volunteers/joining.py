"""What volunteers do themselves: sign up, take a duty, give it back, leave; and taking somebody off the list.

Whoever acts holds a code and no account: a guest. The code is the right, so these acts write as the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from huiyin.ground import crypto
from huiyin.ground.clock import now, today
from huiyin.ground.phones import normalise_phone
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place

from .messages import tell
from .models import Duty, Taking, Volunteer, VolunteerEvent
from .reads import KEEP
from .refusals import DutyFull, DutyOver, NameOrPhoneMissing, ThanksMissing
from .words import DutyState, Skill, Times, VolunteerVerb


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says who signs up. `skills`, `times`: values of the words."""

    name: str
    phone: str
    unit: str = ""
    skills: Sequence[str] = ()
    times: Sequence[str] = ()
    words: str = ""


def sign_up(*, place_id: int, told: Told, by: Viewer) -> Volunteer:
    """Put oneself on the list around a place. The same telephone again is another entry: nothing is told.

    Raises NotThere, NameOrPhoneMissing.
    """
    phone = normalise_phone(told.phone)
    if not told.name.strip() or not phone:
        raise NameOrPhoneMissing
    with seen_as(SYSTEM):
        place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
        if place is None or place.scope_id not in by.around:
            raise NotThere
        one = Volunteer(
            scope_id=place.scope_id, place=place, name=told.name.strip()[:50], unit=told.unit.strip()[:60],
            skills=[word for word in Skill.values if word in told.skills],
            times=[word for word in Times.values if word in told.times],
            words=told.words.strip()[:200], joined_at=now(), phone_index=crypto.blind_index("phone", phone),
        )  # fmt: skip
        one.phone_sealed = crypto.seal(phone, aad=one.phone_aad)
        one.save(force_insert=True)
        _note(one, VolunteerVerb.JOINED, by)
        tell(one, "volunteer")
    return one


def take(*, volunteer_id: int, duty_id: int, by: Viewer) -> None:
    """Say that one comes; said twice it is once. Raises NotThere, DutyOver, DutyFull."""
    with seen_as(SYSTEM):
        one, duty = _lock_self(volunteer_id), _lock_duty(duty_id, by)
        if Taking.objects.filter(duty=duty, volunteer=one, given_back_at=None).exists():
            return
        if duty.taken >= duty.wanted:
            raise DutyFull
        Taking.objects.create(scope_id=duty.scope_id, duty=duty, volunteer=one, taken_at=now())
        Duty.objects.filter(pk=duty.pk).update(taken=F("taken") + 1)
        _note(one, VolunteerVerb.TOOK, by, duty=duty.pk)


def give_back(*, volunteer_id: int, duty_id: int, by: Viewer) -> None:
    """One does not come after all; nobody asks why. Raises NotThere, DutyOver."""
    with seen_as(SYSTEM):
        one, duty = _lock_self(volunteer_id), _lock_duty(duty_id, by)
        if _free(one, duty):
            _note(one, VolunteerVerb.GAVE_BACK, by, duty=duty.pk)


def leave(*, volunteer_id: int, by: Viewer) -> None:
    """End it: duties to come are given back; name, telephone and all that was told are gone.

    Raises NotThere.
    """
    with seen_as(SYSTEM):
        one = _lock_self(volunteer_id)
        _forget(one)
        _note(one, VolunteerVerb.LEFT, by)


def take_off(*, volunteer_id: int, reason: str, by: Viewer) -> None:
    """Those who keep the list take somebody off it, as if they had left. Raises NotThere, ThanksMissing."""
    found = Volunteer.objects.select_for_update(no_key=True).filter(pk=volunteer_id, left_at=None).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if not reason.strip():
        raise ThanksMissing
    with seen_as(SYSTEM):  # duties of another scope around may have been taken
        _forget(found)
    _note(found, VolunteerVerb.TAKEN_OFF, by, why=reason.strip()[:300])


def _forget(one: Volunteer) -> None:
    open_ones = Taking.objects.filter(volunteer=one, given_back_at=None, duty__state=DutyState.OPEN)
    for duty_id in sorted(open_ones.values_list("duty_id", flat=True)):
        _free(one, Duty.objects.select_for_update(no_key=True).get(pk=duty_id))
    one.name = one.unit = one.words = ""
    one.phone_sealed = one.phone_index = b""
    one.skills, one.times, one.left_at = [], [], now()
    one.save()


def _free(one: Volunteer, duty: Duty) -> bool:
    gone = Taking.objects.filter(duty=duty, volunteer=one, given_back_at=None).update(given_back_at=now())
    if gone:
        Duty.objects.filter(pk=duty.pk).update(taken=F("taken") - 1)
    return bool(gone)


def _lock_self(volunteer_id: int) -> Volunteer:
    found = Volunteer.objects.select_for_update(no_key=True).filter(pk=volunteer_id, left_at=None).first()
    if found is None:
        raise NotThere
    return found


def _lock_duty(duty_id: int, by: Viewer) -> Duty:
    found = Duty.objects.select_for_update(no_key=True).filter(pk=duty_id).first()
    if found is None or found.scope_id not in by.around:
        raise NotThere
    if found.state != DutyState.OPEN or found.day < today():
        raise DutyOver
    return found


def _note(one: Volunteer, verb: VolunteerVerb, by: Viewer, **data: Any) -> None:
    add_line(VolunteerEvent, scope_id=one.scope_id, by=by, volunteer=one, verb=verb, data=data)
