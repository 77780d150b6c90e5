"""Mediations as their viewers may see them; the notes have a read of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground import crypto
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import building_of, buildings_of_places

from .models import Mediation, MediationNote, MediationParty, Mediator, Milestone
from .rules import Candidate, conflicts_of
from .words import Conflict


def mediations_of(viewer: Viewer) -> QuerySet[Mediation]:
    """The mediations of the areas where the viewer keeps them."""
    rows = Mediation.objects.select_related("case__place", "organisation", "agreement")
    if viewer.everywhere:
        return rows
    return rows.filter(scope_id__in=viewer.grants.get(Permission.MEDIATION_WORK, frozenset()))


def mediation_for(viewer: Viewer, mediation_id: int) -> Mediation:
    """One of them. Raises NotThere."""
    found = mediations_of(viewer).filter(pk=mediation_id).first()
    if found is None:
        raise NotThere
    return found


def party_for(viewer: Viewer, party_id: int) -> MediationParty:
    """A party of one of them. Raises NotThere."""
    rows = MediationParty.objects.select_related("mediation__case")
    found = rows.filter(pk=party_id, mediation__in=mediations_of(viewer)).first()
    if found is None:
        raise NotThere
    return found


def mediator_for(viewer: Viewer, mediator_id: int) -> Mediator:
    """A mediator of one of them. Raises NotThere."""
    rows = Mediator.objects.select_related("mediation__case", "account")
    found = rows.filter(pk=mediator_id, mediation__in=mediations_of(viewer)).first()
    if found is None:
        raise NotThere
    return found


def milestone_for(viewer: Viewer, milestone_id: int) -> Milestone:
    """A milestone of one of their agreements. Raises NotThere."""
    rows = Milestone.objects.select_related("agreement__mediation__case", "party")
    found = rows.filter(pk=milestone_id, agreement__mediation__in=mediations_of(viewer)).first()
    if found is None:
        raise NotThere
    return found


def mediates(viewer: Viewer, mediation: Mediation) -> bool:
    """Whether the viewer is a mediator of this very mediation, now."""
    if viewer.account_id is None or not viewer.may(Permission.MEDIATION_NOTES, mediation.scope_id):
        return False
    return mediation.mediators.filter(account_id=viewer.account_id, ended_at=None).exists()


@dataclass(frozen=True, slots=True)
class Note:
    """A confidential note in clear."""

    at: datetime
    author: str
    text: str


def notes_of(viewer: Viewer, mediation: Mediation) -> Sequence[Note]:
    """The confidential notes, for this mediation's mediators alone; for all others they are not there.

    Raises NotThere.
    """
    if not mediates(viewer, mediation):
        raise NotThere
    rows = MediationNote.objects.filter(mediation=mediation).select_related("author").order_by("at", "pk")
    return [Note(row.at, row.author.display_name, _clear(row)) for row in rows]


def note_aad(mediation_id: int) -> str:
    """What a note is bound to."""
    return f"handling_mediationnote.body:{mediation_id}"


def _clear(row: MediationNote) -> str:
    return crypto.unseal(bytes(row.body_sealed), aad=note_aad(row.mediation_id))


def found_conflicts(mediation: Mediation, account: Account, declared: str) -> Sequence[Conflict]:
    """What the registers say against somebody as mediator of this dispute."""
    parties = list(mediation.parties.select_related("place"))
    had = Assignment.objects.filter(case_id=mediation.case_id)
    return conflicts_of(
        _candidate(account),
        party_names=[party.name for party in parties],
        party_places=[place.pk for place in (_building(p.place) for p in parties if p.place) if place],
        handlers=[one for one in had.values_list("account_id", flat=True) if one],
        units=had.values_list("organisation_id", flat=True),
        declared=declared,
    )


def _candidate(account: Account) -> Candidate:
    person = account.person
    grants = RoleGrant.objects.filter(account=account, until=None, organisation__isnull=False)
    home = _building(person.home) if person and person.home else None
    inside = buildings_of_places([home.pk]).get(home.pk, frozenset()) if home else frozenset()
    return Candidate(
        names=frozenset({account.display_name.strip(), *([person.name.strip()] if person else [])}),
        places=inside,
        account_id=account.pk,
        organisation_ids=frozenset(one for one in grants.values_list("organisation_id", flat=True) if one),
    )


def _building(place: Place) -> Place:
    return building_of(place)[0]
