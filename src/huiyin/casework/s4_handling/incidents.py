"""Mass incidents (a burst main): many requests, one thing that happens, one answer, everybody's own word.

Cases stay what and whose they are; they belong to the incident as long as it lasts. Clocks of solving stand
still by the procedure pack, the others run on. Cases are locked before their incident, always.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.ledger import INCIDENT, hold, lift
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s2_triage.merging import send
from huiyin.ground.clock import now
from huiyin.ground.gathering import once_a_page
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import chain_up, under
from huiyin.registers.rules.reads import procedure_for

from .acts import give_answer
from .models import Incident, IncidentCase
from .notices import tell_requester
from .refusals import AnswerMissing, IncidentOpen, IncidentOver, NotAbsorbable, ReasonMissing

OVER = "incident"
MOST_TOLD = 3
"""Incidents shown at a door; more would hide the way on."""
MOST_PROPOSED = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """What a clerk knows of an incident when opening it. `expected_at`: when it should be over, if known."""

    category: str
    title: str
    told: str
    begun_at: datetime
    expected_at: datetime | None = None
    absorbs_new: bool = True


def open_incident(*, place: Place, opening: Opening, by: Viewer, case_ids: Iterable[UUID] = ()) -> Incident:
    """Open an incident at a place and take in the cases a clerk confirmed.

    Raises ReasonMissing, IncidentOpen, NotAbsorbable, NoPack, NotThere.
    """
    by.must(Permission.CASE_DISPATCH, place.scope_id)
    if not opening.title.strip() or not opening.told.strip():
        raise ReasonMissing
    at = now()
    rules = procedure_for(scope_tree().up(place.scope_id), at)
    cases = _locked(case_ids)
    try:
        with transaction.atomic():
            incident = Incident.objects.create(
                scope_id=place.scope_id,
                place=place,
                category=opening.category,
                title=opening.title.strip()[:80],
                told=opening.told.strip()[:500],
                begun_at=min(opening.begun_at, at),
                expected_at=opening.expected_at,
                absorbs_new=opening.absorbs_new,
                pauses=[kind.value for kind in rules.incident_pauses],
                opened_by=by.actor,
                opened_by_label=by.label[:80],
                opened_at=at,
            )
    except IntegrityError:
        raise IncidentOpen from None
    for case in cases:
        _take(incident, case, by)
    return incident


def absorb(*, incident_id: int, case_ids: Iterable[UUID], by: Viewer) -> Incident:
    """Add cases a clerk confirmed. Raises IncidentOver, NotAbsorbable, NotThere."""
    cases = _locked(case_ids)
    incident = lock_incident(incident_id)
    for case in cases:
        _take(incident, case, by)
    return incident


def absorb_new(*, case: Case, at: datetime) -> Incident | None:
    """A request that has just come in joins the incident of its place and category, if one takes new ones.

    Never a danger: that is looked at by a person. The case is locked.
    """
    if case.danger or not case.category or case.place is None or case.state not in MOVING:
        return None
    here = [place.pk for place in chain_up(case.place)]
    found = Incident.objects.filter(
        place_id__in=here, category=case.category, ended_at=None, absorbs_new=True, begun_at__lte=at
    )
    incident = found.select_for_update(no_key=True).first()
    if incident is None or incident.ended_at is not None or member_of(case) is not None:
        return None
    _take(incident, case, SYSTEM)
    return incident


def release(*, case_id: UUID, by: Viewer, why: str = "") -> Case:
    """Take a case out of its incident: it is something else after all; its clocks run on. Raises NotThere."""
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    member = member_of(case)
    if member is None:
        raise NotThere
    _let_go(member, by, at, why)
    lift(case=case, at=at, by=by, reason=INCIDENT)
    write(case=case, verb=Verb.RELEASED, by=by, at=at, title=member.incident.title, why=why.strip()[:200])
    return case


def end_incident(*, incident_id: int, answer: str, by: Viewer) -> Incident:
    """It is over: one answer to all, each in a transaction of its own by the worker; everybody judges alone.

    Raises AnswerMissing, IncidentOver, NotThere.
    """
    incident, at = lock_incident(incident_id), now()
    by.must(Permission.CASE_DISPATCH, incident.scope_id)
    if not answer.strip():
        raise AnswerMissing
    incident.answer, incident.ended_at = answer.strip()[:5000], at
    incident.ended_by, incident.ended_by_label = by.actor, by.label[:80]
    incident.save(update_fields=["answer", "ended_at", "ended_by", "ended_by_label"])
    for member in members_of(incident).select_related("case"):
        send(member.case, OVER, at)
    return incident


def finish_case(*, case: Case, at: datetime) -> None:
    """A case of an ended incident: its clocks run on, and it gets the answer unless it has one."""
    member = member_of(case)
    if member is None or member.incident.ended_at is None:
        return
    _let_go(member, SYSTEM, at, "ended")
    lift(case=case, at=at, by=SYSTEM, reason=INCIDENT)
    if case.state in MOVING:
        give_answer(case=case, answer=member.incident.answer, by=SYSTEM)


def lock_incident(incident_id: int) -> Incident:
    """An open incident, locked. Raises NotThere, IncidentOver."""
    incident = Incident.objects.select_for_update(of=("self",), no_key=True).filter(pk=incident_id).first()
    if incident is None:
        raise NotThere
    if incident.ended_at is not None:
        raise IncidentOver
    return incident


def incidents_of(viewer: Viewer) -> QuerySet[Incident]:
    """The incidents where the viewer sorts or reads cases, open ones first."""
    seen = viewer.grants.get(Permission.CASE_READ, frozenset()) | viewer.grants.get(
        Permission.CASE_TRIAGE, frozenset()
    )
    found = Incident.objects.all() if viewer.everywhere else Incident.objects.filter(scope_id__in=seen)
    return found.select_related("place").order_by("-begun_at", "-pk")


def incidents_at(chain: Sequence[Place]) -> list[Incident]:
    """What is going on at a place, told to everybody there. `chain`: the place and those above it."""
    here = [place.pk for place in chain]
    found = Incident.objects.filter(place_id__in=here, ended_at=None, begun_at__lte=now())
    return list(found.order_by("-begun_at")[:MOST_TOLD])


@once_a_page
def member_of(case: Case) -> IncidentCase | None:
    """The incident a case belongs to now."""
    return IncidentCase.objects.filter(case=case, released_at=None).select_related("incident__place").first()


def members_of(incident: Incident) -> QuerySet[IncidentCase]:
    """The cases that belong to an incident; of an ended one those it answered."""
    return incident.members.filter(Q(released_at=None) | Q(why="ended")).order_by("absorbed_at", "pk")


def proposed_for(viewer: Viewer, place: Place, category: str) -> Sequence[Case]:
    """Open cases at or below the place, of the kind or not sorted yet, for a clerk to look through."""
    found = cases_of(viewer).filter(
        Q(category=category) | Q(category=""), place_id__in=under([place.pk]), state__in=MOVING
    )
    free = found.exclude(incidents__released_at=None, incidents__isnull=False)
    return list(
        free.select_related("place").defer("search", "answer").order_by("received_at")[:MOST_PROPOSED]
    )


def _locked(case_ids: Iterable[UUID]) -> list[Case]:
    return [lock_case(case_id) for case_id in sorted(set(case_ids))]


def _take(incident: Incident, case: Case, by: Viewer) -> None:
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    if case.state not in MOVING or member_of(case) is not None:
        raise NotAbsorbable(number=case.number, state=State(case.state).label)
    if incident.scope_id not in scope_tree().up(case.scope_id):
        raise NotThere
    at = now()
    newest = incident.changes.order_by("-pk").values_list("pk", flat=True).first()
    IncidentCase.objects.create(
        incident=incident, case=case, scope_id=case.scope_id, absorbed_by=by.actor, absorbed_at=at,
        heard=newest or 0,
    )  # fmt: skip
    hold(case=case, at=at, by=by, reason=INCIDENT, kinds=incident.pauses)
    told = tell_requester(case=case, topic=f"incident:{incident.pk}", template="incident")
    write(case=case, verb=Verb.ABSORBED, by=by, at=at, title=incident.title, words=incident.told, told=told,
          expected_at=incident.expected_at.isoformat() if incident.expected_at else None)  # fmt: skip


def _let_go(member: IncidentCase, by: Viewer, at: datetime, why: str) -> None:
    member.released_at, member.released_by, member.why = at, by.actor, why.strip()[:200]
    member.save(update_fields=["released_at", "released_by", "why"])
