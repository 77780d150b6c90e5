"""ux A18: five plain states on the page of a case in whatever state, each with its time and who is next."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from huiyin.casework.casefile.links import link_token
from huiyin.casework.casefile.words import State
from huiyin.casework.s1_intake.request import Receipt
from huiyin.casework.s2_triage.merging import merge
from huiyin.casework.s4_handling import acts
from huiyin.casework.s4_handling.suspending import ask_to_suspend, decide_suspension
from huiyin.casework.s5_closure.acts import judge, lapse
from huiyin.casework.s5_closure.declining import ask_to_decline, review_decline
from huiyin.casework.s5_closure.follow_up import give_up, record_call
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.casework.s5_closure.words import LegalOutcome
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from tests.casework.conftest import TEN
from tests.casework.doing import answer, do, drain
from tests.desks.door import plant_door, stranger
from tests.town import Hands, Town, all_seen, case_of

STEP = re.compile(r'(?s)<li class="step (step-\w+)"[^>]*>(.*?)</li>')
LABELS = ["已收到", "已派", "已有人接手", "到场", "办结"]
"""How the five begin while the case moves on, in order."""


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def hands(clock: Hands, town: Town) -> Hands:
    clock.set(TEN)
    return clock


def dispatched(town: Town, **given: Any) -> Receipt:
    receipt = town.take_in(place_id=town.building.pk, **given)
    drain()
    return receipt


def accepted(town: Town) -> Receipt:
    receipt = dispatched(town)
    do(town.viewer("duty"), acts.accept, case_id=receipt.case_id)
    return receipt


def arrived(town: Town) -> Receipt:
    receipt = accepted(town)
    do(town.viewer("duty"), acts.arrive, case_id=receipt.case_id)
    return receipt


def proposed(town: Town, **given: Any) -> Receipt:
    receipt = dispatched(town, **given)
    answer(town, receipt)
    return receipt


def confirmed(town: Town) -> Receipt:
    receipt = proposed(town)
    do(town.asker(receipt), judge, case_id=receipt.case_id, solved=True, satisfied="yes", words="")
    return receipt


def lapsed(town: Town) -> Receipt:
    receipt = proposed(town)
    with all_seen():
        Notice.objects.filter(subject_id=receipt.case_id).update(state="delivered")
        lapse(case_id=receipt.case_id, round_no=1)
    return receipt


def to_follow_up(town: Town) -> Receipt:
    return proposed(town, phone=None)


def attested(town: Town) -> Receipt:
    receipt = to_follow_up(town)
    do(town.viewer("clerk"), record_call, case_id=receipt.case_id, reached=True, solved=True)
    return receipt


def unreached(town: Town, hands: Hands) -> Receipt:
    receipt = to_follow_up(town)
    for _day in range(3):
        do(town.viewer("clerk"), record_call, case_id=receipt.case_id, reached=False)
        hands.move(days=1)
    do(town.viewer("clerk"), give_up, case_id=receipt.case_id)
    return receipt


def declining(town: Town) -> Receipt:
    receipt = dispatched(town, content="邻居的树太高", category="")
    why = {"outcome": LegalOutcome.SAME_MATTER, "answer": "同一件事已在办理。"}
    do(town.viewer("clerk"), ask_to_decline, case_id=receipt.case_id, **why)
    return receipt


def declined(town: Town) -> Receipt:
    receipt = declining(town)
    do(town.viewer("second clerk"), review_decline, case_id=receipt.case_id, uphold=True, note="")
    return receipt


def merged(town: Town) -> Receipt:
    main, receipt = dispatched(town), dispatched(town)
    do(town.viewer("clerk"), merge, case_id=receipt.case_id, main_id=main.case_id, why="同一根管")
    return receipt


def suspended(town: Town) -> Receipt:
    receipt = accepted(town)
    why = {"reason": "funds", "why": "维修资金未到位", "plan": "列入明年计划"}
    day = localdate(now()) + timedelta(days=90)
    do(town.viewer("duty"), ask_to_suspend, case_id=receipt.case_id, **why, review_on=day)
    do(town.viewer("leader"), decide_suspension, case_id=receipt.case_id, approve=True)
    return receipt


def withdrawn(town: Town) -> Receipt:
    receipt = dispatched(town)
    do(town.asker(receipt), withdraw, case_id=receipt.case_id, reason="other", words="不用了")
    return receipt


def history(town: Town) -> Receipt:
    old = {"history": True, "received_at": TEN - timedelta(days=30), "answer": "已修好"}
    return town.take_in(by=SYSTEM, **old, answered_at=TEN - timedelta(days=29))


MADE: dict[State, Callable[[Town], Receipt]] = {
    State.RECEIVED: lambda town: town.take_in(category="", content="问个事"),
    State.DISPATCHED: dispatched,
    State.ACCEPTED: accepted,
    State.ARRIVED: arrived,
    State.PROPOSED: proposed,
    State.FOLLOW_UP: to_follow_up,
    State.DECLINING: declining,
    State.CONFIRMED: confirmed,
    State.LAPSED: lapsed,
    State.ATTESTED: attested,
    State.DECLINED: declined,
    State.MERGED: merged,
    State.SUSPENDED: suspended,
    State.WITHDRAWN: withdrawn,
}
TURN = {
    State.RECEIVED: "社区", State.DECLINING: "社区", State.DISPATCHED: "富友", State.ACCEPTED: "富友",
    State.ARRIVED: "富友", State.SUSPENDED: "富友", State.PROPOSED: "您", State.FOLLOW_UP: "您",
}  # fmt: skip
"""Whose turn it is while the case stands there; joined to a neighbours' case it is whoever handles that."""


