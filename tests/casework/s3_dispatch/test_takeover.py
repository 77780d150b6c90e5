"""Four companies in five years (report 001): history stays, promises run on, the old one is out at once."""

from datetime import timedelta

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Clock, Event
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.models import Takeover
from huiyin.casework.s3_dispatch.reads import owner_for, standing_assignment
from huiyin.casework.s3_dispatch.takeover.acts import take_estate_over
from huiyin.casework.s3_dispatch.takeover.refusals import NotServing, SameCompany, TakeoverReason
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.leaving import beside
from huiyin.registers.people.models import Device, DutyShift, RoleGrant
from huiyin.registers.people.words import Role
from tests.desks.signed_in import at_desk
from tests.town import SINCE, all_seen, case_of
from tests.units import add_unit, call_of, whistle


def company(town, name):
    return add_unit(
        town, name, scope=town.community, kind=OrganisationKind.COMPANY, works=town.estate, role=Role.DUTY
    )


def hand_over(town, old, new, by="steward", reason="业主大会决定"):
    viewer = town.viewer(by)
    with seen_as(viewer):
        return take_estate_over(scope_id=town.estate.pk, old=old, new=new, reason=reason, by=viewer)


def taken_in(town, **values):
    receipt = town.take_in(**values)
    fire_due()
    return case_of(receipt)


def clocks(case):
    with all_seen():
        rows = Clock.objects.filter(case=case).order_by("kind", "generation")
        return {(c.kind, c.generation): (c.started_at, c.due_at, c.outcome) for c in rows}


@pytest.fixture
def case(town, hands):
    return taken_in(town)


def test_open_cases_go_along_with_the_promises_as_they_were(town, case, hands):
    before = clocks(case)
    hands.move(minutes=6)
    new = company(town, "新物业")
    made = hand_over(town, town.company, new)
    after = clocks(case)
    for key in (("arrive", 1), ("fix", 1)):
        assert after[key] == before[key], key
    assert after["acknowledge", 1][2] == "cancelled"
    assert after["acknowledge", 2][0] == now()
    with all_seen():
        standing = standing_assignment(case)
        line = Event.objects.filter(case=case, verb="taken_over").get()
        assert owner_for(Case.objects.get(pk=case.pk), now()).organisation == new
    assert (standing.organisation, standing.account) == (new, town.people["新物业"])
    assert {one["clock"]: one["state"] for one in line.data["clocks"]}["arrive"] == "overdue"
    assert made.passed_on == 1


def test_the_old_company_is_out_at_that_moment_and_the_new_one_sees_the_history(town, case, hands):
    done, private = taken_in(town, content="灯坏了"), taken_in(town, private=True)
    duty = town.viewer("duty")
    for one in (done, private):
        with seen_as(duty):
            accept(case_id=one.pk, by=duty)
            propose(case_id=one.pk, by=duty, answer="已换")
    with all_seen():
        Case.objects.filter(pk__in=[done.pk, private.pk]).update(
            state=State.LAPSED, ended_at=now() - timedelta(days=90)
        )
    desk, open_page = at_desk(town.people["duty"]), f"/case/{case.number}"
    assert desk.get(open_page).status_code == 200
    new = company(town, "新物业")
    hand_over(town, town.company, new)
    assert desk.get(open_page).status_code == 404
    gone = town.viewer("duty")
    assert town.estate.pk not in gone.scopes
    newcomer = town.viewer("新物业")
    with seen_as(newcomer):
        seen = set(cases_of(newcomer).values_list("pk", flat=True))
    assert seen == {case.pk, done.pk}


def test_screens_and_duty_lists_end_too_and_the_other_estate_is_kept(town, case):
    with all_seen():
        town.people["both"] = account = type(town.people["duty"]).objects.create(
            username="both", display_name="both"
        )
        RoleGrant.objects.create(
            account=account, role=Role.DUTY, scope=town.community, organisation=town.company, since=SINCE
        )
        Device.objects.create(
            label="x", scope=town.estate, organisation=town.company, made_by=account, paired_at=now()
        )
    hand_over(town, town.company, company(town, "新物业"))
    assert town.viewer("both").scopes == frozenset({town.sister.pk})
    with all_seen():
        assert not Device.objects.filter(revoked_at=None).exists()
        assert not DutyShift.objects.filter(organisation=town.company, ends_at__gt=now()).exists()


def test_four_companies_in_a_row_the_last_reads_what_the_first_did(town, case, hands):
    duty = town.viewer("duty")
    with seen_as(duty):
        accept(case_id=case.pk, by=duty)
        propose(case_id=case.pk, by=duty, answer="已通")
    with all_seen():
        Case.objects.filter(pk=case.pk).update(state=State.LAPSED, ended_at=now())
    hands.move(days=100)
    names, old = ("二", "三", "四"), town.company
    for name in names:
        new = company(town, name)
        hand_over(town, old, new)
        old = new
        hands.move(days=300)
    seen = {}
    for name in names:
        viewer = town.viewer(name)
        with seen_as(viewer):
            seen[name] = cases_of(viewer).filter(pk=case.pk).exists()
    assert seen == {"二": False, "三": False, "四": True}
    with all_seen():
        assert Takeover.objects.filter(until=None).count() == 3
        lines = Event.objects.filter(case=case).order_by("seq").values_list("seq", flat=True)
        assert list(lines) == list(range(1, len(lines) + 1))


def test_an_answered_case_that_is_reopened_comes_to_the_new_company(town, case):
    duty = town.viewer("duty")
    with seen_as(duty):
        accept(case_id=case.pk, by=duty)
        propose(case_id=case.pk, by=duty, answer="已通")
    new = company(town, "新物业")
    hand_over(town, town.company, new)
    with all_seen():
        assert standing_assignment(case).organisation == new
        assert Case.objects.get(pk=case.pk).state == State.PROPOSED


def test_open_calls_begin_anew_for_the_new_company(town, case, hands):
    whistle(town, case.pk, town.company)
    hands.move(hours=5)
    new = company(town, "新物业")
    hand_over(town, town.company, new)
    assert call_of(town.company).off_at == now()
    assert call_of(new).called_at == now()


def test_a_hand_over_needs_a_reason_two_companies_and_a_duty(town, case):
    new = company(town, "新物业")
    with pytest.raises(TakeoverReason):
        hand_over(town, town.company, new, reason=" ")
    with pytest.raises(SameCompany):
        hand_over(town, new, new)
    with pytest.raises(NotServing):
        hand_over(town, new, town.company)
    with pytest.raises(NotThere):
        hand_over(town, town.company, new, by="clerk")
    with all_seen():
        assert not Takeover.objects.exists()


def test_what_is_left_beside_a_lost_estate(town):
    assert beside(town.community.pk, town.estate.pk) == [town.sister.pk]
    assert beside(town.street.pk, town.estate.pk) == sorted([town.sister.pk, town.other_community.pk])
    assert beside(town.estate.pk, town.estate.pk) == []
