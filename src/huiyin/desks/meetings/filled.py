"""What the forms of a meeting have in common: where they lead back to, its items and seats to choose from."""

from typing import Any

from django.urls import reverse

from huiyin.commons.c1_proposals.meetings.quorum import council_of
from huiyin.commons.c1_proposals.models import Meeting
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand
from huiyin.registers.rules.naming import said


def errand_of(
    found: Meeting, title: Any, button: Any, form: Any, act: Any, options: dict[str, Any] | None = None,
    initial: dict[str, Any] | None = None,
) -> Errand:  # fmt: skip
    """A form that leads back to the page of the meeting."""
    back = reverse("meeting-work", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


def item_choices(found: Meeting) -> Choices:
    """The items by their numbers."""
    return [(str(one.no), f"{one.no}. {one.words}") for one in found.items.all()]


def seat_choices(found: Meeting, move: str) -> Choices:
    """The seats the move is about: who is not here yet, who is, everybody."""
    parties = {one.key: said(one) for one in council_of(found).seats}
    seats = found.seats.all()
    if move in ("in", "substitute"):
        seats = [one for one in seats if not one.is_here and (move == "in" or one.substitute)]
    elif move in ("out", "left"):
        seats = [one for one in seats if one.is_here]
    return [
        (
            str(one.no),
            f"{one.substitute if move == 'substitute' else one.sitting}（{parties.get(one.party, '')}）",
        )
        for one in seats
    ]
