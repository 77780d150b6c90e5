"""Returns inside their window, by rule, decided by somebody else; the third designates; disputes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Clock, Event
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling.returns.acts import ask_return, decide_return
from huiyin.casework.s4_handling.returns.disputes import raise_dispute, review_dispute
from huiyin.casework.s4_handling.returns.models import Return
from huiyin.casework.s4_handling.returns.refusals import (
    BasisMissing,
    Designated,
    NextMissing,
    NotByYou,
    OwnerMissing,
    ReturnPending,
    UpperDesignates,
    WindowOver,
)
from huiyin.casework.s4_handling.returns.rules import designates, window_end
from huiyin.ground.outbox.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.words import PackKind, Urgency
from tests.town import SINCE, all_seen, case_of
from tests.units import add_unit

PACKS = {pack.header.kind: parse(pack.header.kind, pack.content) for pack in read_packs()}
RULE, CALENDAR = PACKS[PackKind.COOPERATION].returns, PACKS[PackKind.CALENDAR]


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    fire_due()
    return case_of(receipt)


def ask(town, case, who="duty", **values):
    viewer = town.viewer(who)
    given = {"legal_basis": "物业管理条例：专业管线归专营单位", "suggested_words": "供水公司"} | values
    with seen_as(viewer):
        return ask_return(case_id=case.pk, by=viewer, **given)


def decide(town, asked, who="clerk", **values):
    viewer = town.viewer(who)
    with seen_as(viewer):
        return decide_return(return_id=asked.pk, by=viewer, **({"grant": True} | values))


def told(account):
    """The templates of an account's inbox, in their order, of returns only."""
    with all_seen():
        rows = Notice.objects.filter(recipient=f"account:{account.pk}", template__startswith="return")
        return list(rows.order_by("created_at", "pk").values_list("template", flat=True))


def standing(case):
    with all_seen():
        return standing_assignment(case)


def test_a_return_names_its_rule_and_the_right_owner(town, case):
    with pytest.raises(BasisMissing):
        ask(town, case, legal_basis=" ")
    with pytest.raises(OwnerMissing):
        ask(town, case, suggested_words="")
    for name in ("clerk", "other clerk"):
        with pytest.raises(NotThere):
            ask(town, case, who=name)
    asked = ask(town, case)
    with pytest.raises(ReturnPending):
        ask(town, case)
    assert asked.until.astimezone(CALENDAR.zone).strftime("%m-%d %H:%M") == "10-14 23:59"


def test_granted_it_goes_on_at_once_and_the_limits_run_on_from_the_first_dispatch(town, case, hands):
    water = add_unit(town, "供水", duty="专")
    with all_seen():
        before = {(c.kind, c.generation): c.due_at for c in Clock.objects.filter(case=case, stopped_at=None)}
    hands.move(minutes=20)
    asked = ask(town, case, suggested=water)
    decided = decide(town, asked)
    assert (decided.given_to, standing(case).organisation) == (water, water)
    assert standing(case).designated is False
    with all_seen():
        after = {(c.kind, c.generation): c.due_at for c in Clock.objects.filter(case=case, stopped_at=None)}
        verbs = list(Event.objects.filter(case=case).order_by("seq").values_list("verb", flat=True))
    assert after == before
    assert [v for v in verbs if "return" in v] == ["return_asked", "returned"]


def test_refused_the_unit_keeps_it(town, case):
    asked = ask(town, case)
    decide(town, asked, grant=False, note="属物业职责")
    assert standing(case).organisation == town.company
    with pytest.raises(NotThere):
        decide(town, asked)


def test_after_the_window_the_unit_handles(town, case, hands):
    hands.set(datetime(2025, 10, 14, 16, 0, tzinfo=UTC))  # midnight after the first working day
    with pytest.raises(WindowOver) as no:
        ask(town, case)
    assert "2025-10-14 23:59" in no.value.said


def test_hard_matters_have_two_working_days(town, case, hands):
    with all_seen():
        Case.objects.filter(pk=case.pk).update(urgency=Urgency.H)
    hands.set(datetime(2025, 10, 15, 15, 0, tzinfo=UTC))
    assert ask(town, case).pk


