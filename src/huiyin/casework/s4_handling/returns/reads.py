"""Returns and disputes as their viewers may see them."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.casework.casefile.ledger import calendar_of
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.cooperation import Cooperation, ReturnRule
from huiyin.registers.rules.reads import cooperation_for

from .models import Dispute, Return
from .rules import designates, window_end

OPEN_RETURN = {"decided_at": None, "assignment__ended_at": None}
OPEN_DISPUTE = {"reviewed_at": None, "assignment__ended_at": None}


def rule_for(case: Case, at: datetime) -> ReturnRule:
    """The rule of returns at the case's place."""
    rules = cooperation_for(scope_tree().up(case.scope_id), at).rules
    assert isinstance(rules, Cooperation)  # noqa: S101 - cooperation_for returns no other kind
    return rules.returns


def window_of(assignment: Assignment, case: Case) -> datetime:
    """Until when this dispatch can be returned, by the rule that held when it was made."""
    rule = rule_for(case, assignment.made_at)
    return window_end(assignment.made_at, case.urgency, rule, calendar_of(case, assignment.made_at))


def times_returned(case: Case) -> int:
    """How often the case came back: granted returns and upheld disputes."""
    returned = Return.objects.filter(case=case, granted=True).count()
    return returned + Dispute.objects.filter(case=case, upheld=True).count()


def is_designated(assignment: Assignment, case: Case, at: datetime) -> bool:
    """Whether the unit has the case for good."""
    return assignment.designated or designates(times_returned(case), rule_for(case, at))


def returns_of(case_id: UUID) -> list[Return]:
    """Every return of a case, the newest first. One query."""
    rows = Return.objects.filter(case_id=case_id)
    return list(rows.select_related("organisation", "suggested", "given_to").order_by("-asked_at"))


def disputes_of(case_id: UUID) -> list[Dispute]:
    """Every dispute of a case, the newest first. One query."""
    rows = Dispute.objects.filter(case_id=case_id)
    return list(rows.select_related("organisation", "given_to").order_by("-raised_at"))


def open_returns(viewer: Viewer) -> QuerySet[Return]:
    """Returns that wait for the viewer's word, the oldest first."""
    scopes = viewer.grants.get(Permission.CASE_DISPATCH, frozenset())
    rows = Return.objects.filter(**OPEN_RETURN, scope_id__in=scopes).exclude(asked_by=viewer.actor)
    return rows.select_related("case__place", "organisation", "suggested").order_by("asked_at")


def open_disputes(viewer: Viewer) -> QuerySet[Dispute]:
    """Disputes that wait for the viewer's word, the oldest first."""
    scopes = viewer.grants.get(Permission.CASE_REVIEW, frozenset())
    rows = Dispute.objects.filter(**OPEN_DISPUTE, scope_id__in=scopes).exclude(raised_by=viewer.actor)
    return rows.select_related("case__place", "organisation").order_by("raised_at")


def return_within(viewer: Viewer, return_id: int) -> Return:
    """An open return the viewer may decide on. Raises NotThere."""
    found = open_returns(viewer).filter(pk=return_id, case__in=cases_of(viewer)).first()
    if found is None:
        raise NotThere
    return found


def dispute_within(viewer: Viewer, dispute_id: int) -> Dispute:
    """An open dispute the viewer may review. Raises NotThere."""
    found = open_disputes(viewer).filter(pk=dispute_id, case__in=cases_of(viewer)).first()
    if found is None:
        raise NotThere
    return found
