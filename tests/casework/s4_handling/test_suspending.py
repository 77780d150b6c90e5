"""挂账: a ground, a plan, a date, two people, the resident told; and never forgotten."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Clock, Event
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling.models import Suspension
from huiyin.casework.s4_handling.pauses import resume_clocks
from huiyin.casework.s4_handling.refusals import (
    AskedAlready,
    NothingAsked,
    ReasonMissing,
    ReviewTooLate,
    SecondPerson,
    UnknownGround,
)
from huiyin.casework.s4_handling.suspending import ask_to_suspend, decide_suspension, take_up_again
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from tests.casework.doing import do, drain, state
from tests.town import LAMP, all_seen, case_of

TODAY = date(2025, 10, 13)


@pytest.fixture
def case(town, hands):
    receipt = town.take_in(place_id=town.building.pk)
    drain()
    do(town.viewer("duty"), handling.accept, case_id=receipt.case_id)
    hands.move(minutes=10)
    return receipt


def ask(town, case, by="clerk", **values):
    plain = {
        "reason": "funds",
        "why": "维修资金未到位",
        "plan": "列入明年计划",
        "review_on": TODAY + timedelta(days=90),
    }
    return do(town.viewer(by), ask_to_suspend, case_id=case.case_id, **plain | values)


def decide(town, case, by="second clerk", *, approve=True):
    return do(town.viewer(by), decide_suspension, case_id=case.case_id, approve=approve)


def fix(case):
    with all_seen():
        return Clock.objects.get(case_id=case.case_id, kind="fix")


def test_it_rests_only_after_another_person_approved(town, hands, case):
    ask(town, case, by="duty")
    assert state(case) == "accepted"
    decide(town, case, by="leader")
    assert state(case) == "suspended"
    assert case_of(case).next_due_at is None
    with all_seen():
        row = Suspension.objects.get()
        assert row.pack.startswith("procedure/casework@")
        assert row.state_before == "accepted"
        assert Notice.objects.filter(subject_id=case.case_id, template="suspended").count() == 1
        line = Event.objects.get(verb="suspended")
        assert (line.data["told"], line.data["ground"], line.data["review_on"]) == (
            True,
            "funds",
            "2026-01-11",
        )
    due = fix(case).due_at
    hands.move(days=3)
    do(town.viewer("clerk"), take_up_again, case_id=case.case_id)
    assert state(case) == "accepted"
    assert fix(case).due_at == due + timedelta(days=3)
    with all_seen():
        assert list(wrong_projections()) == []


def test_who_asks_does_not_approve_and_who_may_not_does_neither(town, case):
    with pytest.raises(NothingAsked):
        decide(town, case)
    ask(town, case)
    with pytest.raises(SecondPerson):
        decide(town, case, by="clerk")
    for person in ("duty", "field", "contact", "auditor", "steward", "other clerk"):
        with pytest.raises(NotThere):
            decide(town, case, by=person)
    for person in ("leader", "contact", "auditor", "steward", "other clerk"):
        with pytest.raises(NotThere):
            ask(town, case, by=person)
    with pytest.raises(AskedAlready):
        ask(town, case, by="second clerk")
    with pytest.raises(IntegrityError), all_seen():
        Suspension.objects.update(decided_by=Suspension.objects.get().asked_by)


def test_refused_it_runs_on(town, case):
    ask(town, case)
    decide(town, case, approve=False)
    assert state(case) == "accepted"
    assert fix(case).stopped_at is None
    ask(town, case)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"review_on": TODAY + timedelta(days=91)}, ReviewTooLate),
        ({"review_on": TODAY}, ReviewTooLate),
        ({"reason": "bored"}, UnknownGround),
        ({"why": " "}, ReasonMissing),
        ({"plan": ""}, ReasonMissing),
    ],
)
def test_ground_words_and_date_are_the_packs(town, case, wrong, refusal):
    with pytest.raises(refusal):
        ask(town, case, **wrong)


def test_the_review_is_told_and_nobody_looking_ends_it(town, hands, case):
    ask(town, case, review_on=TODAY + timedelta(days=2))
    decide(town, case)
    hands.move(days=1, hours=23)
    drain()
    with all_seen():
        told = Notice.objects.filter(template="review", subject_id=case.case_id)
        assert {row.recipient for row in told} == {
            f"account:{town.people[name].pk}" for name in ("clerk", "second clerk", "leader")
        }
    assert state(case) == "suspended"
    hands.move(days=1)
    drain()
    assert state(case) == "accepted"
    with all_seen():
        assert Suspension.objects.get().ended_why == "review_missed"


def test_a_renewal_is_asked_and_decided_anew(town, hands, case):
    ask(town, case, review_on=TODAY + timedelta(days=2))
    decide(town, case)
    hands.move(days=1)
    ask(town, case, review_on=TODAY + timedelta(days=91))
    decide(town, case)
    hands.move(days=40)
    drain()
    assert state(case) == "suspended"
    with all_seen():
        assert list(Suspension.objects.order_by("pk").values_list("ended_why", "state_before")) == [
            ("renewed", "accepted"), ("", "accepted"),
        ]  # fmt: skip
    do(town.viewer("clerk"), take_up_again, case_id=case.case_id)
    assert state(case) == "accepted"


def test_nobody_works_on_it_meanwhile_and_only_clerks_take_it_up(town, case):
    ask(town, case)
    decide(town, case)
    duty = town.viewer("duty")
    for act, given in (
        (handling.propose, {"answer": "x"}),
        (handling.arrive, {}),
        (resume_clocks, {}),
        (handling.mark_done, {}),
    ):
        with pytest.raises(NotNow):
            do(duty, act, case_id=case.case_id, **given)
    with pytest.raises(NotNow):
        do(town.viewer("clerk"), triage, case_id=case.case_id, sorting=Sorting(category=LAMP))
    for person in ("duty", "leader"):
        with pytest.raises(NotThere):
            do(town.viewer(person), take_up_again, case_id=case.case_id)


def test_a_resting_case_can_be_taken_back_and_leaves_the_list(town, case):
    ask(town, case)
    decide(town, case)
    do(town.asker(case), withdraw, case_id=case.case_id, reason="no_longer", words="")
    assert state(case) == "withdrawn"
    with all_seen():
        assert Suspension.objects.get().ended_why == "withdrawn"
        assert list(wrong_projections()) == []
