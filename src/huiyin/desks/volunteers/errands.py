"""The forms of duties, each ending in one act."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desks.board.errands import signed_by
from huiyin.desks.steward.choices import place_choices
from huiyin.desks.steward.filling import Errand
from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.volunteers import acts, joining
from huiyin.neighbours.volunteers.models import Duty
from huiyin.neighbours.volunteers.phones import open_phones
from huiyin.neighbours.volunteers.reads import KEEP, duty_for, volunteer_for

from .forms import DutyForm, NewDutyForm, OffForm, ThanksForm, WhyForm

AHEAD, WANTED = timedelta(days=7), 5
"""What a new duty begins with."""


def begin(viewer: Viewer) -> Errand:
    """Write a duty."""

    def act(told: dict[str, Any]) -> None:
        acts.write_duty(place_id=int(told["place"]), what=_draft(told), by=viewer)

    initial = {"day": today() + AHEAD, "wanted": WANTED, "signed": signed_by(viewer, KEEP)}
    return Errand(
        _("Write a duty"), _("Ask for volunteers"), NewDutyForm, act, reverse("volunteers"),
        {"place": place_choices(viewer, KEEP)},
        _("Everybody around can read it at once, and volunteers can take it."), initial=initial,
    )  # fmt: skip


def change(viewer: Viewer, duty_id: int) -> Errand:
    """Change a duty."""
    found = duty_for(viewer, duty_id)

    def act(told: dict[str, Any]) -> None:
        acts.change_duty(duty_id=duty_id, what=_draft(told), by=viewer)

    names = ("title", "words", "day", "hours", "venue", "wanted", "signed")
    note = _("Once somebody has taken it, its day stays: call it off and write a new one for another day.")
    initial = {name: getattr(found, name) for name in names}
    return Errand(_("Change the duty"), _("Save"), DutyForm, act, page_of(found), note=note, initial=initial)


def call_off(viewer: Viewer, duty_id: int) -> Errand:
    """Call it off."""
    found = duty_for(viewer, duty_id)

    def act(told: dict[str, Any]) -> None:
        acts.call_off(duty_id=duty_id, reason=told["reason"], by=viewer)

    note = _("Whoever wanted to come gets a message.")
    return Errand(_("Call the duty off"), _("Call it off"), OffForm, act, page_of(found), note=note)


def thank(viewer: Viewer, duty_id: int) -> Errand:
    """Thank everybody who came."""
    found = duty_for(viewer, duty_id)

    def act(told: dict[str, Any]) -> None:
        acts.thank(duty_id=duty_id, words=told["words"], by=viewer)

    words = _("Thank you for your help on %(day)s: %(title)s.") % {"day": found.day, "title": found.title}
    note = _(
        "Everybody who came gets it as a message and on the own page; afterwards the notes can be printed."
    )
    return Errand(
        _("Thank everybody who came"), _("Say thank you"), ThanksForm, act, page_of(found), note=note,
        initial={"words": words},
    )  # fmt: skip


def phones(viewer: Viewer, duty_id: int) -> Errand:
    """Open the telephones of those who come."""
    found = duty_for(viewer, duty_id)

    def act(told: dict[str, Any]) -> None:
        open_phones(of=found, reason=told["reason"], by=viewer)

    return Errand(_("Open the telephones"), _("Open"), WhyForm, act, page_of(found), note=_shown())


def phone(viewer: Viewer, volunteer_id: int) -> Errand:
    """Open the telephone of one person."""
    found = volunteer_for(viewer, volunteer_id)

    def act(told: dict[str, Any]) -> None:
        open_phones(of=found, reason=told["reason"], by=viewer)

    back = reverse("volunteer-one", args=[found.pk])
    return Errand(_("Open the telephone"), _("Open"), WhyForm, act, back, note=_shown())


def take_off(viewer: Viewer, volunteer_id: int) -> Errand:
    """Take somebody off the list."""
    found = volunteer_for(viewer, volunteer_id)

    def act(told: dict[str, Any]) -> None:
        joining.take_off(volunteer_id=volunteer_id, reason=told["reason"], by=viewer)

    note = _("Name, telephone and everything %(name)s told are deleted; duties to come are given back.")
    return Errand(
        _("Take off the list"), _("Take off"), WhyForm, act, reverse("volunteers"),
        note=note % {"name": found.name},
    )  # fmt: skip


def page_of(found: Duty) -> str:
    """Where it is kept."""
    return reverse("volunteer-duty", args=[found.pk])


def _shown() -> str:
    return _("Shown for ten minutes.")


def _draft(told: dict[str, Any]) -> acts.Draft:
    return acts.Draft(
        told["title"],
        told["words"],
        told["day"],
        told["hours"],
        told["venue"],
        told["wanted"],
        told["signed"],
    )
