"""Possibly a nuisance: two people, an end, a list of its own; nothing refused, ended, hidden or stopped."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Clock, Event, Timer
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.casefile.reads import staff_timeline, timeline
from huiyin.casework.casefile.words import PUBLIC_VERBS, Verb
from huiyin.casework.s3_dispatch.acts import dispatch
from huiyin.casework.s4_handling.models import NuisanceMark
from huiyin.casework.s4_handling.nuisance.acts import ask_to_mark, decide_mark, lift_mark
from huiyin.casework.s4_handling.nuisance.reads import apart_for, fold_repeats, repeats_under
from huiyin.casework.s4_handling.nuisance.refusals import (
    DangerIsNoNuisance,
    MarkTooLong,
    NoPhoneToMark,
)
from huiyin.casework.s4_handling.nuisance.truth import truth_of
from huiyin.casework.s4_handling.refusals import AskedAlready, NothingAsked, ReasonMissing, SecondPerson
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from tests.casework.doing import answer, do, drain, state
from tests.town import LAMP, MOBILE, WATER, all_seen, case_of

TODAY = date(2025, 10, 13)
SAME = "你们什么时候下班"


@pytest.fixture
def call(town, hands):
    """A question that waits for a clerk."""
    return town.take_in(content=SAME, category="")


def ask(town, receipt, by="clerk", **values):
    return do(
        town.viewer(by), ask_to_mark, case_id=receipt.case_id, **{"reason": "一天 30 通，内容相同"} | values
    )


def decide(town, receipt, by="second clerk", *, confirm=True):
    return do(town.viewer(by), decide_mark, case_id=receipt.case_id, confirm=confirm)


def mark(town, receipt, **values):
    ask(town, receipt, **values)
    return decide(town, receipt)


def lists(town, by="clerk"):
    """Filter -> the numbers in it."""
    viewer = town.viewer(by)
    with seen_as(viewer):
        apart = apart_for(viewer, now())
        found = {
            wanted: {case.number for case in queue.waiting(viewer, wanted, now(), apart=apart.all)}
            for wanted in Filter
        }
        counts = queue.counts_of(viewer, now(), apart=apart.all)
        assert {wanted: queue.count(counts, wanted) for wanted in Filter} == {
            wanted: len(numbers) for wanted, numbers in found.items()
        }
    return found


def folded(town):
    """number -> the numbers folded under its row, in the list of all open cases."""
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        apart = apart_for(viewer, now())
        cases = queue.waiting(viewer, Filter.OPEN, now(), apart=apart.all)
        shown = list(fold_repeats(cases, apart))
        under = repeats_under(shown, cases, apart)
    return {case.number: list(under.get(case.pk, (0, ()))[1]) for case in shown}


@pytest.mark.django_db(transaction=True)
def test_a_mark_needs_a_reason_and_a_second_person(town, call) -> None:
    with pytest.raises(ReasonMissing):
        ask(town, call, reason="  ")
    with pytest.raises(NothingAsked):
        decide(town, call)
    ask(town, call)
    with pytest.raises(AskedAlready):
        ask(town, call, by="second clerk")
    with pytest.raises(SecondPerson):
        decide(town, call, by="clerk")
    assert lists(town)[Filter.APART] == set(), "asked for is not marked"
    decide(town, call)
    assert lists(town)[Filter.APART] == {call.number}
    with pytest.raises(AskedAlready):
        ask(town, call)
    with all_seen(), pytest.raises(IntegrityError):
        NuisanceMark.objects.update(decided_by="account:1", asked_by="account:1")


def test_a_refused_mark_changes_nothing_and_may_be_asked_for_again(town, call) -> None:
    ask(town, call)
    decide(town, call, confirm=False)
    assert lists(town)[Filter.TRIAGE] == {call.number}
    mark(town, call)
    assert lists(town)[Filter.APART] == {call.number}


def test_only_those_who_sort_may_ask_and_lift_and_only_reviewers_decide(town, call) -> None:
    for name in ("duty", "field", "leader", "other clerk"):
        with pytest.raises(NotThere):
            ask(town, call, by=name)
    ask(town, call)
    for name in ("duty", "leader", "other clerk"):
        with pytest.raises(NotThere):
            decide(town, call, by=name)


def test_the_case_stays_open_with_its_clocks_and_the_resident_sees_no_difference(town, hands, call) -> None:
    drain()
    with all_seen():
        before = list(Clock.objects.filter(case_id=call.case_id).values("kind", "due_at", "stopped_at"))
        timers = Timer.objects.filter(case_id=call.case_id, cancelled_at=None, fired_at=None).count()
    mark(town, call, number=True)
    asker = town.asker(call)
    with all_seen():
        assert (
            list(Clock.objects.filter(case_id=call.case_id).values("kind", "due_at", "stopped_at")) == before
        )
        assert Timer.objects.filter(case_id=call.case_id, cancelled_at=None, fired_at=None).count() == timers
        told = Notice.objects.filter(subject_id=call.case_id, recipient="requester")
        assert [notice.topic for notice in told] == ["received:1"], "nothing but the receipt"
    with seen_as(asker):
        verbs = {line.verb for line in timeline(case_of(call), public=True)}
    assert state(call) == "received"
    assert verbs <= set(PUBLIC_VERBS) - {Verb.MARKED, Verb.MARK_ASKED}
    found = lists(town)
    assert found[Filter.OPEN] == found[Filter.APART] == {call.number}
    assert found[Filter.TRIAGE] == set()


def test_a_marked_telephone_is_marked_in_its_community_alone(town, call) -> None:
    mark(town, call, number=True)
    sister = town.take_in(content="路灯不亮", category="", scope_id=town.sister.pk)
    other = town.take_in(content="路灯不亮", category="", scope_id=town.other_estate.pk)
    stranger = town.take_in(content=SAME, category="", phone="13800138001")
    drain()
    assert lists(town)[Filter.APART] == {call.number, sister.number}
    assert lists(town)[Filter.TRIAGE] == {stranger.number}
    assert lists(town, "other clerk")[Filter.TRIAGE] == {other.number}


def test_danger_is_never_put_aside_and_alarms_at_once(town, call) -> None:
    mark(town, call, number=True)
    gas = town.take_in(content="楼道里有很浓的煤气味，闻着头晕", category="")
    drain()
    with all_seen():
        assert Notice.objects.filter(subject_id=gas.case_id, topic="danger:1").exists()
    assert gas.number not in lists(town)[Filter.APART]
    with pytest.raises(DangerIsNoNuisance):
        ask(town, gas)


def test_what_has_a_promise_in_minutes_goes_out_but_not_the_same_words_again(town, call) -> None:
    mark(town, call, number=True)
    first = town.take_in(content="楼道灯不亮", category=LAMP)
    again = town.take_in(content="楼道灯不亮", category=LAMP)
    fresh = town.take_in(content="车棚灯也不亮", category=LAMP)
    neighbour = town.take_in(content="楼道灯不亮", category=LAMP, phone="13800138001")
    urgent = [town.take_in(content="厨房下水返水", category=WATER) for _twice in range(2)]
    drain()
    assert state(again) == "received"
    assert {state(one) for one in (first, fresh, neighbour, *urgent)} == {"dispatched"}
    with all_seen():
        line = Event.objects.get(case_id=again.case_id, verb=Verb.WAITS_APART)
        assert line.data["same_as"] == first.number
        assert Clock.objects.filter(case_id=again.case_id, kind="arrive", stopped_at=None).exists()
    assert again.number in lists(town)[Filter.APART]


def test_the_same_words_of_a_marked_telephone_are_one_row_that_opens(town, hands, call) -> None:
    hands.move(minutes=1)
    twice = town.take_in(content=SAME, category="")
    hands.move(minutes=1)
    thrice = town.take_in(content=SAME, category="")
    other_words = town.take_in(content="想问停车", category="")
    stranger = town.take_in(content=SAME, category="", phone="13800138001")
    drain()
    assert set(folded(town)) == {one.number for one in (call, twice, thrice, other_words, stranger)}
    mark(town, call, number=True)
    rows = folded(town)
    assert rows == {call.number: [twice.number, thrice.number], other_words.number: [], stranger.number: []}
    assert len(lists(town)[Filter.OPEN]) == len(rows) + 2, "a folded case still counts"


def test_a_private_case_is_never_folded_under_one_the_viewer_does_not_see(town, hands, call) -> None:
    """What is compared is the list of this viewer; here: one estate of two."""
    there = town.take_in(content=SAME, category="", scope_id=town.sister.pk)
    mark(town, call, number=True)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        apart = apart_for(viewer, now())
        cases = queue.waiting(viewer, Filter.APART, now(), [town.sister.pk], apart=apart.all)
        assert [case.number for case in fold_repeats(cases, apart)] == [there.number]


def test_a_mark_ends_by_itself_within_the_limit_of_the_rules(town, hands, call) -> None:
    for day in (TODAY, TODAY + timedelta(days=31)):
        with pytest.raises(MarkTooLong):
            ask(town, call, until=day)
    mark(town, call, number=True, until=TODAY + timedelta(days=30))
    hands.move(days=30)
    assert lists(town)[Filter.APART] == {call.number}
    hands.move(days=1)
    assert lists(town)[Filter.TRIAGE] == {call.number}
    mark(town, call)


def test_one_person_lifts_it_from_any_case_it_is_on(town, call) -> None:
    mark(town, call, number=True)
    later = town.take_in(content="水表坏了", category="")
    with pytest.raises(ReasonMissing):
        do(town.viewer("clerk"), lift_mark, case_id=later.case_id, why=" ", proved_true=True)
    do(town.viewer("clerk"), lift_mark, case_id=later.case_id, why="去看了，确实坏了", proved_true=True)
    assert lists(town)[Filter.APART] == set()
    with pytest.raises(NothingAsked):
        do(town.viewer("clerk"), lift_mark, case_id=later.case_id, why="又一次", proved_true=True)


def test_how_many_marked_reports_were_true_is_counted_with_its_lists(town, hands, call) -> None:
    mark(town, call, number=True)
    hands.move(minutes=1)
    water = town.take_in(content="厨房下水返水", category=WATER)
    answer(town, water)
    asked = town.take_in(content="想问停车", category="")
    answer(town, asked)  # a question answered by the desk: nobody was sent out
    lamp = town.take_in(content="路灯不亮", category="")
    hands.move(minutes=1)
    do(town.viewer("clerk"), lift_mark, case_id=lamp.case_id, why="去看了", proved_true=True)
    hands.move(minutes=1)
    after = town.take_in(content="谢谢", category="")
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        truth = truth_of(viewer)
    assert {case.number for case in truth.true} == {water.number, lamp.number}
    assert {case.number for case in truth.known} == {water.number, lamp.number, asked.number}
    assert {case.number for case in truth.open} == {call.number}
    assert after.number not in {case.number for case in (*truth.known, *truth.open)}
    stranger = town.viewer("other clerk")
    with seen_as(stranger):
        assert truth_of(stranger).known == []


def test_without_a_telephone_only_the_case_is_marked(town, hands) -> None:
    silent = town.take_in(content=SAME, category="", phone="")
    with pytest.raises(NoPhoneToMark):
        ask(town, silent, number=True)
    mark(town, silent)
    again = town.take_in(content=SAME, category="", phone="")
    assert lists(town)[Filter.APART] == {silent.number}
    assert again.number in lists(town)[Filter.TRIAGE]


def test_units_that_work_on_the_case_see_nothing_of_the_doubt(town, call) -> None:
    mark(town, call, number=True)
    do(town.viewer("clerk"), dispatch, case_id=call.case_id, organisation=town.company, account=None)
    for name, sees in (("clerk", True), ("leader", True), ("auditor", True), ("duty", False)):
        viewer = town.viewer(name)
        with seen_as(viewer):
            verbs = {line.verb for line in staff_timeline(case_of(call), viewer)}
        assert (Verb.MARKED in verbs, Verb.DISPATCHED in verbs) == (sees, True), name


def test_an_answered_case_is_not_marked(town, call) -> None:
    answer(town, call)
    with pytest.raises(NotNow):
        ask(town, call)


def test_given_out_by_a_person_it_is_a_case_like_any_other(town, hands) -> None:
    lamp = town.take_in(content="路灯不亮", category="", phone=MOBILE)
    mark(town, lamp, number=True)
    do(town.viewer("clerk"), dispatch, case_id=lamp.case_id, organisation=town.company, account=None)
    found = lists(town)
    assert found[Filter.APART] == set()
    assert found[Filter.HANDLED] == {lamp.number}
