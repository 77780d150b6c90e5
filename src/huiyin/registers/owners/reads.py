"""Find units with their owners and figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import natural
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import UnitUse

from .models import Owner, Ownership


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with a title of its own, as the register has it now.

    `area` in hundredths of a square metre (None: unknown) and where that is from; `building` is what it lies
    in; `owners` now.
    """

    place_id: int
    label: str
    building: str
    area: int | None
    source: str
    use: UnitUse
    owners: tuple[Ownership, ...] = field(default=())

    @property
    def owner_ids(self) -> frozenset[UUID]:
        """Who owns it together."""
        return frozenset(one.owner_id for one in self.owners)


def units_of(scope_id: int) -> list[Unit]:
    """Every open unit of an estate, as one would walk by them. Two queries."""
    titles = Ownership.objects.filter(until=None).select_related("owner").order_by("pk")
    homes = (
        Place.objects.filter(scope_id=scope_id, kind=PlaceKind.HOME, closed_at=None)
        .select_related("home", "parent", "parent__parent")
        .prefetch_related(Prefetch("titles", titles, to_attr="now"))
    )
    found = [_unit(home) for home in homes]
    return sorted(found, key=lambda unit: natural(unit.label))


def _unit(place: Place) -> Unit:
    facts = getattr(place, "home", None)
    above = place.parent
    if above is not None and above.kind == PlaceKind.ENTRANCE and above.parent is not None:
        above = above.parent
    return Unit(
        place.pk, place.label, above.name if above else "",
        facts.area if facts else None, facts.area_source if facts else "",
        UnitUse(facts.use) if facts else UnitUse.DWELLING,
        tuple(place.now),  # type: ignore[attr-defined]  # prefetched above
    )  # fmt: skip


def owners_by_phone(scope_id: int, phone: str) -> QuerySet[Owner]:
    """The owners of an estate who can be reached by this number."""
    index = crypto.blind_index("phone", normalise_phone(phone) or phone)
    return Owner.objects.filter(scope_id=scope_id, phone_index=index)


def phone_of(owner: Owner) -> str:
    """The number of an owner in clear, "" without one: for sending and for masking, never for a list."""
    sealed = bytes(owner.phone_sealed)
    return crypto.unseal(sealed, aad=owner.phone_aad) if sealed else ""


def shares_of(titles: Iterable[Ownership]) -> Fraction:
    """What the shares come to together."""
    return sum((Fraction(one.share_num, one.share_den) for one in titles), Fraction(0))


def namesakes(owners: Iterable[Owner]) -> list[str]:
    """Names that several owners of a list bear: they count as several heads unless they are one person."""
    seen: dict[str, int] = {}
    for one in owners:
        seen[one.name] = seen.get(one.name, 0) + 1
    return sorted(name for name, times in seen.items() if times > 1)


def title_for(viewer: Viewer, ownership_id: int) -> Ownership:
    """A title of the viewer's register. Raises NotThere."""
    found = Ownership.objects.select_related("owner", "place").filter(pk=ownership_id).first()
    if found is None or not viewer.may(Permission.REGISTER_WRITE, found.scope_id):
        raise NotThere
    return found


def titles_in(place_ids: Sequence[int]) -> QuerySet[Ownership]:
    """The titles of today in these places."""
    return Ownership.objects.filter(place_id__in=place_ids, until=None).select_related("owner", "place")
