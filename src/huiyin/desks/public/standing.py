"""Where a person stands who scanned a code: the place, its named people, and whom to call."""

import time
from dataclasses import dataclass

from huiyin.casework.s4_handling.incidents import incidents_at
from huiyin.casework.s4_handling.models import Incident
from huiyin.ground.ids import PLACE_CODE_LENGTH, normalise_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.reads import community_desk, serving
from huiyin.registers.people.models import Post
from huiyin.registers.people.reads import named_for
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import FoundCode, chain_up, find_code
from huiyin.registers.places.words import PlaceKind

HOTLINE = "12345"
"""The government hotline answers everywhere in the country; shown when a desk has no line of its own."""
_LIFETIME = 5.0  # seconds; a revoked code is known as such within this time
_MOST_CODES = 5_000
_known: dict[str, tuple[float, FoundCode]] = {}


@dataclass(frozen=True, slots=True)
class Help:
    """Whom to turn to; the shape of the part `help.html`."""

    desk_name: str
    desk_phone: str
    contact_post: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    desk_hours: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the page behind a code says about its place; `estate` and `spot` as in the part `place.html`."""

    place: Place
    estate: str
    spot: str
    people: tuple[Post, ...]
    incidents: tuple[Incident, ...]
    company_name: str
    company_phone: str
    help: Help


def found_code(code: str) -> FoundCode | None:
    """The place of a code as typed or scanned; lower case and O for 0 will do. Held for five seconds."""
    wanted, moment = normalise_code(code[:32]), time.monotonic()
    if len(wanted) != PLACE_CODE_LENGTH or not wanted.isascii():
        return None
    held = _known.get(wanted)
    if held and moment - held[0] < _LIFETIME:
        return held[1]
    found = find_code(wanted)
    if found is not None:
        if len(_known) > _MOST_CODES:
            _known.clear()
        _known[wanted] = (moment, found)
    return found


def standing_at(found: FoundCode) -> Standing:
    """Everything the page shows of a place. Call it seen as a guest around the place's scopes."""
    path = scope_tree().up(found.scope_id)
    chain = chain_up(Place.objects.get(pk=found.place_id))
    estate = next((p.name for p in chain if p.kind == PlaceKind.ESTATE), chain[-1].name)
    people = tuple(post for post in named_for([p.pk for p in chain]) if post.shown_name)
    company = serving(duty="物", scope_path=path)
    return Standing(
        place=chain[0], estate=estate, spot=chain[0].label.removeprefix(estate).strip() or chain[0].name,
        people=people, incidents=tuple(incidents_at(chain)), company_name=company.name if company else "",
        company_phone=company.phone if company else "", help=help_at(path, people),
    )  # fmt: skip


def help_at(path: tuple[int, ...], people: tuple[Post, ...] = ()) -> Help:
    """The community's desk, else the hotline; with the nearest named person who has a public line."""
    desk = community_desk(scope_path=path)
    contact = next((post for post in people if post.shown_phone), None)
    return Help(
        desk_name=desk.name if desk else "", desk_phone=(desk.phone if desk else "") or HOTLINE,
        desk_hours=str(desk.facts.get("hours", {}).get("value", "")) if desk else "",
        contact_post=str(contact.get_kind_display()) if contact else "",
        contact_name=contact.shown_name if contact else "",
        contact_phone=contact.shown_phone if contact else "",
    )  # fmt: skip
