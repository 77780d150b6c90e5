"""How a case may end: by word, by silence after delivery, by others' follow-up, by a reviewed refusal."""

import pytest

from huiyin.bridges.deliveries import delivered, failed
from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Clock, Timer
from huiyin.casework.s4_handling import acts
from huiyin.casework.s4_handling.refusals import AnswerMissing, SecondPerson
from huiyin.casework.s5_closure import acts as closure
from huiyin.casework.s5_closure.declining import ask_to_decline, review_decline
from huiyin.casework.s5_closure.follow_up import give_up, record_call
from huiyin.casework.s5_closure.models import Verdict
from huiyin.casework.s5_closure.refusals import (
    HandlerMayNotCall,
    NotYetUnreached,
    TooLateToReopen,
    VerdictMissing,
)
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.town import all_seen, case_of


def do(viewer, act, **given):
    with seen_as(viewer):
        return act(by=viewer, **given)


def answer(town, receipt, text="已疏通"):
    """Take the case through the hands of the duty room to a written answer, and ask the resident."""
    fire_due()
    worker = town.viewer("duty")
    if case_of(receipt).state == "dispatched":
        do(worker, acts.accept, case_id=receipt.case_id)
    do(worker, acts.propose, case_id=receipt.case_id, answer=text)
    fire_due()


def judge(town, receipt, *, solved, satisfied="yes", words=""):
    me = town.asker(receipt)
    return do(me, closure.judge, case_id=receipt.case_id, solved=solved, satisfied=satisfied, words=words)


def notice(receipt, round_no=1):
    with all_seen():
        return Notice.objects.get(subject_id=receipt.case_id, topic=f"answered:{round_no}")


def deliver(receipt, round_no=1):
    row = notice(receipt, round_no)
    with all_seen():
        Notice.objects.filter(pk=row.pk).update(state="delivered")
        delivered(row)


def state(receipt):
    return case_of(receipt).state


