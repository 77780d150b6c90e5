"""Duties: write, change, call off, thank; open the telephones of those who come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huiyin.ground.clock import now, today
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .messages import tell
from .models import Duty, DutyEvent
from .reads import KEEP, coming
from .refusals import (
    DutyDayWrong,
    DutyIncomplete,
    DutyOver,
    NobodyToThank,
    NotYetDone,
    ThanksMissing,
    WantedWrong,
)
from .words import DutyState, DutyVerb

LONGEST = timedelta(days=183)
MOST = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """What a duty says. `wanted`: how many people."""

    title: str
    words: str
    day: date
    hours: str
    venue: str
    wanted: int
    signed: str


def write_duty(*, place_id: int, what: Draft, by: Viewer) -> Duty:
    """Ask for volunteers. Raises NotThere, DutyIncomplete, DutyDayWrong, WantedWrong."""
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    _must_be_whole(what, taken=0)
    at = now()
    duty = Duty.objects.create(
        scope_id=place.scope_id, place=place, code=public_code("Y", at), day=what.day, wanted=what.wanted,
        made_by=by.actor, made_at=at, **_words(what),
    )  # fmt: skip
    _note(duty, DutyVerb.WRITTEN, by)
    return duty


def change_duty(*, duty_id: int, what: Draft, by: Viewer) -> Duty:
    """Change what is asked for; its day only while nobody has taken it.

    Raises NotThere, DutyOver, and as `write_duty`.
    """
    duty = _lock(duty_id, by)
    _must_be_whole(what, taken=duty.taken)
    if duty.taken and what.day != duty.day:
        raise DutyDayWrong
    for name, value in {**_words(what), "day": what.day, "wanted": what.wanted}.items():
        setattr(duty, name, value)
    duty.save(update_fields=[*_words(what), "day", "wanted"])
    _note(duty, DutyVerb.CHANGED, by)
    return duty


def call_off(*, duty_id: int, reason: str, by: Viewer) -> Duty:
    """It does not take place; whoever wanted to come gets a message.

    Raises NotThere, DutyOver, ThanksMissing.
    """
    duty = _lock(duty_id, by)
    if not reason.strip():
        raise ThanksMissing
    duty.state, duty.ended_at, duty.off_why = DutyState.OFF, now(), reason.strip()[:300]
    duty.save(update_fields=["state", "ended_at", "off_why"])
    _note(duty, DutyVerb.CALLED_OFF, by, why=duty.off_why)
    for one in coming(duty):
        tell(one, "duty_off", duty)
    return duty


def thank(*, duty_id: int, words: str, by: Viewer) -> Duty:
    """A note for everybody who came: on their own page, as a message, to print.

    Raises NotThere, DutyOver, NotYetDone, NobodyToThank, ThanksMissing.
    """
    duty = _lock(duty_id, by)
    if not words.strip():
        raise ThanksMissing
    if duty.day > today():
        raise NotYetDone
    came = coming(duty)
    if not came:
        raise NobodyToThank
    duty.state, duty.ended_at, duty.thanks = DutyState.THANKED, now(), words.strip()[:500]
    duty.save(update_fields=["state", "ended_at", "thanks"])
    _note(duty, DutyVerb.THANKED, by)
    for one in came:
        tell(one, "duty_thanks", duty)
    return duty


def _words(what: Draft) -> dict[str, str]:
    return {
        "title": what.title.strip()[:60], "words": what.words.strip()[:2000],
        "hours": what.hours.strip()[:40], "venue": what.venue.strip()[:80],
        "signed": what.signed.strip()[:60],
    }  # fmt: skip


def _must_be_whole(what: Draft, *, taken: int) -> None:
    if not all(_words(what).values()):
        raise DutyIncomplete
    if not today() <= what.day <= today() + LONGEST:
        raise DutyDayWrong
    if not max(1, taken) <= what.wanted <= MOST:
        raise WantedWrong(taken=taken)


def _lock(duty_id: int, by: Viewer) -> Duty:
    found = Duty.objects.select_for_update(no_key=True).filter(pk=duty_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if found.state != DutyState.OPEN:
        raise DutyOver
    return found


def _note(duty: Duty, verb: DutyVerb, by: Viewer, **data: Any) -> None:
    add_line(DutyEvent, scope_id=duty.scope_id, by=by, duty=duty, verb=verb, data=data)
