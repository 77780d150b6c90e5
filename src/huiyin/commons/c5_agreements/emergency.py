"""Emergency service of an estate without a property company: named by the street, six months at most.

物业管理条例 of Beijing, article 77, as the domain facts tell it: named by the street, at most six months,
terms published, its cost on the owners. Our own reading, each marked so in the rule pack: the six months are
counted as a term of Civil Code 201 and 202 counts (begun on 31 March, the last day is 30 September); the
notice hangs not later than the first day; and since the six months are a bridge to the owners' own choice, a
second service directly after a first is an exception that needs a written reason and an approver.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c4_works.working import unit_around
from huiyin.ground.clock import now, today
from huiyin.ground.records import digest_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.agreements import AgreementRule

from .models import EmergencyService, HandoverItem
from .packs import rule_now
from .record import KEEP, lock_service, write_service
from .refusals import (
    AgainNeedsReason,
    CompanyServes,
    DayWrong,
    EmergencyDaysWrong,
    EmergencyTooLong,
    EmergencyWordsMissing,
    ItemDone,
    ItemsFull,
    NotAnEstate,
    NotTheStreet,
    ServedAlready,
)
from .terms import months_on
from .words import ServiceState, ServiceVerb

AHEAD = timedelta(days=90)
"""A beginning further away, before or behind, is a slip of the pen."""
MOST_ITEMS = 60
PROPERTY = "物"
"""The duty of a property company in the register of services."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What the street tells: which company, from when to when (both included), why, what, at what cost.

    `again_why`, `again_by`: for a second service directly after a first, why and who approved it.
    """

    company_id: int
    named_by_id: int
    begins: date
    ends: date
    reason: str
    services: str
    cost_notice: str
    noticed_on: date
    again_why: str = ""
    again_by: str = ""


def name_service(*, place_id: int, what: Naming, by: Viewer) -> EmergencyService:
    """Write down the company the street named for an estate.

    Raises NotThere, NotAnEstate, NotTheStreet, EmergencyWordsMissing, EmergencyDaysWrong, EmergencyTooLong,
    CompanyServes, ServedAlready, AgainNeedsReason.
    """
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    if place.kind != PlaceKind.ESTATE:
        raise NotAnEstate
    company, street = (unit_around(one, place.scope_id) for one in (what.company_id, what.named_by_id))
    if company.kind != OrganisationKind.COMPANY or street.kind != OrganisationKind.OFFICE:
        raise NotTheStreet
    at = now()
    pack_id, rule = rule_now(place.scope_id, at)
    _must_be_whole(what, rule)
    _must_be_without_company(place)
    _must_not_follow(place, what, rule)
    found = EmergencyService.objects.create(
        scope_id=place.scope_id, code=public_code("Y", at), place=place, company=company, named_by=street,
        begins=what.begins, ends=what.ends, reason=what.reason.strip()[:500],
        services=what.services.strip()[:5000], cost_notice=what.cost_notice.strip()[:5000],
        noticed_on=what.noticed_on, again_why=what.again_why.strip()[:300],
        again_by=what.again_by.strip()[:120], pack_id=pack_id, state_since=at, made_by=by.actor, made_at=at,
    )  # fmt: skip
    write_service(service=found, verb=ServiceVerb.NAMED, by=by, digest=content_of(found))
    return found


def add_item(*, service_id: int, what: str, from_whom: str, by: Viewer) -> HandoverItem:
    """Put something on the hand-over list.

    Raises NotThere, ServiceOver, EmergencyWordsMissing, ItemsFull.
    """
    found = lock_service(service_id, by)
    told = what.strip()[:200]
    if not told:
        raise EmergencyWordsMissing
    no = found.items.count() + 1
    if no > MOST_ITEMS:
        raise ItemsFull(most=MOST_ITEMS)
    item = HandoverItem.objects.create(
        service=found, scope_id=found.scope_id, no=no, what=told, from_whom=from_whom.strip()[:120]
    )
    write_service(service=found, verb=ServiceVerb.ITEM, by=by, no=no, digest=digest_of(told, item.from_whom))
    return item


def tick_item(*, service_id: int, no: int, on: date, by: Viewer) -> HandoverItem:
    """Something was handed over, on a day. Raises NotThere, ServiceOver, ItemDone, DayWrong."""
    found = lock_service(service_id, by)
    item = found.items.filter(no=no).first()
    if item is None:
        raise NotThere
    if item.done_on is not None:
        raise ItemDone
    if not found.begins - AHEAD <= on <= today():
        raise DayWrong
    item.done_on = on
    item.save(update_fields=["done_on"])
    write_service(service=found, verb=ServiceVerb.TICKED, by=by, no=no, on=on.isoformat())
    return item


def link_next(
    *, service_id: int, by: Viewer, vote_id: int | None = None, decision_id: int | None = None
) -> EmergencyService:
    """Link the owners' vote, or the decision, by which a company is chosen for the time after.

    Raises NotThere, ServiceOver.
    """
    found = lock_service(service_id, by)
    vote = OwnersVote.objects.filter(pk=vote_id, scope_id=found.scope_id).first() if vote_id else None
    made = Decision.objects.filter(pk=decision_id, scope_id=found.scope_id).first() if decision_id else None
    if (vote is None) == (made is None):
        raise NotThere
    found.next_vote, found.next_decision = vote or found.next_vote, made or found.next_decision
    found.save(update_fields=["next_vote", "next_decision"])
    told = ("vote", vote.pk) if vote else ("decision", decision_id)
    write_service(service=found, verb=ServiceVerb.NEXT, by=by, kind=told[0], id=told[1])
    return found


def end_service(*, service_id: int, reason: str, by: Viewer) -> EmergencyService:
    """It ends today, before its day, with the reason. Raises NotThere, ServiceOver, EmergencyWordsMissing."""
    found = lock_service(service_id, by)
    why = reason.strip()[:300]
    if not why:
        raise EmergencyWordsMissing
    service_ends(found, min(today(), found.ends), why)
    day = found.ended_on.isoformat() if found.ended_on else ""
    write_service(service=found, verb=ServiceVerb.ENDED, by=by, on=day, why=why)
    return found


def service_ends(found: EmergencyService, day: date, why: str = "") -> None:
    """It ends with a day."""
    found.state, found.state_since = ServiceState.ENDED, now()
    found.ended_on, found.ended_why = day, why
    found.save(update_fields=["state", "state_since", "ended_on", "ended_why"])


def content_of(one: EmergencyService) -> str:
    """The digest of what the street told."""
    return digest_of(
        one.place_id, one.company_id, one.named_by_id, one.begins, one.ends, one.reason, one.services,
        one.cost_notice, one.noticed_on, one.again_why, one.again_by,
    )  # fmt: skip


def _must_be_whole(what: Naming, rule: AgreementRule) -> None:
    if not all(one.strip() for one in (what.reason, what.services, what.cost_notice)):
        raise EmergencyWordsMissing
    if not what.noticed_on <= what.begins <= what.ends or abs(what.begins - today()) > AHEAD:
        raise EmergencyDaysWrong
    last = months_on(what.begins, rule.emergency.months)
    if what.ends > last:
        months = rule.emergency.months
        raise EmergencyTooLong(months=months, begins=what.begins, last=last, source=rule.emergency.article)


def _must_be_without_company(place: Place) -> None:
    """No company serves by the register, but one an earlier emergency service brought."""
    named = EmergencyService.objects.filter(place=place).values_list("company_id", flat=True)
    serving = Service.objects.filter(
        scope_id=place.scope_id, duty=PROPERTY, until=None, organisation__kind=OrganisationKind.COMPANY
    ).exclude(organisation_id__in=list(named))
    if one := serving.select_related("organisation").first():
        raise CompanyServes(name=one.organisation.name)


def _must_not_follow(place: Place, what: Naming, rule: AgreementRule) -> None:
    """No two at a time; a second one directly after a first only with a reason and an approver."""
    for before in EmergencyService.objects.filter(place=place):
        last = before.ended_on or before.ends
        if before.state == ServiceState.RUNNING or last >= what.begins:
            raise ServedAlready(day=last)
        directly = (what.begins - last).days <= rule.emergency.again_days
        if directly and not (what.again_why.strip() and what.again_by.strip()):
            raise AgainNeedsReason(day=last)
