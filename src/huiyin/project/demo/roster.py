"""The people: those written down, and a building head for every building that has none yet (report 001)."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from .blueprint import Building, estates
from .sources import Table, read

TERM_MONTHS = 36
SERVED_MONTHS = 14
"""A post is for three years and began fourteen months before loading, unless the data says otherwise."""


@dataclass(frozen=True, slots=True)
class PostCard:
    """One post, of a place or of an organisation. Months count from the moment of loading."""

    kind: str
    place: str = ""
    organisation: str = ""
    since_months: int = SERVED_MONTHS
    months: int = TERM_MONTHS

    @property
    def current(self) -> bool:
        """Whether the term still runs at loading."""
        return self.since_months < self.months


@dataclass(frozen=True, slots=True)
class AccountCard:
    """How somebody signs in: the role, where and for whom it holds; `shown` ones come first."""

    username: str
    role: str
    scopes: tuple[str, ...]
    organisation: str = ""
    place: str = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class PersonCard:
    """One invented person; the telephone number is from a range nobody has been given."""

    key: str
    name: str
    scope: str
    phone: str
    posts: tuple[PostCard, ...]
    home: str = ""
    born: int | None = None
    account: AccountCard | None = None


@cache
def people() -> tuple[PersonCard, ...]:
    """Everybody: the written people first, then the heads of the remaining buildings."""
    return tuple(_numbered())


def accounts() -> list[PersonCard]:
    """Those who may sign in."""
    return [person for person in people() if person.account]


def _numbered() -> Iterator[PersonCard]:
    written = read("people.toml")["people"]
    serial = 0
    for serial, row in enumerate(written, start=1):
        yield _person(row, _phone(serial))
    names = iter(read("heads.toml")["names"])
    for building in _without_head(written):
        serial += 1
        yield _head(building, next(names), _phone(serial))


def _phone(serial: int) -> str:
    return f"1700000{serial:04d}"


def _person(row: Table, phone: str) -> PersonCard:
    account = row.get("account")
    return PersonCard(
        key=row["key"],
        name=row["name"],
        scope=row["scope"],
        phone=phone,
        posts=tuple(PostCard(**post) for post in row["posts"]),
        home=row.get("home", ""),
        born=row.get("born"),
        account=AccountCard(**{**account, "scopes": tuple(account["scopes"])}) if account else None,
    )


def _without_head(written: list[Table]) -> Iterator[Building]:
    posts = (PostCard(**post) for row in written for post in row["posts"])
    headed = {post.place for post in posts if post.kind == "building_head" and post.current}
    return (b for estate in estates() for b in estate.buildings if b.key not in headed)


def _head(building: Building, name: str, phone: str) -> PersonCard:
    first = next(building.homes())
    return PersonCard(
        key=f"head-{building.key}",
        name=name,
        scope=building.key.split("/")[0],
        phone=phone,
        posts=(PostCard("building_head", place=building.key),),
        home=f"{building.key}/1/{first.number}",
    )