def test_the_third_return_designates_and_a_designated_unit_may_not_return(town, case):
    units = [add_unit(town, name) for name in ("甲", "乙", "丙")]
    for name, to in zip(("duty", "甲", "乙"), units, strict=True):
        assert standing(case).designated is False
        decide(town, ask(town, case, who=name, suggested=to))
    assert (standing(case).organisation, standing(case).designated) == (units[2], True)
    with pytest.raises(Designated):
        ask(town, case, who="丙")
    with all_seen():
        assert Return.objects.filter(granted=True).count() == 3


def test_the_third_return_is_the_upper_levels_to_decide_where_somebody_works_there(town, case):
    units = [add_unit(town, name) for name in ("甲", "乙", "丙")]
    with all_seen():
        account = Account.objects.create(username="street", display_name="street")
        RoleGrant.objects.create(account=account, role=Role.CLERK, scope=town.street, since=SINCE)
    town.people["street clerk"] = account
    for name, to in zip(("duty", "甲"), units, strict=False):
        decide(town, ask(town, case, who=name, suggested=to))
    clerk = town.people["clerk"]
    assert (told(account), told(clerk)) == ([], ["return", "return"])
    third = ask(town, case, who="乙", suggested=units[2])
    assert (told(account), told(clerk)) == (["return"], ["return", "return"])
    with pytest.raises(UpperDesignates):
        decide(town, third)
    assert standing(case).organisation == units[1]
    decide(town, third, who="street clerk")
    assert (standing(case).organisation, standing(case).designated) == (units[2], True)


def test_who_decides_and_who_asked_hear_of_it(town, case):
    asked = ask(town, case)
    assert told(town.people["clerk"])[-1] == "return"
    decide(town, asked, grant=False)
    assert told(town.people["duty"])[-1] == "return-refused"


def test_it_cannot_go_back_to_the_unit_that_returns_it_nor_to_nobody(town, case):
    asked = ask(town, case)
    for to in (None, town.company):
        with pytest.raises(NextMissing):
            decide(town, asked, to=to)
    with pytest.raises(NotThere):
        decide(town, asked, who="other clerk")
    assert standing(case).organisation == town.company


def test_a_dispute_is_reviewed_by_somebody_without_a_part_in_it(town, case):
    water = add_unit(town, "供水")
    decide(town, ask(town, case), grant=False)
    duty, clerk, second = town.viewer("duty"), town.viewer("clerk"), town.viewer("second clerk")
    with seen_as(duty):
        dispute = raise_dispute(case_id=case.pk, grounds="管道在红线外", by=duty)
        with pytest.raises(ReturnPending):
            raise_dispute(case_id=case.pk, grounds="再问", by=duty)
    with seen_as(clerk), pytest.raises(NotByYou):
        review_dispute(dispute_id=dispute.pk, uphold=True, to=water, by=clerk)
    with seen_as(second):
        with pytest.raises(NextMissing):
            review_dispute(dispute_id=dispute.pk, uphold=True, by=second)
        done = review_dispute(dispute_id=dispute.pk, uphold=True, to=water, by=second, note="查实")
    assert (done.upheld, standing(case).organisation) == (True, water)


def test_a_rejected_dispute_leaves_the_case_where_it_is(town, case):
    duty, second = town.viewer("duty"), town.viewer("second clerk")
    with seen_as(duty):
        dispute = raise_dispute(case_id=case.pk, grounds="不归我们", by=duty)
    with seen_as(second):
        review_dispute(dispute_id=dispute.pk, uphold=False, by=second)
    assert standing(case).organisation == town.company
    with all_seen():
        last = Event.objects.filter(case=case).latest("seq")
    assert (last.verb, last.data["upheld"]) == ("dispute_reviewed", False)


@given(st.integers(0, 500 * 24 * 60))
def test_the_window_ends_with_the_working_day_whatever_holidays_lie_between(minutes):
    made_at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    usual, hard = (window_end(made_at, urgency, RULE, CALENDAR) for urgency in (Urgency.N, Urgency.H))
    day = CALENDAR.local(made_at).date()
    assert CALENDAR.workdays_between(day, usual.date()) == RULE.workdays == 1
    assert CALENDAR.workdays_between(day, hard.date()) == RULE.hard_workdays == 2
    assert made_at < usual < hard


def test_by_data_the_third_time():
    assert [designates(n, RULE) for n in range(5)] == [False, False, False, True, True]
