"""Write an agreement: begin it, enter its parties and their duties, take one out, give it up."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.commons.c3_decisions.acts import lock_decision
from huiyin.commons.c4_works.working import unit_around
from huiyin.ground.clock import now
from huiyin.ground.records import digest_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .models import Agreement, Duty, Party
from .packs import rule_now
from .record import KEEP, lock_agreement, write
from .refusals import (
    AgreementWordsMissing,
    DayWrong,
    DecisionNeeded,
    PartiesFull,
    PartyTwice,
    SomeSigned,
    TermWrong,
)
from .words import AgreementState, Kind, Rhythm, Verb

LONGEST = timedelta(days=3660)
MOST_PARTIES, MOST_DUTIES = 12, 40
DRAFT = AgreementState.DRAFT


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says. `begins`, `ends`: both included. `resource`: what is brought in."""

    kind: Kind
    title: str
    aim: str
    begins: date
    ends: date
    resource: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a party does, how it is shown, how often, and the day it first falls due (None: no day)."""

    what: str
    shown: str
    rhythm: Rhythm
    first_on: date | None = None


def begin_agreement(*, decision_id: int, terms: Terms, by: Viewer) -> Agreement:
    """Begin an agreement that a decision in force asks for.

    Raises NotThere, DecisionWithdrawn, NoPack, AgreementWordsMissing, TermWrong.
    """
    decision = lock_decision(decision_id, by)
    return _begin(decision.place, decision.pk, terms, by)


def begin_pledge(*, place_id: int, terms: Terms, by: Viewer) -> Agreement:
    """Begin a pledge that stands alone. Raises as `begin_agreement`, and DecisionNeeded for another kind."""
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    if terms.kind != Kind.PLEDGE:
        raise DecisionNeeded
    return _begin(place, None, terms, by)


def add_party(*, agreement_id: int, organisation_id: int | None, name: str, gain: str, by: Viewer) -> Party:
    """Enter a party: an organisation of the register, or a body named in words.

    Raises NotThere, AgreementNotNow, SomeSigned, AgreementWordsMissing, PartyTwice, PartiesFull.
    """
    found = _open(agreement_id, by)
    unit = unit_around(organisation_id, found.scope_id) if organisation_id else None
    called, told = (unit.name if unit else name.strip()[:120]), gain.strip()[:500]
    if not called or (not told and found.kind != Kind.PLEDGE):
        raise AgreementWordsMissing
    there = list(found.parties.all())
    if called in {one.name for one in there}:
        raise PartyTwice
    if len(there) >= MOST_PARTIES:
        raise PartiesFull(parties=MOST_PARTIES, duties=MOST_DUTIES)
    no = max((one.no for one in there), default=0) + 1
    party = Party.objects.create(
        agreement=found, scope_id=found.scope_id, no=no, organisation=unit, name=called, gain=told
    )
    write(agreement=found, verb=Verb.PARTY, by=by, no=no, digest=digest_of(called, organisation_id, told))
    return party


def add_duty(*, agreement_id: int, party_no: int, promise: Promise, by: Viewer) -> Duty:
    """Enter a duty of a party; a duty with a rhythm has its first day within the term.

    Raises NotThere, AgreementNotNow, SomeSigned, AgreementWordsMissing, DayWrong, PartiesFull.
    """
    found = _open(agreement_id, by)
    party = _party(found, party_no)
    what, shown = promise.what.strip()[:300], promise.shown.strip()[:200]
    if not what or not shown:
        raise AgreementWordsMissing
    first = None if promise.rhythm == Rhythm.ALWAYS else promise.first_on
    if promise.rhythm != Rhythm.ALWAYS and (first is None or not found.begins <= first <= found.ends):
        raise DayWrong
    numbers = list(Duty.objects.filter(party__agreement=found).values_list("no", flat=True))
    if len(numbers) >= MOST_DUTIES:
        raise PartiesFull(parties=MOST_PARTIES, duties=MOST_DUTIES)
    no = max(numbers, default=0) + 1
    duty = Duty.objects.create(
        party=party, scope_id=found.scope_id, no=no, what=what, shown=shown, rhythm=promise.rhythm,
        first_on=first,
    )  # fmt: skip
    told = digest_of(party_no, what, shown, promise.rhythm.value, first)
    write(agreement=found, verb=Verb.DUTY, by=by, no=no, party=party_no, digest=told)
    return duty


def take_out(*, agreement_id: int, party_no: int, by: Viewer) -> None:
    """Take a party out again, with its duties. Raises NotThere, AgreementNotNow, SomeSigned."""
    found = _open(agreement_id, by)
    party = _party(found, party_no)
    party.duties.all().delete()
    party.delete()
    write(agreement=found, verb=Verb.OUT, by=by, no=party_no)


def drop_draft(*, agreement_id: int, reason: str, by: Viewer) -> Agreement:
    """It is not concluded, with the reason. Raises NotThere, AgreementNotNow, AgreementWordsMissing."""
    found = lock_agreement(agreement_id, by, DRAFT)
    why = reason.strip()[:300]
    if not why:
        raise AgreementWordsMissing
    found.state, found.state_since, found.ended_why = AgreementState.DROPPED, now(), why
    found.save(update_fields=["state", "state_since", "ended_why"])
    write(agreement=found, verb=Verb.DROPPED, by=by, why=why)
    return found


def _begin(place: Place, decision_id: int | None, terms: Terms, by: Viewer) -> Agreement:
    title, aim, resource = terms.title.strip()[:120], terms.aim.strip()[:5000], terms.resource.strip()[:200]
    if not (title and aim) or (terms.kind == Kind.RESOURCE and not resource):
        raise AgreementWordsMissing
    if not terms.begins < terms.ends <= terms.begins + LONGEST:
        raise TermWrong
    at = now()
    pack_id, _rule = rule_now(place.scope_id, at)
    found = Agreement.objects.create(
        scope_id=place.scope_id, code=public_code("A", at), decision_id=decision_id, place=place,
        kind=terms.kind, title=title, aim=aim, resource=resource, begins=terms.begins, ends=terms.ends,
        pack_id=pack_id, state_since=at, made_by=by.actor, made_at=at,
    )  # fmt: skip
    write(
        agreement=found, verb=Verb.BEGUN, by=by, ends=terms.ends.isoformat(),
        digest=digest_of(terms.kind.value, title, aim, resource, terms.begins, place.pk, decision_id),
    )  # fmt: skip
    return found


def _open(agreement_id: int, by: Viewer) -> Agreement:
    found = lock_agreement(agreement_id, by, DRAFT)
    if found.parties.exclude(signed_on=None).exists():
        raise SomeSigned
    return found


def _party(found: Agreement, no: int) -> Party:
    party = found.parties.filter(no=no).first()
    if party is None:
        raise NotThere
    return party
