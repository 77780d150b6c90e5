"""Plant the place tree: scopes, places, homes, zones, printed codes."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from huiyin.ground.ids import place_code
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.project.demo import blueprint
from huiyin.project.demo.blueprint import Building, Community, Estate
from huiyin.project.demo.facts import reports
from huiyin.project.demo.sources import Table
from huiyin.registers.places.models import Home, Place, QrCode, ZoneMember
from huiyin.registers.places.words import PlaceKind

from .ground_plan import GroundPlan, declared

REGION = "990101"
ZONE_SINCE = date(2021, 6, 1)  # report 004: taken over in June
BATCH = 2000
CODED = (PlaceKind.ENTRANCE, PlaceKind.GATE, PlaceKind.FACILITY)
Rows = list[tuple[str, Place]]


def plant_places(plan: GroundPlan) -> None:
    """Plant everything from the sub-district down to the homes."""
    street = blueprint.subdistrict()
    plan.scopes["huiyin"] = plant_scope(name=street["name"], kind=PlaceKind.SUBDISTRICT, region=REGION)
    root = Place(name=street["name"], label=street["name"], facts=_street_facts())
    _settle(plan, [("huiyin", _at(plan, "huiyin", PlaceKind.SUBDISTRICT, root))])
    for order, community in enumerate(blueprint.communities()):
        _plant_community(plan, community, order)
    everywhere = [estate for community in blueprint.communities() for estate in community.estates]
    _settle(plan, [row for estate in everywhere for row in _buildings(plan, estate)])
    _settle(plan, [row for estate in everywhere for row in _spots(plan, estate)])
    _settle(plan, [row for estate in everywhere for row in _entrances(plan, estate)])
    _plant_homes(plan, everywhere)
    _plant_facilities_and_zones(plan, everywhere)


def plant_codes(plan: GroundPlan) -> None:
    """A printed code for every entrance, gate and facility; the first entrance has an old one, taken down."""
    since = plan.loaded - timedelta(days=200)
    coded = [place for place in plan.places.values() if place.kind in CODED]
    codes = iter({place_code() for _ in range(len(coded) * 2)})
    rows = [QrCode(code=next(codes), scope_id=p.scope_id, place=p, made_at=since) for p in coded]
    first = plan.places["zilin/1/1"]
    old = QrCode(code=next(codes), scope_id=first.scope_id, place=first, made_at=since - timedelta(days=300))
    old.revoked_at, old.revoked_why = since, "旧版张贴已更换"
    QrCode.objects.bulk_create([*rows, old])


def _street_facts() -> dict[str, Table]:
    """The sub-district's facts and the reports themselves: a page about the facts needs the register only."""
    told = {
        f"report_{report.number}": {
            "value": report.year,
            "says": f"《{report.title}》（{report.publisher}）",
            "source": report.number,
        }
        for report in reports().values()
    }
    return declared(tuple(blueprint.subdistrict()["facts"])) | told


def _plant_community(plan: GroundPlan, community: Community, order: int) -> None:
    plan.scopes[community.key] = plant_scope(
        name=community.name, kind=PlaceKind.COMMUNITY, parent=plan.scopes["huiyin"]
    )
    place = Place(name=community.name, label=community.name, facts=declared(community.facts), order=order)
    place.facts["code"] = {"value": community.code}
    _settle(plan, [(community.key, _at(plan, community.key, PlaceKind.COMMUNITY, place, "huiyin"))])
    for number, estate in enumerate(community.estates):
        plan.scopes[estate.key] = plant_scope(
            name=estate.name, kind=PlaceKind.ESTATE, parent=plan.scopes[community.key]
        )
        row = Place(name=estate.name, label=estate.name, aliases=list(estate.aliases), order=number)
        row.facts = declared(estate.facts)
        _settle(plan, [(estate.key, _at(plan, estate.key, PlaceKind.ESTATE, row, community.key))])


def _buildings(plan: GroundPlan, estate: Estate) -> Iterator[tuple[str, Place]]:
    for b in estate.buildings:
        place = Place(name=b.name, label=f"{estate.name} {b.name}", short=str(b.number), order=b.number)
        yield b.key, _at(plan, estate.key, PlaceKind.BUILDING, place, estate.key)


