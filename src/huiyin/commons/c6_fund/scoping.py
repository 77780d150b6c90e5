"""Which homes share a common part: derived from where it lies, narrowed with a reason, then measured."""

from collections.abc import Collection
from dataclasses import dataclass

from huiyin.commons.c4_works.splitting import split
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.owners.reads import Unit, units_of
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import under
from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.reads import decisions_for

from .models import FundUnit, FundUse, Quotation
from .packs import pack_now
from .record import KEEP, content_of, lock_use, must_be, write
from .refusals import AreasMissing, NobodyShares, PartUnknown, UseWordsMissing
from .words import UseState, Verb

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a use is to be. `part`: a key of the pack; `words`: what is wrong and what is to be done."""

    part: str
    title: str
    words: str


def prepare_use(*, place_id: int, wish: Wish, by: Viewer) -> FundUse:
    """Begin a use of the fund for a common part at a place; every unit of the register there shares it.

    Raises NotThere, NoPack, PartUnknown, UseWordsMissing, NobodyShares, AreasMissing.
    """
    place = Place.objects.filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    at = now()
    pack_id, rules = pack_now(place.scope_id, at)
    if wish.part not in rules.parts:
        raise PartUnknown
    if not (wish.title.strip() and wish.words.strip()):
        raise UseWordsMissing
    use = FundUse.objects.create(
        scope_id=place.scope_id, code=public_code("F", at), place=place, part=wish.part,
        title=wish.title.strip()[:120], words=wish.words.strip()[:5000], pack_id=pack_id, state_since=at,
        made_by=by.actor, made_at=at,
    )  # fmt: skip
    write(use=use, verb=Verb.PREPARED, by=by, digest=content_of(use))
    _settle(use, units_at(use.scope_id, [place.pk]), "", by)
    return use


def settle_scope(*, use_id: int, place_ids: Collection[int], why: str, by: Viewer) -> FundUse:
    """Narrow it to the entrances or homes that share the part, with the reason everybody reads.

    Raises NotThere (also for a place that does not lie where the part does), UseNotNow, UseWordsMissing,
    NobodyShares, AreasMissing.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.DRAFT)
    if not why.strip():
        raise UseWordsMissing
    if not under([use.place_id]).issuperset(place_ids):
        raise NotThere
    _settle(use, units_at(use.scope_id, place_ids), why.strip()[:300], by)
    return use


def units_at(scope_id: int, place_ids: Collection[int]) -> list[Unit]:
    """The units at and below these places that count in an owners' vote here, as one walks past them."""
    below, uses = under(sorted(place_ids)), _uses(scope_id)
    return [unit for unit in units_of(scope_id) if unit.place_id in below and unit.use in uses]


def measure_again(use: FundUse) -> None:
    """Take the areas as the register has them now, before they are put before the owners.

    Raises NobodyShares, AreasMissing.
    """
    places = set(use.units.values_list("place_id", flat=True))
    found = [unit for unit in units_of(use.scope_id) if unit.place_id in places]
    kept = dict(use.units.values_list("place_id", "area"))
    if {unit.place_id: unit.area for unit in found} != kept:
        _write_units(use, found)


def divide(use: FundUse) -> None:
    """Divide the chosen amount by area; nothing is divided before one is chosen."""
    chosen = Quotation.objects.filter(use=use, chosen=True).first()
    units = list(use.units.order_by("no"))
    parts = split(chosen.amount_fen, [one.area for one in units]) if chosen else [0] * len(units)
    for unit, part in zip(units, parts, strict=True):
        unit.amount_fen = part
    FundUnit.objects.bulk_update(units, ["amount_fen"], batch_size=BATCH)


def _settle(use: FundUse, units: list[Unit], why: str, by: Viewer) -> None:
    _write_units(use, units)
    use.scope_why = why
    use.save(update_fields=["scope_why"])
    write(use=use, verb=Verb.SCOPED, by=by, homes=use.homes, area=use.area, why=why)


def _write_units(use: FundUse, units: list[Unit]) -> None:
    if not units:
        raise NobodyShares
    if missing := [unit for unit in units if not unit.area]:
        raise AreasMissing(n=len(missing), place=missing[0].label)
    use.units.all().delete()
    FundUnit.objects.bulk_create(
        (
            FundUnit(
                use=use, scope_id=use.scope_id, no=no, place_id=unit.place_id, label=unit.label,
                area=unit.area or 0,
            )
            for no, unit in enumerate(units, 1)
        ),
        batch_size=BATCH,
    )  # fmt: skip
    use.homes, use.area = len(units), sum(unit.area or 0 for unit in units)
    use.save(update_fields=["homes", "area"])
    divide(use)


def _uses(scope_id: int) -> frozenset[object]:
    """The uses of units that count in an owners' vote here."""
    rules = decisions_for(scope_tree().up(scope_id), now()).rules
    assert isinstance(rules, Decisions)  # noqa: S101 - decisions_for takes no other
    return frozenset(rules.uses)
