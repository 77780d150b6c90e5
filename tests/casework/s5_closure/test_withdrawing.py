"""Taken back: the requester's own word, an end state of its own, open again for thirty days."""

import pytest
from django.db import IntegrityError

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Case, Clock, Timer
from huiyin.casework.casefile.words import State
from huiyin.casework.s5_closure.acts import reopen
from huiyin.casework.s5_closure.models import Withdrawal
from huiyin.casework.s5_closure.refusals import TooLateToReopen, WithdrawalWords
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from tests.casework.doing import answer, do, drain, state
from tests.town import all_seen, case_of


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    drain()
    return receipt


def take_back(town, case, reason="other", words="邻居自己修好了", by=None):
    return do(by or town.asker(case), withdraw, case_id=case.case_id, reason=reason, words=words)


def test_it_ends_with_the_own_words_and_nothing_runs_on(town, case):
    take_back(town, case)
    row = case_of(case)
    assert (row.state, row.answer, row.ended_at is not None, row.next_due_at) == ("withdrawn", "", True, None)
    drain()
    with all_seen():
        assert Withdrawal.objects.get().words == "邻居自己修好了"
        assert not Clock.objects.filter(case_id=case.case_id, stopped_at=None).exists()
        assert not Timer.objects.filter(case_id=case.case_id, fired_at=None, cancelled_at=None).exists()


def test_it_can_be_opened_again_for_thirty_days_and_taken_back_again(town, hands, case):
    take_back(town, case)
    do(town.asker(case), reopen, case_id=case.case_id, words="又漏了")
    assert state(case) == "dispatched"
    take_back(town, case, reason="by_itself", words="")
    hands.move(days=31)
    with pytest.raises(TooLateToReopen):
        do(town.asker(case), reopen, case_id=case.case_id, words="")


@pytest.mark.django_db(transaction=True)
def test_nobody_else_takes_it_back_not_even_the_program(town, case):
    other = town.take_in()
    for viewer in (*map(town.viewer, ("clerk", "duty", "leader", "contact")), town.asker(other), SYSTEM):
        with pytest.raises(NotThere):
            take_back(town, case, by=viewer)
    with pytest.raises(IntegrityError, match="word of the requester"), all_seen():
        Case.objects.filter(pk=case.case_id).update(state=State.WITHDRAWN)


@pytest.mark.parametrize(("reason", "words"), [("other", " "), ("", "x"), ("bored", "x")])
def test_a_reason_is_needed(town, case, reason, words):
    with pytest.raises(WithdrawalWords):
        take_back(town, case, reason=reason, words=words)


def test_answered_it_is_judged_not_taken_back(town, case):
    answer(town, case)
    with pytest.raises(NotNow):
        take_back(town, case)