def _spots(plan: GroundPlan, estate: Estate) -> Iterator[tuple[str, Place]]:
    """Gates, and facilities in the open."""
    for order, spot in enumerate(estate.gates):
        place = Place(name=spot["name"], label=f"{estate.name} {spot['name']}", order=order)
        yield f"{estate.key}@{spot['key']}", _at(plan, estate.key, PlaceKind.GATE, place, estate.key)
    yield from _facilities(plan, estate, indoors=False)


def _facilities(plan: GroundPlan, estate: Estate, *, indoors: bool) -> Iterator[tuple[str, Place]]:
    for order, spot in enumerate(estate.facilities):
        if ("building" in spot) is not indoors:
            continue
        parent = f"{estate.key}/{spot['building']}/{spot['entrance']}" if indoors else estate.key
        place = Place(name=spot["name"], label=f"{estate.name} {spot['name']}", order=order)
        place.facts = {"kind": {"value": spot["kind"]}}
        yield f"{estate.key}@{spot['key']}", _at(plan, estate.key, PlaceKind.FACILITY, place, parent)


def _entrances(plan: GroundPlan, estate: Estate) -> Iterator[tuple[str, Place]]:
    for b in estate.buildings:
        for number in range(1, b.entrances + 1):
            place = Place(name=f"{number}单元", short=f"{b.number}-{number}", order=number)
            place.label = f"{estate.name} {b.name} {number}单元"
            yield f"{b.key}/{number}", _at(plan, estate.key, PlaceKind.ENTRANCE, place, b.key)


def _plant_homes(plan: GroundPlan, everywhere: Iterable[Estate]) -> None:
    rows: Rows = []
    homes: list[Home] = []
    for estate in everywhere:
        for building in estate.buildings:
            for key, place, home in _homes(plan, estate, building):
                rows.append((key, place))
                homes.append(home)
    _settle(plan, rows)
    for home in homes:
        home.place_id = home.place.pk
    Home.objects.bulk_create(homes, batch_size=BATCH)


def _homes(plan: GroundPlan, estate: Estate, building: Building) -> Iterator[tuple[str, Place, Home]]:
    for entrance in range(1, building.entrances + 1):
        door = f"{building.key}/{entrance}"
        above = plan.places[door]
        for order, drawn in enumerate(building.homes()):
            place = Place(name=drawn.number, label=f"{above.label} {drawn.number}", order=order)
            place.short = f"{above.short}-{drawn.number}"
            key = f"{door}/{drawn.number}"
            home = Home(
                place=_at(plan, estate.key, PlaceKind.HOME, place, door), scope=plan.scopes[estate.key]
            )
            home.floor, home.area, home.area_source = drawn.floor, drawn.area, "survey"
            yield key, place, home


def _plant_facilities_and_zones(plan: GroundPlan, everywhere: Iterable[Estate]) -> None:
    for estate in everywhere:
        _settle(plan, list(_facilities(plan, estate, indoors=True)))
        if estate.zone:
            place = Place(name=estate.zone, label=estate.zone)
            key = f"{estate.key}@zone"
            _settle(plan, [(key, _at(plan, estate.key, PlaceKind.ZONE, place, estate.community))])
            _join_zone(plan, estate, plan.places[key])


def _join_zone(plan: GroundPlan, estate: Estate, zone: Place) -> None:
    ZoneMember.objects.bulk_create(
        ZoneMember(zone=zone, member=plan.places[b.key], scope_id=zone.scope_id, since=ZONE_SINCE)
        for b in estate.buildings
    )


def _at(plan: GroundPlan, scope: str, kind: PlaceKind, place: Place, parent: str = "") -> Place:
    place.scope, place.kind = plan.scopes[scope], kind
    place.parent = plan.places[parent] if parent else None
    return place


def _settle(plan: GroundPlan, rows: Rows) -> None:
    Place.objects.bulk_create([place for _key, place in rows], batch_size=BATCH)
    plan.places.update(rows)
