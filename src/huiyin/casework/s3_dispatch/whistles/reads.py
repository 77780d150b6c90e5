"""Whistles and calls as their viewers may see them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import OPEN
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.reads import on_duty
from huiyin.registers.people.words import DutyRank, Permission, Role
from huiyin.registers.rules.cooperation import Seat, Template

from .models import Call, Whistle

MOST = 100
STANDING = Q(delivered_at=None, off_at=None)
MISSING = STANDING & Q(reported_at=None)


def calls_to(viewer: Viewer) -> QuerySet[Call]:
    """The calls of the viewer's own units, of cases the viewer may see; taken-back ones are not there."""
    mine = Call.objects.filter(organisation_id__in=viewer.organisation_ids, off_at=None)
    seen = mine.filter(case__in=cases_of(viewer))
    return seen.select_related("case__place", "organisation", "whistle", "account")


def call_to(viewer: Viewer, call_id: int) -> Call:
    """One of them. Raises NotThere."""
    found = calls_to(viewer).filter(pk=call_id).first() if viewer.may(Permission.CASE_HANDLE) else None
    if found is None:
        raise NotThere
    return found


def open_calls_to(viewer: Viewer) -> QuerySet[Call]:
    """What the viewer's units still owe, the least time left first."""
    rows = calls_to(viewer).filter(STANDING, case__state__in=OPEN)
    return rows.order_by("reported_at", F("report_due_at").asc(), F("deliver_due_at").asc())


def calls_tag(viewer: Viewer) -> str:
    """Changes whenever a call to the viewer's units comes, is answered or ends. One query."""
    return repr(list(open_calls_to(viewer).values_list("pk", "reported_at", "present_at")))


def call_within(viewer: Viewer, call_id: int, permission: str) -> Call:
    """A call of a case the viewer may see and where the permission holds. Raises NotThere."""
    found = Call.objects.select_related("case", "organisation", "whistle").filter(pk=call_id).first()
    if found is None or not viewer.may(permission, found.scope_id):
        raise NotThere
    if not cases_of(viewer).filter(pk=found.case_id).exists():
        raise NotThere
    return found


def whistle_within(viewer: Viewer, whistle_id: int, permission: str) -> Whistle:
    """A whistle of a case the viewer may see and where the permission holds. Raises NotThere."""
    found = Whistle.objects.select_related("case").filter(pk=whistle_id).first()
    if found is None or not viewer.may(permission, found.scope_id):
        raise NotThere
    if not cases_of(viewer).filter(pk=found.case_id).exists():
        raise NotThere
    return found


def whistles_of(case_id: UUID) -> list[Whistle]:
    """The whistles of a case with their calls, the newest first. Two queries."""
    calls = Prefetch("calls", Call.objects.select_related("organisation", "account").order_by("no"))
    rows = Whistle.objects.filter(case_id=case_id).select_related("organisation")
    return list(rows.prefetch_related(calls).order_by("-blown_at"))


def missing_within(viewer: Viewer, now: datetime) -> QuerySet[Call]:
    """Parties that should have reported in, in the viewer's whistle scopes, the longest overdue first."""
    rows = Call.objects.filter(MISSING, report_due_at__lt=now, case__state__in=OPEN)
    return _within(viewer, rows).order_by("report_due_at")


def count_missing(case_id: UUID, now: datetime) -> int:
    """How many parties a case has called that are missing, or whose result is late. One query."""
    late = Q(reported_at=None, report_due_at__lt=now) | Q(deliver_due_at__lt=now)
    return Call.objects.filter(STANDING & late, case_id=case_id).count()


def standing_within(viewer: Viewer) -> QuerySet[Call]:
    """Every call that still stands in the viewer's whistle scopes."""
    rows = Call.objects.filter(STANDING, case__state__in=OPEN)
    return _within(viewer, rows).order_by("whistle_id", "no")


