"""The sub-district drawn out of its compact description: communities, estates, buildings, entrances, homes.

A building is written as entrances × floors × homes per floor; the areas (hundredths of a square metre) repeat
along a landing. That gives exactly the number of homes a report states.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .sources import Table, read, read_all


@dataclass(frozen=True, slots=True)
class Home:
    """One home: its number on the door, its floor and its area in hundredths of a square metre."""

    number: str
    floor: int
    area: int


@dataclass(frozen=True, slots=True)
class Building:
    """One building; every entrance has the same homes."""

    key: str
    number: int
    name: str
    entrances: int
    floors: int
    per_floor: int
    areas: tuple[int, ...]

    def homes(self) -> Iterator[Home]:
        """The homes of one entrance, from the ground up; floor 3, second door is "302"."""
        for floor in range(1, self.floors + 1):
            for door in range(self.per_floor):
                yield Home(f"{floor}{door + 1:02d}", floor, self.areas[door % len(self.areas)])

    @property
    def home_count(self) -> int:
        """Homes of the whole building."""
        return self.entrances * self.floors * self.per_floor


@dataclass(frozen=True, slots=True)
class Estate:
    """One estate. `zone` names the zone its stand-alone buildings were joined in, else it is empty."""

    key: str
    community: str
    name: str
    aliases: tuple[str, ...]
    zone: str
    company: str
    body: str
    service_level: str
    facts: tuple[Table, ...]
    gates: tuple[Table, ...]
    facilities: tuple[Table, ...]
    buildings: tuple[Building, ...]

    @property
    def home_count(self) -> int:
        """Homes of the whole estate."""
        return sum(building.home_count for building in self.buildings)


@dataclass(frozen=True, slots=True)
class Community:
    """One community with its estates."""

    key: str
    name: str
    code: str
    facts: tuple[Table, ...]
    estates: tuple[Estate, ...]

    @property
    def home_count(self) -> int:
        """Homes of all its estates."""
        return sum(estate.home_count for estate in self.estates)


@cache
def communities() -> tuple[Community, ...]:
    """Every community, in the order of its code."""
    return tuple(sorted((_community(table) for table in read_all("places")), key=lambda c: c.code))


def estates() -> Iterator[Estate]:
    """Every estate."""
    return (estate for community in communities() for estate in community.estates)


def subdistrict() -> Table:
    """The sub-district's own row: key, name, code, service level, facts."""
    row: Table = read("subdistrict.toml")["subdistrict"]
    return row


def place_keys() -> frozenset[str]:
    """Every place the data can name, such as "zilin", "zilin/3/2", "zilin/3/2/501" and "zilin@south"."""
    keys = {str(subdistrict()["key"]), *(community.key for community in communities())}
    for estate in estates():
        keys.add(estate.key)
        keys.update(f"{estate.key}@{spot['key']}" for spot in (*estate.gates, *estate.facilities))
        for building in estate.buildings:
            keys.update(_building_keys(building))
    return frozenset(keys)


def _building_keys(building: Building) -> Iterator[str]:
    yield building.key
    for entrance in range(1, building.entrances + 1):
        yield f"{building.key}/{entrance}"
        yield from (f"{building.key}/{entrance}/{home.number}" for home in building.homes())


def _community(table: Table) -> Community:
    row = table["community"]
    its = tuple(_estate(estate, row["key"]) for estate in table["estates"])
    return Community(row["key"], row["name"], row["code"], tuple(row.get("facts", ())), its)


def _estate(row: Table, community: str) -> Estate:
    return Estate(
        key=row["key"],
        community=community,
        name=row["name"],
        aliases=tuple(row.get("aliases", ())),
        zone=row.get("zone", ""),
        company=row["company"],
        body=row["body"],
        service_level=row.get("service_level", ""),
        facts=tuple(row.get("facts", ())),
        gates=tuple(row.get("gates", ())),
        facilities=tuple(row.get("facilities", ())),
        buildings=tuple(building for block in row["buildings"] for building in _buildings(block, row)),
    )


def _buildings(block: Table, estate: Table) -> Iterator[Building]:
    for number in block.get("numbers") or range(block["first"], block["last"] + 1):
        yield Building(
            key=f"{estate['key']}/{number}",
            number=number,
            name=block.get("name", estate["label"].format(number)),
            entrances=block["entrances"],
            floors=block["floors"],
            per_floor=block["per_floor"],
            areas=tuple(block["area"]),
        )
