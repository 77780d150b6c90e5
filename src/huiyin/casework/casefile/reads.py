"""Which cases a viewer may see, and the case page's facts. Not yours and not there look the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.ground.gathering import know, known, once_a_page
from huiyin.ground.models import Scope
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .clocks import ClockState, Replay
from .ledger import replayed, target_of
from .models import Case, Clock, Event
from .words import DOUBTS, OPEN, PUBLIC_VERBS


def cases_of(viewer: Viewer) -> QuerySet[Case]:
    """Every case the viewer may see: the only door to the table for pages and programs."""
    # The question is long to build and asked several times; the viewer beside it keeps its id taken.
    key = ("cases_of", id(viewer))
    _viewer, cases = known(key, lambda: know(key, (viewer, _cases_of(viewer))))
    return cases.all()


def _cases_of(viewer: Viewer) -> QuerySet[Case]:
    if viewer.everywhere:
        return Case.objects.all()
    if viewer.case_id:
        return Case.objects.filter(pk=viewer.case_id)
    mine = Q(pk__in=[])
    if read := viewer.grants.get(Permission.CASE_READ):
        secret = viewer.grants.get(Permission.CASE_READ_PRIVATE, frozenset())
        mine |= Q(scope_id__in=read & secret) | Q(scope_id__in=read - secret, private=False)
        mine |= Q(pk__in=_shared_with(read & secret)) | Q(pk__in=_shared_with(read), private=False)
    if handle := viewer.grants.get(Permission.CASE_HANDLE):
        mine |= Q(scope_id__in=handle, pk__in=_assigned_to(viewer))
        if viewer.organisation_ids:
            mine |= _of_their_units(viewer, handle)
    if building := viewer.grants.get(Permission.BUILDING_READ):
        mine |= Q(scope_id__in=building, place_id__in=viewer.place_ids, private=False)
        mine |= Q(scope_id__in=building, entered_by=viewer.actor)
    return Case.objects.filter(mine)


def cases_in(viewer: Viewer, scope_ids: frozenset[int]) -> QuerySet[Case]:
    """The cases of these scopes that the viewer may see.

    The same as `cases_of` narrowed to them; where everything there may be read, the question is that short,
    and a list of it walks one index.
    """
    whole = viewer.everywhere or scope_ids <= whole_scopes(viewer)
    return (Case.objects.all() if whole else cases_of(viewer)).filter(scope_id__in=sorted(scope_ids))


def whole_scopes(viewer: Viewer) -> frozenset[int]:
    """The scopes of which the viewer may see every case, private ones included."""
    none: frozenset[int] = frozenset()
    return viewer.grants.get(Permission.CASE_READ, none) & viewer.grants.get(
        Permission.CASE_READ_PRIVATE, none
    )


def seen_among(viewer: Viewer, case_ids: Iterable[UUID]) -> set[UUID]:
    """Which of these the viewer may see, old imported ones left out.

    One short query; `cases_of` is asked only for those outside the scopes the viewer reads whole.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WHERE, [list(case_ids)])
        rows = cursor.fetchall()
    whole = whole_scopes(viewer)
    seen = {case_id for case_id, scope_id in rows if viewer.everywhere or scope_id in whole}
    partly = [case_id for case_id, _scope in rows if case_id not in seen]
    return seen | set(cases_of(viewer).filter(pk__in=partly).values_list("pk", flat=True)) if partly else seen


_WHERE = "SELECT id, scope_id FROM casefile_case WHERE id = ANY (%s) AND state <> 'history'"


def _assigned_to(viewer: Viewer) -> QuerySet[Case, UUID]:
    to_me = Q(assignments__organisation_id__in=viewer.organisation_ids) | Q(
        assignments__account_id=viewer.account_id, assignments__account_id__isnull=False
    )
    return Case.objects.filter(to_me, assignments__ended_at=None).values_list("pk", flat=True)


def _shared_with(scopes: frozenset[int]) -> QuerySet[Case, UUID]:
    """Cases of other areas that are shared with these scopes as a whole (s3_dispatch/shares)."""
    live = Case.objects.filter(
        shares__to_scope_id__in=scopes, shares__organisation=None, shares__revoked_at=None
    )
    return live.values_list("pk", flat=True)


def _of_their_units(viewer: Viewer, handle: frozenset[int]) -> Q:
    """Cases for which the viewer's units are called, those opened to them, and what they took over."""
    units = viewer.organisation_ids
    called = Case.objects.filter(
        Q(whistle_calls__delivered_at=None) | Q(state__in=OPEN),
        whistle_calls__organisation_id__in=units,
        whistle_calls__off_at=None,
    ).values_list("pk", flat=True)
    opened = Case.objects.filter(
        shares__to_scope_id__in=handle, shares__organisation_id__in=units, shares__revoked_at=None
    ).values_list("pk", flat=True)
    taken = Scope.objects.filter(takeovers__new_id__in=units, takeovers__until=None).values("pk")
    return (
        Q(scope_id__in=handle, pk__in=called)
        | Q(pk__in=opened)
        | Q(Q(scope_id__in=handle, private=False), Q(scope_id__in=taken), Exists(_predecessors_had(units)))
    )