def _within(viewer: Viewer, rows: QuerySet[Call]) -> QuerySet[Call]:
    scopes = viewer.grants.get(Permission.CASE_WHISTLE, frozenset())
    rows = rows if viewer.everywhere else rows.filter(scope_id__in=scopes)
    return rows.select_related("case__place", "organisation", "whistle")


def unreviewed_within(viewer: Viewer) -> QuerySet[Whistle]:
    """Whistles whose justification nobody has reviewed, not the viewer's own."""
    scopes = viewer.grants.get(Permission.CASE_REVIEW, frozenset())
    rows = Whistle.objects.filter(reviewed_at=None, scope_id__in=scopes).exclude(blown_by=viewer.actor)
    return rows.select_related("case__place", "organisation").order_by("blown_at")


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat of a template and the organisation that sits there (None: nobody is registered)."""

    seat: Seat
    organisation: Organisation | None


def seated(template: Template, case: Case) -> list[Seated]:
    """Who fills the seats at the case's place: by duty, else by kind, the nearest first."""
    path = scope_tree().up(case.scope_id)
    order = {scope_id: place for place, scope_id in enumerate(path)}
    kinds = {kind for seat in template.seats for kind in seat.kinds}
    rows = Organisation.objects.filter(scope_id__in=path, until=None, kind__in=kinds)
    near = sorted(rows, key=lambda row: (order[row.scope_id], row.pk))
    return [Seated(seat, _sitting(seat, path, near)) for seat in template.seats]


def _sitting(seat: Seat, path: Sequence[int], near: Iterable[Organisation]) -> Organisation | None:
    carried = serving(duty=seat.duty, scope_path=path) if seat.duty else None
    if carried is not None:
        return carried
    for kind in seat.kinds:  # the pack's order: 物管会 before 业委会
        found = next((row for row in near if row.kind == kind), None)
        if found is not None:
            return found
    return None


def person_called(organisation: Organisation, at: datetime) -> Account | None:
    """Who answers for a called organisation: on duty now, else somebody of it who handles cases."""
    standing = on_duty(organisation_id=organisation.pk, rank=DutyRank.DESK, at=at)
    if standing is not None:
        return standing
    grants = RoleGrant.objects.filter(
        organisation=organisation, until=None, role__in=(Role.DUTY, Role.FIELD, Role.CLERK),
        account__is_active=True,
    )  # fmt: skip
    first = grants.select_related("account").order_by("pk").first()
    return first.account if first else None


@dataclass(frozen=True, slots=True)
class Accounts:
    """Both sides of the whistles of a period (条例 33), as n of N; by unit in the order of their names."""

    blown: int
    reviewed: int
    justified: int
    called: Sequence["Answering"]


@dataclass(frozen=True, slots=True)
class Answering:
    """One called unit: of N calls, how many reported in time, were present, delivered; no score, no rank."""

    name: str
    calls: int
    on_time: int
    present: int
    delivered: int


def accounts_within(viewer: Viewer, since: datetime) -> Accounts:
    """Count since a moment in the scopes where the viewer reads figures. Two queries."""
    scopes = viewer.grants.get(Permission.FIGURES_READ, frozenset())
    whistles = Whistle.objects.filter(scope_id__in=scopes, blown_at__gte=since)
    reviews = Counter(whistles.values_list("justified", flat=True))
    calls = Call.objects.filter(scope_id__in=scopes, called_at__gte=since, off_at=None)
    rows = (
        calls.values("organisation__name")
        .annotate(
            n=Count("pk"),
            punctual=Count("pk", filter=Q(reported_at__lte=F("report_due_at"))),
            there=Count("pk", filter=~Q(present_at=None)),
            done=Count("pk", filter=~Q(delivered_at=None)),
        )
        .order_by("organisation__name")
    )
    called = [Answering(r["organisation__name"], r["n"], r["punctual"], r["there"], r["done"]) for r in rows]
    return Accounts(reviews.total(), reviews.total() - reviews[None], reviews[True], called)
