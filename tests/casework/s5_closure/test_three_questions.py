"""Follow-up: contacted? solved? satisfied? — by somebody who had no hand in it; a no reopens."""

import pytest

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.s4_handling.incidents import Opening, end_incident, open_incident
from huiyin.casework.s5_closure.follow_up import record_call
from huiyin.casework.s5_closure.models import FollowUpCall, Verdict
from huiyin.casework.s5_closure.refusals import HandlerMayNotCall, VerdictMissing
from huiyin.ground.clock import now
from tests.casework.doing import answer, do, drain, state
from tests.town import WATER, all_seen, case_of


@pytest.fixture
def case(town, hands):
    """Answered, and nobody reachable by message."""
    receipt = town.take_in(phone=None)
    answer(town, receipt)
    assert state(receipt) == "follow_up"
    return receipt


def call(town, case, by="clerk", **said):
    plain = {"reached": True, "contacted": True, "solved": True, "satisfied": "yes", "words": "好"}
    return do(town.viewer(by), record_call, case_id=case.case_id, **plain | said)


def again(town, case):
    answer(town, case)
    return case


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({}, "attested"),
        ({"satisfied": "basic"}, "attested"),
        ({"contacted": False}, "attested"),
        ({"contacted": None, "satisfied": ""}, "attested"),
        ({"solved": False, "satisfied": "yes"}, "dispatched"),
        ({"satisfied": "no"}, "dispatched"),
    ],
)
def test_each_question_is_kept_and_the_last_two_reopen(town, case, said, ends):
    call(town, case, **said)
    assert state(case) == ends
    with all_seen():
        row = FollowUpCall.objects.get()
        kept = {"contacted": row.contacted, "solved": row.solved, "satisfied": row.satisfied}
    assert kept == {"contacted": True, "solved": True, "satisfied": "yes"} | said
    assert case_of(case).reopened == (ends == "dispatched")


def test_solved_but_not_satisfied_reopens_once_not_solved_always(town, hands, case):
    call(town, case, satisfied="no")
    again(town, case)
    call(town, case, satisfied="no")
    assert state(case) == "attested"
    with all_seen():
        assert Verdict.objects.filter(solved=True, satisfied="no").count() == 2


def test_not_solved_reopens_every_time(town, hands, case):
    for round_no in (1, 2, 3):
        call(town, case, solved=False)
        assert case_of(case).reopened == round_no
        again(town, case)


def test_not_reached_answers_nothing(town, case):
    call(town, case, reached=False)
    with all_seen():
        row = FollowUpCall.objects.get()
    assert (row.contacted, row.solved, row.satisfied) == (None, None, "")
    with pytest.raises(VerdictMissing):
        call(town, case, solved=None)


def test_only_what_waits_for_a_call_takes_one(town, hands):
    receipt = town.take_in()
    with pytest.raises(NotNow):
        call(town, receipt, reached=False)


def test_who_ended_the_incident_does_not_ask_how_it_was(town, hands):
    receipt = town.take_in(phone=None, place_id=town.building.pk)
    drain()
    opening = Opening(category=WATER, title="主管爆裂", told="抢修中", begun_at=now())
    clerk = town.viewer("clerk")
    incident = do(clerk, open_incident, place=town.building, opening=opening, case_ids=[receipt.case_id])
    do(clerk, end_incident, incident_id=incident.pk, answer="已修复")
    drain()
    assert state(receipt) == "follow_up"
    with pytest.raises(HandlerMayNotCall):
        call(town, receipt)
    call(town, receipt, by="second clerk")
    assert state(receipt) == "attested"
