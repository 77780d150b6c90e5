"""How what came in spreads: channels, categories, estates, parties, buildings. Each number has its list.

Counted is what was received in the period where one may read figures, old records left out. Parties are
organisations in the order of the register, never persons; nothing is sorted by merit (rule R-1).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Channel, Kind, State
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .endings import received_in
from .periods import ZONE, Period, period_of_month
from .rates import readable

CHANNEL_KEY, CATEGORY_KEY, AGAIN_KEY = "channel", "category", "again"
PARTY_KEY, COMPLAINT_KEY = "party", "party-complaints"
MONTH_KEY = "month"
"""What the address of a list asks for; the value itself is its `which`."""
FEW = 3
"""A building with fewer requests than this shows no number in drawings and reports: one home may be meant."""
Scopes = Iterable[int] | None


@dataclass(frozen=True, slots=True)
class Line:
    """`n` requests of a channel, category or estate; `again` of them were opened again.

    Of a party: `n` complaints of `whole` requests it had last.
    """

    key: str
    n: int
    whole: int = 0
    again: int = 0


def by_channel(viewer: Viewer, period: Period, scope_ids: Scopes = None) -> list[Line]:
    """Every channel that brought something, in the order of the words. One query."""
    found = {line.key: line for line in _grouped(viewer, period, scope_ids, "channel")}
    return [found[one] for one in Channel.values if one in found]


def by_category(viewer: Viewer, period: Period, scope_ids: Scopes = None) -> list[Line]:
    """Every category that came, the most first; the code is empty for what is not sorted yet. One query."""
    found = _grouped(viewer, period, scope_ids, "category")
    return sorted(found, key=lambda line: (-line.n, line.key))


def by_scope(viewer: Viewer, period: Period, scope_ids: Scopes = None) -> list[Line]:
    """Every estate or community, those without a request too, in the order of the tree. One query."""
    found = {int(line.key): line for line in _grouped(viewer, period, scope_ids, "scope_id")}
    paths = scope_tree().paths
    scopes = sorted(readable(viewer, scope_ids), key=lambda scope: paths[scope])
    return [found.get(scope, Line(str(scope), 0)) for scope in scopes]


def by_party(viewer: Viewer, period: Period, scope_ids: Scopes = None) -> list[tuple[Organisation, Line]]:
    """Complaints among the requests an organisation had last, in the order of the register. Two queries."""
    rows = held_last(received_in(viewer, period, scope_ids)).order_by().values("holder")  # type: ignore[misc]  # annotated
    counted = rows.annotate(whole=Count("pk"), n=Count("pk", filter=Q(kind=Kind.COMPLAINT)))
    found = {row["holder"]: Line(str(row["holder"]), row["n"], row["whole"]) for row in counted}
    units = Organisation.objects.filter(pk__in=found).order_by("kind", "name", "pk")
    return [(unit, found[unit.pk]) for unit in units]


def by_building(
    viewer: Viewer, period: Period, scope_ids: Scopes = None
) -> list[tuple[int, list[tuple[Place, int]]]]:
    """Every estate with buildings: (scope, its buildings in the register's order, each with its number).

    Two queries.
    """
    scopes = sorted(readable(viewer, scope_ids), key=lambda scope: scope_tree().paths[scope])
    counted = _in_buildings(scopes, period)
    estates: dict[int, list[tuple[Place, int]]] = defaultdict(list)
    buildings = Place.objects.filter(scope_id__in=scopes, kind=PlaceKind.BUILDING)
    for place in buildings.order_by("order", "pk"):
        if place.closed_at is None or place.pk in counted:
            estates[place.scope_id].append((place, counted.get(place.pk, 0)))
    return [(scope, estates[scope]) for scope in scopes if scope in estates]


def by_month(viewer: Viewer, months: Sequence[date], scope_ids: Scopes = None) -> list[tuple[date, int]]:
    """How much came in each of these months (their first days, one after the other). One query."""
    whole = Period(period_of_month(months[0]).since, period_of_month(months[-1]).until)
    month = TruncMonth("received_at", tzinfo=ZONE)
    rows = received_in(viewer, whole, scope_ids).order_by().annotate(month=month).values("month")
    found = {row["month"].date(): row["n"] for row in rows.annotate(n=Count("pk"))}
    return [(one, found.get(one, 0)) for one in months]


def shown(n: int) -> int | None:
    """A building's number as it may be shown: None for few."""
    return None if 0 < n < FEW else n


def cases_spread(
    key: str, viewer: Viewer, which: str, period: Period, scope_ids: Scopes = None
) -> list[UUID]:
    """The requests behind a line, newest first. Raises NotThere for what is no line."""
    if key not in _LISTS:
        raise NotThere
    cases = _LISTS[key](viewer, which, period, scope_ids)
    return list(cases.order_by("-received_at", "-pk").values_list("pk", flat=True))


def _of_channel(viewer: Viewer, which: str, period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    if which not in Channel.values:
        raise NotThere
    return received_in(viewer, period, scope_ids).filter(channel=which)


def _of_category(viewer: Viewer, which: str, period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    code, _colon, again = which.partition(":")
    cases = received_in(viewer, period, scope_ids).filter(category="" if code == NOT_SORTED else code)
    return cases.filter(reopened__gt=0) if again == AGAIN_KEY else cases


def _again(viewer: Viewer, which: str, period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    if which != "n":
        raise NotThere
    return received_in(viewer, period, scope_ids).filter(reopened__gt=0)


def _of_month(viewer: Viewer, which: str, _period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    """Of a whole month ("2026-05"), whatever the period of the page is."""
    try:
        month = date.fromisoformat(f"{which}-01")
        return received_in(viewer, period_of_month(month), scope_ids)
    except (ValueError, OverflowError):
        raise NotThere from None


def _of_party(viewer: Viewer, which: str, period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    if not (which.isascii() and which.isdigit() and len(which) < _LONGEST_ID):
        raise NotThere
    return held_last(received_in(viewer, period, scope_ids)).filter(holder=int(which))  # type: ignore[misc]  # annotated


def _complaints(viewer: Viewer, which: str, period: Period, scope_ids: Scopes) -> QuerySet[Case]:
    return _of_party(viewer, which, period, scope_ids).filter(kind=Kind.COMPLAINT)


_LONGEST_ID = 18
NOT_SORTED = "none"
"""How an address names the requests without a category."""
_LISTS: Mapping[str, Callable[[Viewer, str, Period, Scopes], QuerySet[Case]]] = {
    CHANNEL_KEY: _of_channel,
    CATEGORY_KEY: _of_category,
    AGAIN_KEY: _again,
    MONTH_KEY: _of_month,
    PARTY_KEY: _of_party,
    COMPLAINT_KEY: _complaints,
}


def _grouped(viewer: Viewer, period: Period, scope_ids: Scopes, name: str) -> list[Line]:
    rows = received_in(viewer, period, scope_ids).order_by().values(name)
    counted = rows.annotate(n=Count("pk"), again=Count("pk", filter=Q(reopened__gt=0)))
    return [Line(str(row[name]), row["n"], again=row["again"]) for row in counted]


def held_last(cases: "QuerySet[Case]") -> "QuerySet[Case]":
    """Those that were given to an organisation: `holder` is the one that had it last."""
    last = Assignment.objects.filter(case=OuterRef("pk")).order_by("-made_at", "-pk")
    return cases.annotate(holder=Subquery(last.values("organisation_id")[:1])).exclude(holder=None)


_COUNT = f"""WITH RECURSIVE inside AS (
  SELECT id, id AS building FROM places_place WHERE scope_id = ANY(%(scopes)s)
    AND kind = '{PlaceKind.BUILDING}'
  UNION ALL
  SELECT p.id, inside.building FROM places_place p JOIN inside ON p.parent_id = inside.id
) SELECT inside.building, count(*) FROM casefile_case c JOIN inside ON inside.id = c.place_id
WHERE c.scope_id = ANY(%(scopes)s) AND c.received_at >= %(since)s AND c.received_at < %(until)s
  AND c.state <> '{State.HISTORY}' GROUP BY 1"""  # noqa: S608 - constants


def _in_buildings(scopes: list[int], period: Period) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"scopes": scopes, "since": period.since, "until": period.until})
        return dict(cursor.fetchall())
