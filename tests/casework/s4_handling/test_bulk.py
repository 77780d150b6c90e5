"""Fifty cases in one act: each with its outcome, all of it taken back within thirty seconds."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.acts import accept
from huiyin.casework.s4_handling.bulk import MOST, answer_many, dispatch_many, undo_many
from huiyin.casework.s4_handling.jobs import give_held_answers
from huiyin.casework.s4_handling.models import Bulk, BulkState
from huiyin.casework.s4_handling.refusals import BlankLeft, NothingMarked, TooManyMarked, UndoOver
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.town import case_of


def questions(town, n: int, **values):
    return [town.take_in(content=f"第{i}户问：路灯坏了几天没人修", category="", **values) for i in range(n)]


def numbers(receipts):
    return [receipt.number for receipt in receipts]


def states(receipts):
    return {State(case_of(receipt).state) for receipt in receipts}


def done(town, act, **values):
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        return act(by=viewer, **values)


def fresh(bulk: Bulk) -> Bulk:
    with seen_as(SYSTEM):
        return Bulk.objects.get(pk=bulk.pk)


def test_fifty_cases_are_sorted_and_given_away_in_one_act_and_taken_back(town) -> None:
    asked = questions(town, MOST)
    bulk = done(town, dispatch_many, numbers=numbers(asked), organisation_id=town.company.pk)
    assert {code for _number, code, _words in bulk.rows} == {"done"}
    assert states(asked) == {State.DISPATCHED}
    assert all(case_of(receipt).category for receipt in asked)
    done(town, undo_many, bulk_id=bulk.pk)
    assert states(asked) == {State.RECEIVED}
    with pytest.raises(UndoOver):
        done(town, undo_many, bulk_id=bulk.pk)


def test_each_row_says_its_own_outcome(town) -> None:
    mine, (away,) = questions(town, 2), questions(town, 1, scope_id=town.other_estate.pk)
    with seen_as(SYSTEM):
        Case.objects.filter(pk=mine[1].case_id).update(
            state=State.DECLINING, answer="不受理", answered_at=case_of(mine[1]).received_at
        )
    bulk = done(town, dispatch_many, numbers=[*numbers(mine), away.number], organisation_id=town.company.pk)
    told = {number: (code, words) for number, code, words in bulk.rows}
    assert told[mine[0].number] == ("done", "富友 · duty")
    assert [told[one.number][0] for one in (mine[1], away)] == ["refused", "refused"]
    assert "不" not in told[away.number][1], "another community's case is as if it were not there"
    assert states([away]) == {State.RECEIVED}


def test_what_was_accepted_meanwhile_stays_and_the_row_says_so(town) -> None:
    asked = questions(town, 2)
    bulk = done(town, dispatch_many, numbers=numbers(asked), organisation_id=town.company.pk)
    duty = town.viewer("duty")
    with seen_as(duty):
        accept(case_id=asked[0].case_id, by=duty)
    done(town, undo_many, bulk_id=bulk.pk)
    outcomes = {number: code for number, code, _words in fresh(bulk).rows}
    assert outcomes == {asked[0].number: "refused", asked[1].number: "done"}
    assert states(asked[:1]) == {State.ACCEPTED}


def test_answers_wait_half_a_minute_and_can_be_taken_back_before_anybody_reads_them(town, hands) -> None:
    asked = questions(town, 3)
    bulk = done(town, answer_many, numbers=numbers(asked), answer="{地点}的路灯已报修。{我}")
    assert states(asked) == {State.RECEIVED}
    with seen_as(SYSTEM):
        assert ProcrastinateJob.objects.get().args == {"bulk_id": str(bulk.pk)}
    done(town, undo_many, bulk_id=bulk.pk)
    give_held_answers(bulk_id=str(bulk.pk))
    assert states(asked) == {State.RECEIVED}
    assert fresh(bulk).state == BulkState.UNDONE


def test_answers_go_out_once_each_filled_for_its_case(town, hands) -> None:
    asked = questions(town, 2, name="王某")
    gone = questions(town, 1, scope_id=town.sister.pk)
    bulk = done(town, answer_many, numbers=numbers([*asked, *gone]), answer="{诉求人}您好，已报修。{我}")
    hands.move(seconds=31)
    for _again in range(2):
        give_held_answers(bulk_id=str(bulk.pk))
    assert {case_of(receipt).answer for receipt in asked} == {"王某您好，已报修。clerk"}
    outcomes = {number: code for number, code, _words in fresh(bulk).rows}
    assert outcomes == {**dict.fromkeys(numbers(asked), "done"), gone[0].number: "refused"}
    assert states(gone) == {State.RECEIVED}, "without a name the answer would have a blank"
    with pytest.raises(UndoOver):
        done(town, undo_many, bulk_id=bulk.pk)


def test_a_blank_a_crowd_and_nothing_are_refused(town) -> None:
    (asked,) = questions(town, 1)
    with pytest.raises(BlankLeft, match="blank_left"):
        done(town, answer_many, numbers=[asked.number], answer="【填时间】上门")
    with pytest.raises(NothingMarked):
        done(town, dispatch_many, numbers=[], organisation_id=None)
    with pytest.raises(TooManyMarked):
        done(town, dispatch_many, numbers=[str(n) for n in range(MOST + 1)], organisation_id=None)


def test_nobody_takes_back_what_another_did(town) -> None:
    bulk = done(town, dispatch_many, numbers=numbers(questions(town, 1)), organisation_id=None)
    other = town.viewer("second clerk")
    with seen_as(other), pytest.raises(NotThere):
        undo_many(bulk_id=bulk.pk, by=other)
