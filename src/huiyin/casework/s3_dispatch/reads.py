"""Who should handle a case: the catalogue row, the organisation that carries the duty, the person on duty."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.acts import category_of
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders, on_duty
from huiyin.registers.people.words import DutyRank, Role

from .models import Assignment


@dataclass(frozen=True, slots=True)
class Owner:
    """The suggested owner of a case and the reason in words a clerk can check."""

    organisation: Organisation
    account: Account | None
    duty: str


def owner_for(case: Case, at: datetime) -> Owner | None:
    """The owner by catalogue: the first lead of the category that somebody carries here."""
    category, path = category_of(case, case.category, at), scope_tree().up(case.scope_id)
    for duty in category.leads if category else ():
        organisation = serving(duty=duty, scope_path=path)
        if organisation is not None:
            return Owner(organisation, person_of(organisation, case, at), duty)
    return None


def person_of(organisation: Organisation, case: Case, at: datetime) -> Account | None:
    """The named person: who is on duty now, else somebody of the organisation who handles cases here."""
    path = scope_tree().up(case.scope_id)
    standing = on_duty(organisation_id=organisation.pk, rank=DutyRank.DESK, at=at, scope_ids=path)
    if standing is not None:
        return standing
    for role in (Role.DUTY, Role.FIELD, Role.CLERK):
        holder = holders(role=role, scope_ids=path, organisation_id=organisation.pk).first()
        if holder is not None:
            return holder
    return None


def standing_assignment(case: Case) -> Assignment | None:
    """Who has the case now."""
    return Assignment.objects.filter(case=case, ended_at=None).select_related("organisation", "account").first()
