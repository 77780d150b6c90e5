"""Which registered place a text names: the estate by name, then building, entrance, home by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from huiyin.reading.places import NameBook, PlaceMention, find_places

from .models import Place
from .spelling import find_spelled, is_spelling
from .words import PlaceKind

_NUMBERED = (PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.HOME)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place of the register and the scope it belongs to."""

    place_id: int
    scope_id: int


@dataclass(slots=True)
class PlaceBook:
    """The places of some scopes, ready to be found in many texts."""

    names: NameBook[FoundPlace]
    shorts: Mapping[tuple[int, str], FoundPlace]
    only: FoundPlace | None = field(default=None)
    """The one estate, where there is but one: "3号楼2单元" needs no name there."""

    def find(self, text: str) -> FoundPlace | None:
        """The fullest place the text names; None without a known estate."""
        estate = next((match.value for match in self.names.match(text)), self.only)
        if estate is None:
            return None
        inside = (self._inside(estate, mention) for mention in find_places(text))
        return next((found for found in inside if found), None) or (
            None if estate is self.only and not self.names.match(text) else estate
        )

    def _inside(self, estate: FoundPlace, mention: PlaceMention) -> FoundPlace | None:
        parts = [part for part in (mention.building, mention.entrance, mention.home) if part]
        while parts and mention.building:
            if found := self.shorts.get((estate.scope_id, "-".join(parts))):
                return found
            parts.pop()
        return None


def place_in(scope_ids: Iterable[int], text: str) -> FoundPlace | None:
    """The fullest registered place a text names. One query of the estates and of what the text can mean."""
    meant = {short for mention in find_places(text) for short in _shorts(mention)}
    return book_of(scope_ids, only=meant).find(text)


def _shorts(mention: PlaceMention) -> Iterable[str]:
    parts = [part for part in (mention.building, mention.entrance, mention.home) if part]
    return ("-".join(parts[:n]) for n in range(1, len(parts) + 1))


def book_of(scope_ids: Iterable[int], *, only: Iterable[str] | None = None) -> PlaceBook:
    """Read the open places of these scopes; `only`: besides the estates just those short names. One query."""
    kinds = Q(kind__in=_NUMBERED) if only is None else Q(kind__in=_NUMBERED, short__in=list(only))
    rows = Place.objects.filter(
        Q(kind=PlaceKind.ESTATE) | kinds, scope_id__in=list(scope_ids), closed_at=None
    ).values_list("pk", "scope_id", "kind", "name", "short", "aliases")
    names: dict[str, FoundPlace] = {}
    shorts: dict[tuple[int, str], FoundPlace] = {}
    for pk, scope_id, kind, name, short, aliases in rows:
        found = FoundPlace(pk, scope_id)
        if kind == PlaceKind.ESTATE:
            names |= dict.fromkeys((name, *aliases), found)
        elif short:
            shorts[scope_id, short] = found
    estates = set(names.values())
    return PlaceBook(NameBook(names), shorts, next(iter(estates)) if len(estates) == 1 else None)


def find_spoken(scope_ids: Iterable[int], spoken: str) -> Place | None:
    """The place a clerk typed: "3-2-501", "3号楼2单元", "北门", "bm", "qyl3-2-501" or the full label.

    None when nobody calls a place so, or when several estates have one: then the full label is needed.
    """
    said = spoken.strip()
    scope_ids = list(scope_ids)
    places = Place.objects.filter(scope_id__in=scope_ids, closed_at=None)
    shorts = [_short(mention) for mention in find_places(said) if mention.building]
    for wanted in ({"label": said}, {"short": said}, {"name": said}, *({"short": short} for short in shorts)):
        found = list(places.filter(**wanted)[:2]) if said else []
        if found:
            return found[0] if len(found) == 1 else None
    return _spelled(places, scope_ids, said) if is_spelling(said) else None


def _spelled(places: QuerySet[Place], scope_ids: Sequence[int], said: str) -> Place | None:
    """The one place these letters fit best; None where several fit as well."""
    found = find_spelled(scope_ids, said)
    best = [one for one in found if one.rank == found[0].rank]
    return places.filter(pk=best[0].place_id).first() if len(best) == 1 else None


def _short(mention: PlaceMention) -> str:
    return "-".join(part for part in (mention.building, mention.entrance, mention.home) if part)
