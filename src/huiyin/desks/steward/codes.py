"""The printed codes of the place register."""

from collections.abc import Iterator
from typing import Any

import pghistory.models  # noqa: F401 - the event models hang on it
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.registers.places.acts import without_code
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.words import PlaceKind

from .tables import Link, Table, day


def own_codes(place: Place) -> Table:
    """The codes this place has and had."""
    rows = list(QrCode.objects.filter(place=place).order_by("revoked_at", "-made_at"))
    live = [row for row in rows if row.revoked_at is None]
    buttons = [Link(_("Poster (PDF)"), reverse("steward-poster", args=[place.pk]))] if live else []
    if not live and place.closed_at is None:
        buttons.append(Link(_("Make a code"), reverse("steward-code-new", args=[place.pk])))
    return Table(
        _("Codes"), (_("Code"), _("Made"), _("Revoked"), _("Why"), ""), [_code(row) for row in rows], buttons
    )


def _code(row: QrCode) -> tuple[Any, ...]:
    act = "" if row.revoked_at else Link(_("Revoke"), reverse("steward-code-revoke", args=[row.code]))
    return row.code, day(row.made_at), day(row.revoked_at), row.revoked_why, act


def codes_inside(place: Place) -> Table:
    """The live codes of a building or an estate."""
    rows = live_codes(place)
    buttons = list(_prints(place, rows))
    if without_code(place).exists():
        buttons.append(Link(_("Make the missing codes"), reverse("steward-codes-new", args=[place.pk])))
    shown = [(row.code, Link(row.place.label, reverse("steward-place", args=[row.place_id]))) for row in rows]
    return Table(_("Codes in use"), (_("Code"), _("Place")), shown, buttons)


def _prints(place: Place, rows: list[QrCode]) -> Iterator[Link]:
    """All sheets in one file; where doors and gates hang, also one file for each size of paper."""
    if not rows:
        return
    address = reverse("steward-poster", args=[place.pk])
    yield Link(_("All posters (PDF)"), address)
    gates = sum(row.place.kind == PlaceKind.GATE for row in rows)
    if 0 < gates < len(rows):
        yield Link(_("Doors on A4 (PDF)"), f"{address}?paper=a4", soft=True)
        yield Link(_("Gates on A3 (PDF)"), f"{address}?paper=a3", soft=True)


def live_codes(place: Place) -> list[QrCode]:
    """The live codes at or inside a place, in the order one walks by them."""
    from huiyin.registers.places.reads import coded_places, under

    inside = under([place.pk])
    order = {code: number for number, (code, _place) in enumerate(coded_places(place.scope_id))}
    rows = QrCode.objects.filter(place_id__in=inside, revoked_at=None, place__closed_at=None).select_related(
        "place"
    )
    return sorted(rows, key=lambda row: order.get(row.code, len(order)))
