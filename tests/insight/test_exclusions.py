"""Each exclusion has its reason and its second person."""

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s4_handling.models import Suspension
from huiyin.casework.s5_closure.models import Withdrawal
from huiyin.casework.s5_closure.words import LegalOutcome, WithdrawalReason
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.exclusions import grounds_of
from huiyin.insight.predicates import EXCLUSIONS
from tests.insight.rows import HOUR, decline, put_case
from tests.town import plant_town


@pytest.fixture
def town(db):
    town = plant_town()
    with seen_as(SYSTEM):
        yield town


def by(town):
    return f"account:{town.people['leader'].pk}"


def test_not_accepted_with_its_lawful_way_and_who_upheld_it(town):
    case = put_case(town.estate, now() - HOUR)
    decline(case, "emergency", now())
    ground = grounds_of("handed_to_emergency", [case.pk])[case.pk]
    assert ground.reason == str(LegalOutcome.EMERGENCY.label)


def test_resting_with_what_was_told_and_who_approved_it(town):
    case, at = put_case(town.estate, now() - HOUR), now()
    Suspension.objects.create(
        case=case, scope_id=case.scope_id, reason="season", why="等停暖", plan="四月开工",
        review_on=at.date(), pack="p", asked_by="account:1", asked_at=at,
        decided_by=by(town), decided_at=at, approved=True,
    )  # fmt: skip
    ground = grounds_of("suspended_with_approval", [case.pk])[case.pk]
    assert (ground.reason, ground.by) == ("等停暖", town.people["leader"].display_name)


def test_joined_names_the_case_it_went_to(town):
    case, main, at = put_case(town.estate, now()), put_case(town.estate, now()), now()
    Link.objects.create(
        kind="merged", case=case, main=main, scope_id=case.scope_id, made_by=by(town), made_at=at,
        why="同一根管",
    )  # fmt: skip
    ground = grounds_of("merged", [case.pk])[case.pk]
    assert ground.reason == f"{main.number}；同一根管"
    assert ground.by == town.people["leader"].display_name


def test_taken_back_by_the_person_who_asked(town):
    case = put_case(town.estate, now())
    Withdrawal.objects.create(
        case=case, scope_id=case.scope_id, round=1, reason="mistake", actor="requester", at=now()
    )
    ground = grounds_of("withdrawn", [case.pk])[case.pk]
    assert (ground.reason, ground.by) == (str(WithdrawalReason.MISTAKE.label), "requester")


def test_every_exclusion_can_be_asked_for_and_many_cost_what_one_costs(town, django_assert_max_num_queries):
    ids = list(Case.objects.values_list("pk", flat=True))
    for key in EXCLUSIONS:
        with django_assert_max_num_queries(2):
            assert grounds_of(key, ids) == {}
