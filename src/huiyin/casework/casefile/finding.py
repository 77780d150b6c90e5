"""Find cases by what a person has at hand: number, query code, telephone or its tail, place, words.

A place may be written in either script or by the letters of its name ("xcwt", "xiangcheng", "xcwt3-2-501").
"""

import re
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.folding import clean, fold, tokens
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import under
from huiyin.registers.places.spelling import Spelled, find_spelled
from huiyin.registers.places.words import SCOPED, PlaceKind

from .links import CODE_LENGTH, code_index
from .models import Case
from .reads import cases_in, cases_of, search_cases

MOST = 50
LONGEST = 100
"""Characters of a search that are read."""
_NUMBER = re.compile(r"\d{6}-\d{8}-[A-Z]-\d{6,}-[0-9A-Z]", re.ASCII)
_TAIL = re.compile(r"\d{4}", re.ASCII)
_CODE = re.compile(rf"[0-9A-Z]{{{CODE_LENGTH}}}", re.ASCII)
_SHORT = re.compile(r"\d{1,3}(?:-\d{1,3}){1,2}(?:-\d{1,4})?", re.ASCII)


def find_cases(viewer: Viewer, text: str) -> QuerySet[Case]:
    """The cases a search means, newest first, at most 50; none for a search that says nothing.

    A telephone is looked for only where the viewer may read how to reach requesters.
    """
    said = clean(text[:LONGEST]).strip()
    plain = fold(said).upper().replace("—", "-")
    if _NUMBER.fullmatch(plain):
        return cases_of(viewer).filter(number=plain)[:MOST]
    found = _by_phone(viewer, said)
    if found is None and _CODE.fullmatch(plain):
        found = _by_code(viewer, plain)
    if found is None and _SHORT.fullmatch(plain):
        found = _by_place(viewer, plain)
    if found is None:
        found = cases_of(viewer).filter(pk__in=_named(viewer, said))
    return found.order_by("-received_at")[:MOST]


def _by_phone(viewer: Viewer, said: str) -> QuerySet[Case] | None:
    reach = cases_of(viewer)
    if not viewer.everywhere:
        reach = reach.filter(scope_id__in=viewer.grants.get(Permission.CASE_READ_CONTACT, frozenset()))
    if _TAIL.fullmatch(said):
        return reach.filter(requester__tail_index=crypto.blind_index("tail", said))
    phone = normalise_phone(said)
    if phone is None or len(phone) < 7:  # noqa: PLR2004 - service numbers are words, not people
        return None
    return reach.filter(requester__phone_index=crypto.blind_index("phone", phone))


def _by_code(viewer: Viewer, code: str) -> QuerySet[Case] | None:
    """The case of a query code on a slip, also one that has run out or was withdrawn; None when unknown."""
    wanted = code_index(code)
    found = cases_of(viewer).filter(Q(requester__code_index=wanted) | Q(spent_links__code_index=wanted))
    return found.distinct() if found.exists() else None


def _named(viewer: Viewer, said: str) -> set[UUID]:
    """The newest cases whose text holds every word, and the newest at the places that are called so."""
    newest = search_cases(viewer, tokens(said), most=MOST)
    scopes = scope_tree().paths if viewer.everywhere else viewer.scopes
    places = find_spelled(scopes, said)
    best = [place for place in places if place.rank == min(one.rank for one in places)]
    at = _newest_at(viewer, best) if best else Case.objects.none()
    return {case.pk for cases in (newest, at) for case in cases.only("pk")}


def _newest_at(viewer: Viewer, places: Sequence[Spelled]) -> QuerySet[Case]:
    """The newest cases of estates as a whole, else at and inside the places; each by an index of its own."""
    whole = [place.scope_id for place in places if place.kind in SCOPED]
    if whole:
        found = cases_in(viewer, scope_tree().under(whole))
    elif all(place.kind == PlaceKind.BUILDING for place in places):
        found = cases_of(viewer).filter(building_id__in=[place.place_id for place in places])
    else:
        found = cases_of(viewer).filter(place_id__in=under([place.place_id for place in places]))
    return found.order_by("-received_at")[:MOST]


def _by_place(viewer: Viewer, short: str) -> QuerySet[Case] | None:
    """Cases at a place people call "3-2-501", or inside it; None when nobody calls a place so."""
    places = list(Place.objects.filter(short=short, closed_at=None).values_list("pk", flat=True)[:200])
    return cases_of(viewer).filter(place_id__in=under(places)) if places else None
