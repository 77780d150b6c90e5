"""Addresses behind a printed code, and what they carry on: the tile, and that somebody under 14 is here."""

from django.http import HttpRequest
from django.urls import reverse

from .tiles import Tile


def by_child(request: HttpRequest) -> bool:
    """Whether the pages are those for somebody under 14: nobody is asked who they are (PIPL art. 31)."""
    return request.GET.get("child") == "1"


def code_in(request: HttpRequest) -> str:
    """The printed code of the address being answered."""
    match = request.resolver_match
    return str(match.kwargs["code"]) if match else ""


def door_url(code: str, *, child: bool) -> str:
    """The first page behind a code."""
    return reverse("q", args=[code], query=_carried(child=child))


def form_url(code: str, tile: Tile, *, child: bool) -> str:
    """The second page, of one tile."""
    return reverse("q-form", args=[code, tile.value], query=_carried(child=child))


def places_url(code: str, tile: Tile | None = None, *, child: bool) -> str:
    """Where another place of the estate is chosen; from a form one comes back to the same form there."""
    return reverse("q-places", args=[code], query=_carried(tile.value if tile else "", child=child))


def _carried(tile: str = "", *, child: bool) -> dict[str, str]:
    return ({"tile": tile} if tile else {}) | ({"child": "1"} if child else {})
