"""The registers as tables, under the headings they come in by: one that left can be corrected and sent back.

Telephones of people stay in: a table travels further than a page. An empty cell changes nothing when the
table comes back.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from django.db.models import F
from django.utils.timezone import localtime

from huiyin.channels.spreadsheets.writing import Cell
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.owners.models import Ownership
from huiyin.registers.owners.words import AreaSource
from huiyin.registers.people.models import DutyShift, Post
from huiyin.registers.people.words import DutyRank, Permission, PostKind
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rosters.words import RosterKind
from huiyin.registers.rules.words import UnitUse

Row = dict[str, Cell]
"""Heading → cell."""
HEADINGS: Mapping[RosterKind, tuple[str, ...]] = {
    RosterKind.PLACES: ("社区", "小区", "楼栋", "单元", "房号", "楼层", "建筑面积", "大门", "设施"),
    RosterKind.ORGANISATIONS: ("单位名称", "类型", "简称", "办公电话", "服务小区", "职责"),
    RosterKind.PEOPLE: (
        "姓名",
        "手机",
        "岗位",
        "单位",
        "社区",
        "小区",
        "楼栋",
        "单元",
        "任职日期",
        "公示电话",
    ),
    RosterKind.SHIFTS: ("单位", "小区", "日期", "开始时间", "结束时间", "值班人", "手机", "班次"),
    RosterKind.OWNERS: (
        "小区", "楼栋", "单元", "房号", "业主", "份额", "业主类型", "业主编号", "产权面积", "面积来源",
        "用途",
    ),
}  # fmt: skip
"""The headings of the empty tables (registers/rosters/columns.py), whatever the language of the screen."""
_COLUMN = {
    PlaceKind.COMMUNITY: "社区", PlaceKind.ESTATE: "小区", PlaceKind.BUILDING: "楼栋",
    PlaceKind.ENTRANCE: "单元", PlaceKind.HOME: "房号", PlaceKind.GATE: "大门", PlaceKind.FACILITY: "设施",
}  # fmt: skip
LATELY = timedelta(days=31)
_BRANCHES = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE)


def register_rows(kind: RosterKind, viewer: Viewer, scope_id: int) -> Iterator[list[Cell]]:
    """The rows of a register below a scope, in the order of the register. A fixed number of queries.

    Who owns what is for those who keep the register. Raises NotThere.
    """
    right = Permission.REGISTER_WRITE if kind is RosterKind.OWNERS else Permission.REGISTER_READ
    viewer.must(right, scope_id)
    scopes = scope_tree().under([scope_id]) & viewer.grants.get(right, frozenset())
    return ([row.get(heading) for heading in HEADINGS[kind]] for row in _ROWS[kind](scopes))


def _places(scopes: frozenset[int]) -> Iterator[Row]:
    """Every leaf with the names above it; a building or an entrance only while nothing hangs below it."""
    places = _tree(scopes)
    above = {place.parent_id for place in places.values() if place.kind in (*_BRANCHES, PlaceKind.HOME)}
    homes = {home.pk: home for home in Home.objects.filter(scope_id__in=scopes)}
    for place in sorted(places.values(), key=lambda one: (one.scope_id, one.order, one.label)):
        is_branch = place.kind in _BRANCHES
        if (
            place.kind not in _COLUMN
            or place.kind == PlaceKind.COMMUNITY
            or (is_branch and place.pk in above)
        ):
            continue
        home = homes.get(place.pk)
        row = _named(place, places)
        if home is not None:
            row |= {"楼层": home.floor, "建筑面积": home.area / 100 if home.area is not None else None}
        yield row


def _organisations(scopes: frozenset[int]) -> Iterator[Row]:
    names, carried = scope_tree().names, {}  # type: ignore[var-annotated]  # filled below
    for one in Service.objects.filter(organisation__scope_id__in=scopes, until=None).order_by(
        "scope", "duty"
    ):
        carried.setdefault(one.organisation_id, []).append(one)
    for one in Organisation.objects.filter(scope_id__in=scopes, until=None).order_by("kind", "name", "pk"):
        row: Row = {"单位名称": one.name, "类型": str(one.get_kind_display()), "简称": one.short_name,
                    "办公电话": one.phone}  # fmt: skip
        by_scope: dict[int, list[str]] = {}
        for service in carried.get(one.pk, ()):
            by_scope.setdefault(service.scope_id, []).append(service.duty)
        for scope, duties in by_scope.items():
            yield row | {"服务小区": names.get(scope, ""), "职责": "、".join(duties)}
        if not by_scope:
            yield row


def _people(scopes: frozenset[int]) -> Iterator[Row]:
    posts = Post.objects.filter(scope_id__in=scopes, until=None).select_related("person", "organisation")
    places = _tree(scopes)
    for post in posts.order_by("scope", "kind", "person__name", "pk"):
        place = places.get(post.place_id) if post.place_id else None
        yield {
            "姓名": post.person.name,
            "岗位": str(PostKind(post.kind).label),
            "单位": post.organisation.name if post.organisation else "",
            **(_named(place, places) if place else {}),
            "任职日期": post.since.isoformat(),
            "公示电话": post.shown_phone,
        }


def _shifts(scopes: frozenset[int]) -> Iterator[Row]:
    """The turns of the last month and those to come; a row of a list holds no turn of more than a day."""
    names = scope_tree().names
    shifts = DutyShift.objects.filter(
        scope_id__in=scopes, ends_at__gte=now() - LATELY, ends_at__lte=F("starts_at") + timedelta(days=1)
    ).select_related("organisation", "account")
    for one in shifts.order_by("starts_at", "pk"):
        begin, end = localtime(one.starts_at), localtime(one.ends_at)
        yield {
            "单位": one.organisation.name,
            "小区": names.get(one.scope_id, ""),
            "日期": f"{begin:%Y-%m-%d}",
            "开始时间": f"{begin:%H:%M}",
            "结束时间": f"{end:%H:%M}",
            "值班人": one.account.display_name,
            "班次": str(DutyRank(one.rank).label),
        }


_USES = {UnitUse.DWELLING: "住宅", UnitUse.SHOP: "商铺", UnitUse.PARKING: "车位", UnitUse.STORE: "储藏室"}


def _owners(scopes: frozenset[int]) -> Iterator[Row]:
    """Every title of today with its unit's figures; a unit nobody is entered for stays out."""
    titles = Ownership.objects.filter(scope_id__in=scopes, until=None).select_related("owner", "place__home")
    places = _tree(scopes)
    for one in titles.order_by("scope", "place__label", "pk"):
        home = getattr(one.place, "home", None)
        yield _named(one.place, places) | {
            "业主": one.owner.name,
            "份额": one.share,
            "业主类型": str(one.owner.get_kind_display()),
            "业主编号": one.owner.mark,
            "产权面积": home.area / 100 if home and home.area is not None else None,
            "面积来源": str(AreaSource(home.area_source).label) if home and home.area_source else "",
            "用途": _USES[UnitUse(home.use)] if home else "",
        }


_ROWS: Mapping[RosterKind, Callable[[frozenset[int]], Iterator[Row]]] = {
    RosterKind.PLACES: _places,
    RosterKind.ORGANISATIONS: _organisations,
    RosterKind.PEOPLE: _people,
    RosterKind.SHIFTS: _shifts,
    RosterKind.OWNERS: _owners,
}


def _tree(scopes: frozenset[int]) -> dict[int, Place]:
    """The places of the scopes and what lies above them, by id."""
    wider = {above for scope in scopes for above in scope_tree().up(scope)}
    return Place.objects.filter(scope_id__in=wider, closed_at=None).in_bulk()


def _named(place: Place, places: Mapping[int, Place]) -> Row:
    row: Row = {}
    one: Place | None = place
    while one is not None:
        if column := _COLUMN.get(PlaceKind(one.kind)):
            row[column] = one.name
        one = places.get(one.parent_id) if one.parent_id else None
    return row