def _predecessors_had(units: frozenset[int]) -> QuerySet[Case]:
    """Whether somebody whom these units followed in the case's scope ever had the case."""
    before = "assignments__organisation__succeeded"
    return Case.objects.filter(
        pk=OuterRef("pk"),
        **{f"{before}__new_id__in": units, f"{before}__until": None, f"{before}__scope_id": F("scope_id")},
    )


def case_for(viewer: Viewer, number: str) -> Case:
    """One case by its number, with what its page shows. Raises NotThere."""
    case = cases_of(viewer).select_related("place", "requester", "scope").filter(number=number).first()
    if case is None:
        raise NotThere
    return case


@once_a_page
def phones_of(case_ids: tuple[UUID, ...]) -> dict[UUID, bytes]:
    """The blind index of each case's telephone, where there is one. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PHONES, [list(case_ids)])
        return {case_id: bytes(index) for case_id, index in cursor.fetchall()}


_PHONES = "SELECT case_id, phone_index FROM casefile_requester WHERE case_id = ANY (%s) AND phone_index <> ''"


def own_case(viewer: Viewer) -> Case:
    """The case a requester came for. Raises NotThere."""
    case = cases_of(viewer).select_related("place", "requester").first() if viewer.case_id else None
    if case is None:
        raise NotThere
    return case


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock as screens show it; the shape the `clock` template tag expects."""

    kind: str
    label: str
    label_zh: str
    started_at: datetime
    target_at: datetime
    state: str
    remaining_seconds: int
    late_seconds: int
    paused_seconds: int
    promise: bool
    tier: str
    basis: str
    paused_until: datetime | None = None

    @property
    def paused(self) -> bool:
        """Whether the clock stands still."""
        return self.state == ClockState.PAUSED


def clock_views(case: Case, now: datetime) -> list[ClockView]:
    """The clocks of a case, running ones first, each replayed from its ledger."""
    clocks = known(("clocks", case.pk), lambda: list(case.clocks.prefetch_related("entries")))
    ends = datetime.max.replace(tzinfo=now.tzinfo)
    running_first = sorted(
        clocks, key=lambda clock: (clock.stopped_at is not None, clock.stopped_at or ends, clock.due_at)
    )
    return [view_of(clock, replayed(clock, case, now), now) for clock in running_first]


def view_of(clock: Clock, result: Replay, now: datetime) -> ClockView:
    """One clock in the shape of the screens."""
    target = target_of(clock)
    left = result.remaining(now)
    soon = (result.due_at - result.started_at) / 5
    return ClockView(
        kind=clock.kind,
        label=target.label,
        label_zh=target.label_zh,
        started_at=result.started_at,
        target_at=result.due_at,
        state=result.state(now, soon).value,
        remaining_seconds=max(0, int(left.total_seconds())),
        late_seconds=max(0, int((-left + timedelta(milliseconds=999)).total_seconds()))
        if left < timedelta(0)
        else 0,
        paused_seconds=int(result.paused.total_seconds()),
        promise=target.promise,
        tier=clock.tier,
        basis=f"{target.basis.source} {target.basis.confidence}",
        paused_until=result.paused_until,
    )


def timeline(case: Case, *, public: bool) -> Sequence[Event]:
    """The lines of a case, oldest first; the public ones only for the requester."""
    events = Event.objects.filter(case=case).order_by("seq")
    return list(events.filter(verb__in=PUBLIC_VERBS) if public else events)


def staff_timeline(case: Case, viewer: Viewer) -> Sequence[Event]:
    """The lines of a case for somebody at work: without doubts for units, and for areas it is shared with."""
    lines = timeline(case, public=False)
    if viewer.may(Permission.CASE_READ, case.scope_id):
        return lines
    return [line for line in lines if line.verb not in DOUBTS]


def search_cases(viewer: Viewer, words: Sequence[str], *, most: int = 50) -> QuerySet[Case]:
    """Cases the viewer may see whose text holds every word (tokens of reading.folding), newest first."""
    query = " & ".join("'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words if word)
    if not query:
        return Case.objects.none()
    with connection.cursor() as cursor:
        cursor.execute("SELECT case_id FROM casefile_search_ids(%s::tsquery, %s)", [query, most * 4])
        found = [row[0] for row in cursor.fetchall()]
    return cases_of(viewer).filter(pk__in=found).order_by("-received_at")[:most]