def test_the_requesters_word_ends_it(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    assert state(receipt) == "proposed"
    judge(town, receipt, solved=True)
    assert state(receipt) == "confirmed"
    with all_seen():
        assert not Timer.objects.filter(case_id=receipt.case_id, fired_at=None, cancelled_at=None).exists()
        assert not Clock.objects.filter(case_id=receipt.case_id, stopped_at=None).exists()


def test_not_solved_is_the_same_case_with_fresh_clocks(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    hands.move(hours=1)
    case = judge(town, receipt, solved=False, satisfied="no", words="又漏了")
    assert (case.state, case.reopened, case.answer) == ("dispatched", 1, "")
    with all_seen():
        running = Clock.objects.filter(case_id=receipt.case_id, stopped_at=None)
        assert {clock.started_at for clock in running} == {case.received_at.replace(hour=3)}
        assert Verdict.objects.get(case_id=receipt.case_id).solved is False
    answer(town, receipt, "换了管子")
    judge(town, receipt, solved=True)
    assert state(receipt) == "confirmed"


def test_nobody_else_gives_the_verdict(town, hands):
    receipt, other = town.take_in(), town.take_in()
    answer(town, receipt)
    for viewer in (town.viewer("duty"), town.viewer("clerk"), town.viewer("leader"), town.asker(other)):
        with pytest.raises(NotThere):
            do(viewer, closure.judge, case_id=receipt.case_id, solved=True, satisfied="yes", words="")
    with pytest.raises(NotNow):
        do(SYSTEM, closure.judge, case_id=other.case_id, solved=True, satisfied="yes", words="")
    with pytest.raises(VerdictMissing):
        judge(town, receipt, solved=None)
    assert state(receipt) == "proposed"


def test_the_handler_only_proposes_and_needs_words(town, hands):
    receipt = town.take_in()
    fire_due()
    for empty in ("", "  \n"):
        with pytest.raises(AnswerMissing):
            do(town.viewer("duty"), acts.propose, case_id=receipt.case_id, answer=empty)
    assert state(receipt) == "dispatched"


def test_silence_counts_from_the_delivery_of_the_notice(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    hands.move(hours=20)
    deliver(receipt)
    hands.move(hours=71, minutes=59, seconds=59)
    fire_due()
    assert state(receipt) == "proposed"
    hands.move(seconds=1)
    fire_due()
    assert state(receipt) == "lapsed"


def test_silence_never_ends_a_case_whose_notice_was_not_delivered(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    hands.move(hours=23, minutes=59)
    fire_due()
    assert state(receipt) == "proposed"
    hands.move(minutes=1)
    fire_due()
    assert state(receipt) == "follow_up"
    hands.move(hours=200)
    fire_due()
    assert state(receipt) == "follow_up"


def test_silence_of_an_earlier_round_ends_nothing(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    deliver(receipt)
    judge(town, receipt, solved=False, satisfied="no")
    answer(town, receipt)
    hands.move(hours=73)
    with all_seen():
        closure.lapse(case_id=receipt.case_id, round_no=1)
    assert state(receipt) == "proposed"


def test_a_word_just_before_the_silence_is_over_counts(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    deliver(receipt)
    hands.move(hours=72)
    judge(town, receipt, solved=False, satisfied="no")
    fire_due()
    assert state(receipt) == "dispatched"


@pytest.mark.parametrize("phone", [None, "08335551234"])
def test_who_cannot_be_reached_is_called(town, hands, phone):
    receipt = town.take_in(phone=phone)
    answer(town, receipt)
    assert state(receipt) == "follow_up"


def test_a_failed_notice_goes_to_the_follow_up_list(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    with all_seen():
        failed(notice(receipt))
    assert state(receipt) == "follow_up"


def test_who_handled_it_never_makes_the_call(town, hands):
    receipt = town.take_in(phone=None, category="", content="问个事")
    fire_due()
    clerk, second = town.viewer("clerk"), town.viewer("second clerk")
    do(clerk, acts.propose, case_id=receipt.case_id, answer="已答复")
    fire_due()
    with pytest.raises(HandlerMayNotCall):
        do(clerk, record_call, case_id=receipt.case_id, reached=True, solved=True, satisfied="yes")
    with pytest.raises(HandlerMayNotCall):
        do(clerk, give_up, case_id=receipt.case_id)
    for stranger in ("duty", "leader", "other clerk"):
        with pytest.raises(NotThere):
            do(town.viewer(stranger), record_call, case_id=receipt.case_id, reached=True, solved=True)
    with pytest.raises(VerdictMissing):
        do(second, record_call, case_id=receipt.case_id, reached=True)
    do(second, record_call, case_id=receipt.case_id, reached=True, solved=True, satisfied="basic")
    assert state(receipt) == "attested"


def test_a_call_that_says_no_opens_it_again(town, hands):
    receipt = town.take_in(phone=None)
    answer(town, receipt)
    do(town.viewer("clerk"), record_call, case_id=receipt.case_id, reached=True, solved=False, satisfied="no")
    case = case_of(receipt)
    assert (case.state, case.reopened) == ("dispatched", 1)


def test_not_reached_needs_three_different_days(town, hands):
    receipt = town.take_in(phone=None)
    answer(town, receipt)
    clerk = town.viewer("clerk")
    for _day in range(2):
        for _call in range(2):
            do(clerk, record_call, case_id=receipt.case_id, reached=False)
        with pytest.raises(NotYetUnreached):
            do(clerk, give_up, case_id=receipt.case_id)
        hands.move(days=1)
    do(clerk, record_call, case_id=receipt.case_id, reached=False)
    do(clerk, give_up, case_id=receipt.case_id)
    assert state(receipt) == "unreached"


def test_calls_of_an_earlier_round_do_not_count(town, hands):
    receipt = town.take_in(phone=None)
    answer(town, receipt)
    clerk = town.viewer("clerk")
    for _day in range(3):
        do(clerk, record_call, case_id=receipt.case_id, reached=False)
        hands.move(days=1)
    do(clerk, record_call, case_id=receipt.case_id, reached=True, solved=False)
    answer(town, receipt)
    with pytest.raises(NotYetUnreached):
        do(clerk, give_up, case_id=receipt.case_id)


def test_it_can_be_opened_again_for_thirty_days(town, hands):
    receipt = town.take_in()
    answer(town, receipt)
    judge(town, receipt, solved=True)
    hands.move(days=30)
    do(town.asker(receipt), closure.reopen, case_id=receipt.case_id, words="又漏了")
    assert state(receipt) == "dispatched"
    answer(town, receipt)
    judge(town, receipt, solved=True)
    hands.move(days=30, microseconds=1)
    with pytest.raises(TooLateToReopen):
        do(town.asker(receipt), closure.reopen, case_id=receipt.case_id, words="又漏了")
    for name in ("duty", "clerk"):
        hands.move(days=-1)
        with pytest.raises(NotThere):
            do(town.viewer(name), closure.reopen, case_id=receipt.case_id, words="x")


def test_four_messages_at_most_but_the_answer_always(town, hands):
    receipt = town.take_in()
    for round_no in range(1, 5):
        fire_due()
        worker = town.viewer("duty")
        do(worker, acts.accept, case_id=receipt.case_id)
        do(worker, acts.arrive, case_id=receipt.case_id)
        hands.move(seconds=10)
        fire_due()
        answer(town, receipt, f"第{round_no}次")
        judge(town, receipt, solved=False, satisfied="no")
    with all_seen():
        topics = list(
            Notice.objects.filter(subject_id=receipt.case_id, channel="sms").order_by("created_at", "id")
            .values_list("topic", flat=True)
        )  # fmt: skip
    assert topics[:4] == ["received:1", "arrived:1", "answered:1", "arrived:2"]
    assert topics[4:] == ["answered:2", "answered:3", "answered:4"]


def test_not_accepting_needs_a_lawful_outcome_words_and_a_second_person(town, hands):
    receipt = town.take_in(category="", content="我要离婚")
    clerk, second = town.viewer("clerk"), town.viewer("second clerk")
    with pytest.raises(AnswerMissing):
        do(clerk, ask_to_decline, case_id=receipt.case_id, outcome="legal_channel", answer=" ")
    do(clerk, ask_to_decline, case_id=receipt.case_id, outcome="legal_channel", answer="请到法院")
    assert state(receipt) == "declining"
    with pytest.raises(SecondPerson):
        do(clerk, review_decline, case_id=receipt.case_id, uphold=True, note="")
    for stranger in ("leader", "duty", "other clerk", "auditor"):
        with pytest.raises(NotThere):
            do(town.viewer(stranger), review_decline, case_id=receipt.case_id, uphold=True, note="")
    do(second, review_decline, case_id=receipt.case_id, uphold=True, note="")
    assert state(receipt) == "declined"
    assert case_of(receipt).answer == "请到法院"


def test_a_review_may_give_it_back_to_be_handled(town, hands):
    receipt = town.take_in(category="", content="路灯不亮")
    do(
        town.viewer("clerk"),
        ask_to_decline,
        case_id=receipt.case_id,
        outcome="beyond_duty",
        answer="不归我们",
    )
    do(town.viewer("second clerk"), review_decline, case_id=receipt.case_id, uphold=False, note="归我们")
    case = case_of(receipt)
    assert (case.state, case.answer) == ("received", "")


def test_a_declined_case_can_be_opened_again_by_its_requester(town, hands):
    receipt = town.take_in(category="", content="我要离婚")
    do(
        town.viewer("clerk"),
        ask_to_decline,
        case_id=receipt.case_id,
        outcome="legal_channel",
        answer="请到法院",
    )
    do(town.viewer("second clerk"), review_decline, case_id=receipt.case_id, uphold=True, note="")
    do(town.asker(receipt), closure.reopen, case_id=receipt.case_id, words="不是这个意思")
    assert state(receipt) == "received"