def steps_shown(phone: Client, receipt: Receipt) -> list[tuple[str, str]]:
    page = phone.get(f"/c/{link_token(receipt.case_id)}")
    assert page.status_code == 200
    return STEP.findall(page.content.decode())


def checked(town: Town, state: State, receipt: Receipt) -> None:
    assert case_of(receipt).state == state
    steps = steps_shown(stranger(), receipt)
    assert len(steps) == 5
    for kind, inside in steps:
        if kind in ("step-done", "step-here"):  # it came: when, and who
            assert "<time " in inside
            assert inside.count("<span>") >= 1
        else:  # it lies ahead, or was not needed: who brings it, or that
            assert "<time " not in inside
            assert "step-turn" in inside
    here = [inside for kind, inside in steps if kind == "step-here"]
    assert len(here) == (0 if state in ENDS else 1)
    if state in TURN:
        assert f"现在轮到{TURN[state]}" in here[0]


ENDS = (
    State.CONFIRMED, State.LAPSED, State.ATTESTED, State.UNREACHED, State.DECLINED, State.WITHDRAWN,
)  # fmt: skip


@pytest.mark.parametrize("state", list(MADE))
def test_five_steps_in_every_state(town: Town, hands: Hands, state: State) -> None:
    checked(town, state, MADE[state](town))


def test_five_steps_when_nobody_was_reached(town: Town, hands: Hands) -> None:
    checked(town, State.UNREACHED, unreached(town, hands))


def test_no_state_is_left_out() -> None:
    assert {*MADE, State.UNREACHED, State.HISTORY} == set(State)


def test_an_old_record_has_no_page_of_a_requester(town: Town, hands: Hands) -> None:
    receipt = history(town)
    assert case_of(receipt).state == State.HISTORY
    assert stranger().get(f"/c/{link_token(receipt.case_id)}").status_code == 404


def test_the_words_are_those_of_the_paper_in_their_order(town: Town, hands: Hands) -> None:
    steps = steps_shown(stranger(), MADE[State.RECEIVED](town))
    words = [re.findall(r"<b>(.*?)</b>", inside)[0] for _kind, inside in steps]
    assert all(said.startswith(wanted) or wanted in said for said, wanted in zip(words, LABELS, strict=True))


def test_what_was_passed_over_and_taken_back_says_so(town: Town, hands: Hands) -> None:
    kinds = [kind for kind, _inside in steps_shown(stranger(), proposed(town))]
    assert kinds == ["step-done", "step-done", "step-skipped", "step-skipped", "step-here"]
    last = steps_shown(stranger(), withdrawn(town))[-1][1]
    assert "您撤回了" in last
    assert "已答复" not in last
