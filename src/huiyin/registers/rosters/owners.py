"""Rows of owners: who owns which unit, in what share, how to be reached; what the unit measures."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from fractions import Fraction

from django.utils.translation import gettext as _

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.recording import recorded
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.owners.acts import read_share, seal_owner_phone
from huiyin.registers.owners.models import Owner, Ownership
from huiyin.registers.owners.reads import namesakes
from huiyin.registers.owners.refusals import SharesTooMany
from huiyin.registers.owners.words import AreaSource, OwnerKind
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.words import UnitUse

from .lines import Here, Line, New, Result
from .names import Words, meant
from .places import read_area
from .refusals import CellMissing, CellTooLong, CellUnread
from .spot import found_at
from .tree import tree_of
from .words import Outcome

LONGEST_NAME, LONGEST_MARK, SHOWN = 80, 40, 8
BOTH = 2
BATCH = 1000
KINDS: Words[OwnerKind] = (
    ("开发", OwnerKind.DEVELOPER), ("建设单位", OwnerKind.DEVELOPER), ("未售", OwnerKind.DEVELOPER),
    ("未交付", OwnerKind.DEVELOPER), ("单位", OwnerKind.COMPANY), ("公司", OwnerKind.COMPANY),
    ("企业", OwnerKind.COMPANY), ("个人", OwnerKind.PERSON), ("自然人", OwnerKind.PERSON),
)  # fmt: skip
SOURCES: Words[AreaSource] = (
    ("登记", AreaSource.REGISTRY), ("产权", AreaSource.REGISTRY), ("不动产", AreaSource.REGISTRY),
    ("房产证", AreaSource.REGISTRY), ("测绘", AreaSource.SURVEY), ("实测", AreaSource.SURVEY),
    ("合同", AreaSource.CONTRACT),
)  # fmt: skip
USES = (
    ("车位", UnitUse.PARKING), ("车库", UnitUse.PARKING), ("储藏", UnitUse.STORE), ("商", UnitUse.SHOP),
    ("店", UnitUse.SHOP), ("住", UnitUse.DWELLING), ("", UnitUse.DWELLING),
)  # fmt: skip
Figures = tuple[int | None, str, str]
"""Area in hundredths of a square metre, its source, the use."""


@dataclass(slots=True)
class Plan:
    """What the rows come to, before anything is written."""

    owners: list[Owner] = field(default_factory=list)
    reached: list[Owner] = field(default_factory=list)
    titles: list[Ownership] = field(default_factory=list)
    shares: list[Ownership] = field(default_factory=list)
    homes: dict[int, tuple[Place, Figures]] = field(default_factory=dict)


class Owners:
    """Takes rows of owners. Everything is planned in memory and written at the end, table by table."""

    writes = False

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        self.here, self.root, self.plan = here, tree_of(here.scope_id), Plan()
        self.day = here.at.astimezone().date()
        scopes = scope_tree().under([here.scope_id])
        self.known = list(Owner.objects.filter(scope_id__in=scopes).order_by("pk"))
        self.by_name: dict[tuple[int, str], list[Owner]] = {}
        for owner in self.known:
            self.by_name.setdefault((owner.scope_id, owner.name), []).append(owner)
        self.titles: dict[int, list[Ownership]] = {}
        rows = Ownership.objects.filter(scope_id__in=scopes, until=None).select_related("owner")
        for title in rows.order_by("pk"):
            self.titles.setdefault(title.place_id, []).append(title)

    def take(self, line: Line, new: New) -> Outcome:
        """Plan a row. Raises RowRefused, ShareUnread, SharesTooMany."""
        place, share = self._unit(line), read_share(line.get("share"))
        name, phone, kind = self._name(line), _phone(line), _kind(line)
        figures = self._figures(place, line)
        owner, is_new, reached = self._owner(place.scope_id, name, phone, line.get("mark"), kind, place.pk)
        change = self._title(place, owner, share)
        changed = reached or change is not Outcome.SAME or figures is not None
        if figures is not None:
            self.plan.homes[place.pk] = (place, figures)
        new[_("Owner")] += is_new
        new[_("Title")] += change is Outcome.ADDED
        if change is Outcome.ADDED:
            return Outcome.ADDED
        return Outcome.CHANGED if changed else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Write what was planned, and say what is worth a second look."""
        write_owners(plan=self.plan, by=self.here.by, reason=self.here.name)
        people = [one for one in self.known if one.kind == OwnerKind.PERSON]
        if same := namesakes(people):
            words = _(
                "Several owners are called %(names)s."
                " If they are one person, give both rows one owner number."
            )
            result.notes.append(words % {"names": "、".join(same[:SHOWN])})
        unknown = len({pk for pk in self.titles if not _area_known(pk, self)})
        if unknown:
            result.notes.append(
                _("Units without an area: %(n)s. A vote needs the area of each.") % {"n": unknown}
            )

    def _unit(self, line: Line) -> Place:
        node = found_at(line, self.root)
        if node is None or node.kind != PlaceKind.HOME or node.place is None:
            raise CellMissing(column=PlaceKind.HOME.label)
        return node.place

    def _name(self, line: Line) -> str:
        name = line.get("name")
        if not name:
            raise CellMissing(column=_("Owner"))
        if len(name) > LONGEST_NAME:
            raise CellTooLong(column=_("Owner"), limit=LONGEST_NAME)
        if len(line.get("mark")) > LONGEST_MARK:
            raise CellTooLong(column=_("Owner number"), limit=LONGEST_MARK)
        return name

    def _figures(self, place: Place, line: Line) -> Figures | None:
        """What a row says about the unit, where that differs from the register."""
        home = getattr(place, "home", None)
        known = self.plan.homes[place.pk][1] if place.pk in self.plan.homes else (
            (home.area, home.area_source, home.use) if home else (None, "", UnitUse.DWELLING.value)
        )  # fmt: skip
        area, source, use = read_area(line), line.get("source"), line.get("use")
        said = (
            area if area is not None else known[0],
            _word(source, SOURCES, _("Source of the area")) if source else known[1],
            next(kind.value for word, kind in USES if word in use) if use else known[2],
        )
        return said if said != known else None

    def _owner(
        self, scope_id: int, name: str, phone: str, mark: str, kind: OwnerKind, place_id: int
    ) -> tuple[Owner, bool, bool]:
        """The owner a row means, whether it is new, whether a telephone came to it."""
        same = self.by_name.setdefault((scope_id, name), [])
        index = crypto.blind_index("phone", phone) if phone else b""
        found = next((one for one in same if self._means(one, mark, index, kind, place_id)), None)
        if found is None:
            found = seal_owner_phone(Owner(scope_id=scope_id, kind=kind, name=name, mark=mark), phone)
            same.append(found)
            self.known.append(found)
            self.plan.owners.append(found)
            return found, True, False
        reached = bool(phone) and not bytes(found.phone_index)
        if reached:
            seal_owner_phone(found, phone)
            if found not in self.plan.owners:
                self.plan.reached.append(found)
        return found, False, reached

    def _means(self, one: Owner, mark: str, index: bytes, kind: OwnerKind, place_id: int) -> bool:
        if mark or one.mark:
            return one.mark == mark
        people = [kind, one.kind].count(OwnerKind.PERSON)
        if people < BOTH:
            return people == 0
        if index and bytes(one.phone_index):
            return bytes(one.phone_index) == index
        return any(title.owner_id == one.pk for title in self.titles.get(place_id, ()))

    def _title(self, place: Place, owner: Owner, share: Fraction) -> Outcome:
        held = self.titles.setdefault(place.pk, [])
        mine = next((one for one in held if one.owner_id == owner.pk), None)
        others = sum((Fraction(one.share_num, one.share_den) for one in held if one is not mine), Fraction(0))
        if others + share > 1:
            raise SharesTooMany
        if mine is None:
            title = Ownership(
                owner=owner, place=place, scope_id=place.scope_id, share_num=share.numerator,
                share_den=share.denominator, since=self.day,
            )  # fmt: skip
            held.append(title)
            self.plan.titles.append(title)
            return Outcome.ADDED
        if (mine.share_num, mine.share_den) == (share.numerator, share.denominator):
            return Outcome.SAME
        mine.share_num, mine.share_den = share.numerator, share.denominator
        if mine.pk:
            self.plan.shares.append(mine)
        return Outcome.CHANGED


