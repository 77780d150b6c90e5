"""Every query about agreements worth a name. Those of desks take the viewer."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import ENDED_LATELY
from huiyin.ground.tenancy.viewer import Viewer

from .models import Agreement, Due, Duty, EmergencyService, Picture
from .packs import rule_of
from .record import KEEP, SEE
from .words import AgreementState, DueState, ServiceState

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Figures:
    """n of N: days of duties in all, met, not met, late (past and nothing said), soon (days of the rule)."""

    all: int
    met: int
    unmet: int
    late: int
    soon: int


def agreements_of(viewer: Viewer, permission: str = SEE) -> QuerySet[Agreement]:
    """The agreements the viewer reads, the newest first."""
    rows = _within(Agreement.objects.all(), viewer, permission)
    return rows.select_related("place", "decision").order_by("-made_at", "-pk")


def agreement_for(viewer: Viewer, agreement_id: int, permission: str = SEE) -> Agreement:
    """One of them. Raises NotThere."""
    return _one(agreements_of(viewer, permission).filter(pk=agreement_id))


def agreements_from(viewer: Viewer, decision_id: int) -> QuerySet[Agreement]:
    """Those that hang on a decision."""
    return agreements_of(viewer).filter(decision_id=decision_id)


def services_of(viewer: Viewer, permission: str = SEE) -> QuerySet[EmergencyService]:
    """The emergency services the viewer reads; the one that ends first stands first."""
    rows = _within(EmergencyService.objects.all(), viewer, permission)
    return rows.select_related("place", "company", "named_by").order_by("-state", "ends", "-pk")


def service_for(viewer: Viewer, service_id: int, permission: str = SEE) -> EmergencyService:
    """One of them. Raises NotThere."""
    found = services_of(viewer, permission).select_related("next_vote", "next_decision")
    return _one(found.filter(pk=service_id))


def public_agreement(agreement_id: int) -> Agreement:
    """An agreement, read by whoever may read around it. Raises NotThere."""
    return _one(Agreement.objects.select_related("place", "decision").filter(pk=agreement_id))


def public_service(service_id: int) -> EmergencyService:
    """An emergency service, likewise. Raises NotThere."""
    found = EmergencyService.objects.select_related(
        "place", "company", "named_by", "next_vote", "next_decision"
    )
    return _one(found.filter(pk=service_id))


def agreements_near(scope_ids: Iterable[int]) -> QuerySet[Agreement]:
    """What holds in these scopes, or ended lately."""
    lately = Q(state=AgreementState.IN_FORCE) | Q(
        state=AgreementState.ENDED, state_since__gte=now() - ENDED_LATELY
    )
    rows = Agreement.objects.filter(lately, scope_id__in=list(scope_ids)).select_related("place")
    return rows.order_by("-state_since", "-pk")


def services_near(scope_ids: Iterable[int]) -> QuerySet[EmergencyService]:
    """Emergency services of these scopes that run, or ended lately."""
    lately = Q(state=ServiceState.RUNNING) | Q(state_since__gte=now() - ENDED_LATELY)
    rows = EmergencyService.objects.filter(lately, scope_id__in=list(scope_ids))
    return rows.select_related("place", "company").order_by("-state", "ends")


def duties_of(found: Agreement) -> QuerySet[Duty]:
    """Its duties, party by party."""
    rows = Duty.objects.filter(party__agreement=found).select_related("party")
    return rows.order_by("party__no", "no")


def dues_of(found: Agreement) -> list[Due]:
    """The days of its duties that count: after an early end nothing falls due."""
    return _counting(found, found.dues.select_related("duty", "duty__party"))


def _counting(found: Agreement, rows: Iterable[Due]) -> list[Due]:
    until = found.ended_on or found.ends
    return [one for one in rows if one.due_on <= until or one.state != DueState.OPEN]


def figures_by(found: Sequence[Agreement]) -> dict[int, Figures]:
    """Agreement id -> its figures, of a whole list. One query."""
    rows: dict[int, list[Due]] = defaultdict(list)
    for due in Due.objects.filter(agreement__in=found):
        rows[due.agreement_id].append(due)
    return {one.pk: figures_of(one, _counting(one, rows[one.pk])) for one in found}


def figures_of(found: Agreement, dues: Sequence[Due] | None = None) -> Figures:
    """The figures of an agreement, n of N; `dues` as `dues_of` gives them."""
    rows, day = (dues_of(found) if dues is None else dues), today()
    soon = day + timedelta(days=rule_of(found.pack_id).soon_days)
    still = [one for one in rows if one.state == DueState.OPEN]
    return Figures(
        all=len(rows),
        met=sum(one.state == DueState.MET for one in rows),
        unmet=sum(one.state == DueState.UNMET for one in rows),
        late=sum(one.due_on < day for one in still),
        soon=sum(day <= one.due_on <= soon for one in still),
    )


def to_renew(found: Agreement) -> bool:
    """Whether its end is so near that its keeper is reminded."""
    if found.state != AgreementState.IN_FORCE:
        return False
    return today() >= found.ends - timedelta(days=rule_of(found.pack_id).remind_days)


def days_left(found: EmergencyService, day: date | None = None) -> int:
    """How many days it still serves, the last included; 0 once it is over."""
    day = day or today()
    if found.state != ServiceState.RUNNING or day > found.ends:
        return 0
    return (found.ends - max(day, found.begins)).days + 1


def pictures_of(found: Agreement, *, signed: bool) -> list[Picture]:
    """Its pictures without the pictures themselves; those of signed papers only where `signed`."""
    rows = found.pictures.defer("body").select_related("party", "due", "due__duty")
    return list(rows if signed else rows.filter(party=None))


def picture_of(found: Agreement, picture_id: UUID, *, signed: bool) -> Picture:
    """One picture. Raises NotThere."""
    rows = found.pictures.filter(pk=picture_id)
    return _one(rows if signed else rows.filter(party=None))


def keeps(viewer: Viewer, scope_id: int) -> bool:
    """Whether the viewer keeps agreements there: signers' names are for these alone."""
    return viewer.may(KEEP, scope_id)


def _within(rows: QuerySet[Row], viewer: Viewer, permission: str) -> QuerySet[Row]:
    if viewer.everywhere:
        return rows
    return rows.filter(scope_id__in=viewer.grants.get(permission, frozenset()))


def _one(rows: QuerySet[Row]) -> Row:
    found = rows.first()
    if found is None:
        raise NotThere
    return found
