"""Open a mediation, enter parties and their consent, appoint mediators, write notes, end it."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Verb
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place

from .models import Mediation, MediationNote, MediationParty, Mediator
from .reads import found_conflicts, mediates, note_aad
from .refusals import (
    ConflictOfInterest,
    ConsentMissing,
    MediationOpen,
    MediationOver,
    PartyKnown,
    RoutesMissing,
    SubjectMissing,
)
from .words import Asked, How, Outcome, Side, Step

TWO = 2


def open_mediation(
    *, case_id: UUID, subject: str, asked: Asked, by: Viewer, organisation: Organisation | None = None
) -> Mediation:
    """Begin a mediation of a case, asked for or offered. Raises NotThere, SubjectMissing, MediationOpen."""
    case = lock_case(case_id)
    by.must(Permission.MEDIATION_WORK, case.scope_id)
    if not subject.strip():
        raise SubjectMissing
    at = now()
    try:
        with transaction.atomic():
            mediation = Mediation.objects.create(
                case=case, scope_id=case.scope_id, no=Mediation.objects.filter(case=case).count() + 1,
                organisation=organisation, subject=subject.strip()[:200], asked=asked, opened_by=by.actor,
                opened_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise MediationOpen from None
    write(case=case, verb=Verb.MEDIATION, by=by, at=at, step=Step.OPENED)
    return mediation


def add_party(
    *, mediation_id: int, name: str, side: Side, by: Viewer, place: Place | None = None
) -> MediationParty:
    """Enter somebody in dispute. Raises NotThere, MediationOver, PartyKnown."""
    mediation = lock_mediation(mediation_id, by)
    try:
        with transaction.atomic():
            party = MediationParty.objects.create(
                mediation=mediation, scope_id=mediation.scope_id, name=name.strip()[:80], side=side,
                place=place,
            )  # fmt: skip
    except IntegrityError:
        raise PartyKnown from None
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, step=Step.PARTY)
    return party


def record_consent(*, party_id: int, agrees: bool, how: How, by: Viewer) -> MediationParty:
    """A party's own word. A clear no ends the mediation at once (17). Raises NotThere, MediationOver."""
    party = MediationParty.objects.filter(pk=party_id).first()
    if party is None:
        raise NotThere
    mediation = lock_mediation(party.mediation_id, by)
    at = now()
    party.consents, party.consent_how, party.consent_at, party.consent_by = agrees, how, at, by.actor
    party.save(update_fields=["consents", "consent_how", "consent_at", "consent_by"])
    if not agrees:
        _end(mediation, Outcome.REFUSED, "", at)
    step = Step.CONSENTED if agrees else Step.REFUSED
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=step)
    return party


def appoint(
    *, mediation_id: int, account: Account, by: Viewer, declared: str = "", chosen: bool = False,
    accepted: bool = False,
) -> Mediator:  # fmt: skip
    """Appoint a mediator, or take the one the parties chose; conflicts of interest are looked for first.

    `accepted`: all parties were told of the conflict and accept. Raises NotThere, MediationOver,
    ConflictOfInterest.
    """
    mediation = lock_mediation(mediation_id, by)
    conflicts = found_conflicts(mediation, account, declared)
    if conflicts and not accepted:
        raise ConflictOfInterest(why="、".join(str(conflict.label) for conflict in conflicts))
    at = now()
    mediator, made = Mediator.objects.get_or_create(
        mediation=mediation, account=account, ended_at=None,
        defaults={
            "scope_id": mediation.scope_id, "chosen": chosen, "declared": declared.strip()[:300],
            "conflicts": [conflict.value for conflict in conflicts], "accepted": accepted,
            "appointed_by": by.actor, "appointed_at": at,
        },
    )  # fmt: skip
    if made:
        write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.APPOINTED)
    return mediator


def step_back(*, mediator_id: int, reason: str, by: Viewer) -> Mediator:
    """A mediator leaves; from now on the notes are closed to them. Raises NotThere, MediationOver."""
    mediator = Mediator.objects.filter(pk=mediator_id, ended_at=None).first()
    if mediator is None:
        raise NotThere
    mediation = lock_mediation(mediator.mediation_id, by)
    mediator.ended_at, mediator.ended_why = now(), reason.strip()[:200]
    mediator.save(update_fields=["ended_at", "ended_why"])
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=mediator.ended_at, step=Step.RECUSED)
    return mediator


def write_note(*, mediation_id: int, text: str, by: Viewer) -> MediationNote:
    """A confidential note, sealed; the timeline says that one was written and nothing else.

    Raises NotThere, MediationOver, ConsentMissing, SubjectMissing (no words).
    """
    mediation = lock_mediation(mediation_id, by)
    if not mediates(by, mediation) or by.account_id is None:
        raise NotThere
    must_consent(mediation)
    if not text.strip():
        raise SubjectMissing
    at = now()
    note = MediationNote.objects.create(
        mediation=mediation, scope_id=mediation.scope_id, author_id=by.account_id, at=at,
        body_sealed=crypto.seal(text.strip()[:5000], aad=note_aad(mediation.pk)),
    )  # fmt: skip
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.NOTED)
    return note


def end_without(*, mediation_id: int, outcome: Outcome, told: str, by: Viewer) -> Mediation:
    """No agreement: the parties hear of the other ways (26).

    Raises NotThere, MediationOver, RoutesMissing.
    """
    mediation = lock_mediation(mediation_id, by)
    if not told.strip():
        raise RoutesMissing
    at = now()
    _end(mediation, outcome if outcome != Outcome.AGREED else Outcome.FAILED, told, at)
    write(case=mediation.case, verb=Verb.MEDIATION, by=by, at=at, step=Step.ENDED)
    return mediation


def lock_mediation(mediation_id: int, by: Viewer, *, living: bool = True) -> Mediation:
    """A mediation the viewer keeps, its case locked. Raises NotThere, MediationOver."""
    found = Mediation.objects.filter(pk=mediation_id).first()
    if found is None or not by.may(Permission.MEDIATION_WORK, found.scope_id):
        raise NotThere
    case: Case = lock_case(found.case_id)
    mediation = Mediation.objects.select_for_update().get(pk=mediation_id)
    mediation.case = case
    if living and mediation.ended_at is not None:
        raise MediationOver
    return mediation


def must_consent(mediation: Mediation) -> None:
    """Refuse while a party has not said that it wants to. Raises ConsentMissing."""
    words = list(mediation.parties.values_list("consents", flat=True))
    if len(words) < TWO or not all(words):
        raise ConsentMissing


def _end(mediation: Mediation, outcome: Outcome, told: str, at: datetime) -> None:
    mediation.outcome, mediation.ended_at, mediation.told = outcome, at, told.strip()[:500]
    mediation.save(update_fields=["outcome", "ended_at", "told"])