def _area_known(place_id: int, owners: Owners) -> bool:
    if place_id in owners.plan.homes:
        return owners.plan.homes[place_id][1][0] is not None
    return Home.objects.filter(place_id=place_id, area__isnull=False).exists()


def _word(said: str, words: Words[AreaSource], column: str) -> str:
    found = meant(said, AreaSource, words)
    if found is None:
        raise CellUnread(column=column, value=said)
    return found.value


def _kind(line: Line) -> OwnerKind:
    said = line.get("kind")
    found = meant(said, OwnerKind, KINDS) if said else OwnerKind.PERSON
    if found is None:
        raise CellUnread(column=_("Kind"), value=said)
    return found


def _phone(line: Line) -> str:
    said = unicodedata.normalize("NFKC", line.get("phone"))
    if not said:
        return ""
    phone = normalise_phone(said)
    if phone is None:
        raise CellUnread(column=_("Telephone"), value=said)
    return phone


@recorded
def write_owners(*, plan: Plan, by: Viewer, reason: str) -> None:  # noqa: ARG001 - `recorded` takes them
    """Write planned owners, titles and figures, each table in a few statements."""
    Owner.objects.bulk_create(plan.owners, batch_size=BATCH)
    Owner.objects.bulk_update(plan.reached, ["phone_sealed", "phone_index", "tail_index"], batch_size=BATCH)
    Ownership.objects.bulk_create(plan.titles, batch_size=BATCH)
    Ownership.objects.bulk_update(plan.shares, ["share_num", "share_den"], batch_size=BATCH)
    held = {home.pk: home for home in Home.objects.filter(place_id__in=plan.homes)}
    new = []
    for place, (area, source, use) in plan.homes.values():
        home = held.get(place.pk)
        if home is None:
            new.append(Home(place=place, scope_id=place.scope_id, area=area, area_source=source, use=use))
        else:
            home.area, home.area_source, home.use = area, source, use
    Home.objects.bulk_create(new, batch_size=BATCH)
    Home.objects.bulk_update(list(held.values()), ["area", "area_source", "use"], batch_size=BATCH)
