"""The organisations: those written down, and those that follow from the place tree.

Every community has a residents' committee, a party committee and a mediation committee; every estate has an
owners' or a management committee and a branch; every building a party group (the four levels of report 001).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .blueprint import Community, Estate, communities
from .sources import Table, read

_BODY = {
    "owners_committee": ("owners", "业主委员会"),
    "management_committee": ("management", "物业管理委员会"),
}
_BRANCH = {
    "qingyin": "302小区党支部",
    "jiaoshi": "红英党支部",
}  # names the reports give (001, 002)
_COMMITTEE = {"sanyuan": "三元社区党总支"}  # report 003: a general branch, where others have a committee


@dataclass(frozen=True, slots=True)
class Actor:
    """One organisation. `duties` are lead kinds of the category list, held in `scope` (and in `serves`)."""

    key: str
    kind: str
    name: str
    scope: str
    level: str = ""
    parent: str = ""
    short: str = ""
    phone: str = ""
    duties: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    facts: tuple[Table, ...] = ()


@cache
def actors() -> tuple[Actor, ...]:
    """Every organisation, parents before children."""
    return (
        *_written(),
        *(actor for community in communities() for actor in _of_community(community)),
    )


def _written() -> Iterator[Actor]:
    for row in read("organisations.toml")["organisations"]:
        yield _one(row)
    for row in _branches().values():
        yield row


def _one(row: Table) -> Actor:
    served = tuple(e.key for c in communities() for e in c.estates if e.company == row["key"])
    return Actor(
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        scope=row["scope"],
        level=row.get("level", ""),
        short=row.get("short", ""),
        phone=row.get("phone", ""),
        duties=("物",) if row["kind"] == "company" else tuple(row.get("duties", ())),
        serves=served,
        facts=tuple(row.get("facts", ())),
    )


def _branches() -> dict[str, Actor]:
    """Company branches. Report 004: three members make a branch, smaller companies share a joint one."""
    rows = [row for row in read("organisations.toml")["organisations"] if "branch" in row]
    return {
        row["branch"]: Actor(
            f"{row['key']}-branch",
            "party",
            row["branch"],
            "huiyin",
            level="estate",
            parent="street-party",
        )
        for row in reversed(rows)
    }


def _of_community(community: Community) -> Iterator[Actor]:
    key, name = community.key, community.name
    party = _COMMITTEE.get(key, f"{name}党委")
    yield Actor(key, "community", f"{name}居民委员会", key, short=name, duties=("社",))
    yield Actor(
        f"{key}-party",
        "party",
        party,
        key,
        level="community",
        parent="street-party",
        duties=("党",),
    )
    yield Actor(f"{key}-mediation", "mediation", f"{name}人民调解委员会", key, duties=("调",))
    for estate in community.estates:
        yield from _of_estate(estate)


def _of_estate(estate: Estate) -> Iterator[Actor]:
    kind, title = _BODY[estate.body]
    branch = f"{estate.key}-branch"
    yield Actor(f"{estate.key}-body", kind, f"{estate.name}{title}", estate.key, duties=("业",))
    yield Actor(
        branch,
        "party",
        _BRANCH.get(estate.key, f"{estate.name}党支部"),
        estate.key,
        level="estate",
        parent=f"{estate.community}-party",
    )
    for building in estate.buildings:
        yield Actor(
            f"{building.key}-group",
            "party",
            f"{building.name}党小组",
            estate.key,
            level="building",
            parent=branch,
        )
