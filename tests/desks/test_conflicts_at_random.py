"""S-42: random pairs of edits of one job, one of the two kept without network, against a small model.

The model is the table of states read by hand: where a step leads, or that it is not possible. Whatever comes
late, nothing that stood there changes, what was written is on the case, and the state is the model's.
"""

from __future__ import annotations

import json
import os
import random
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from huiyin.bridges.timers import fire_due
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.desks.test_outbox import send_kept
from tests.town import Town, case_of, plant_town

SEED = int(os.environ.get("HUIYIN_S42_SEED", "42"))
QUICK = 5
WHOLE = int(os.environ.get("HUIYIN_S42_PAIRS", "1000"))
WITH_HANDLER = ("dispatched", "accepted", "arrived")
LEADS: dict[str, dict[str, str]] = {
    "accept": {"dispatched": "accepted"},
    "arrive": {"dispatched": "arrived", "accepted": "arrived"},
    "done": {state: state for state in WITH_HANDLER},
    "contacted": {state: state for state in WITH_HANDLER},
    "answer": dict.fromkeys(WITH_HANDLER, "proposed"),
    "hand-back": dict.fromkeys(("accepted", "arrived"), "dispatched"),
    "note": {state: state for state in (*WITH_HANDLER, "proposed")},
}
"""Step → state before → state after; a state that is missing does not know the step."""
CLOSING = frozenset({"accept", "arrive", "answer", "hand-back"})
SAYS = {"contacted": "note", "answer": "answer", "hand-back": "reason", "note": "text"}
"""Steps with words, and the field they are in."""


@dataclass
class Job:
    """One job, what the model says of it, and the two at work there."""

    town: Town
    receipt: Any
    state: str = "dispatched"
    duty_moved: bool = False

    def expect(self, step: str, *, duty: bool) -> bool:
        """Take the step in the model; whether it is possible."""
        after = LEADS[step].get(self.state)
        if after is None:
            return False
        self.state = after
        self.duty_moved = self.duty_moved or (duty and step in CLOSING)
        return True

    def path(self, step: str) -> str:
        return f"/field/{self.receipt.number}/{step}"

    def lines(self) -> list[tuple[int, str, str, str, str]]:
        """The timeline with its chain: what must never change."""
        with seen_as(SYSTEM):
            rows = case_of(self.receipt).events.order_by("seq")
            return [
                (one.seq, one.verb, one.actor, json.dumps(one.data, sort_keys=True, ensure_ascii=False),
                 bytes(one.hash).hex())
                for one in rows
            ]  # fmt: skip


def edit(dice: random.Random) -> tuple[str, dict[str, str], str]:
    """A random step, its form, and the words by which it is found again."""
    step, words = dice.choice(sorted(LEADS)), f"话{dice.getrandbits(48):012x}"
    return (step, {SAYS[step]: words}, words) if step in SAYS else (step, {}, "")


def write_now(job: Job, desk: Client, dice: random.Random, *, duty: bool) -> str:
    """Somebody with network writes; the words that were taken."""
    step, said, words = edit(dice)
    possible = job.expect(step, duty=duty)
    answer = send(desk, job.path(step), **said)
    # a tap is told that it was too late and a form comes back with its words: both are the page's to show
    assert (answer.status_code == 303) == (possible or not said), (step, job.state, answer.status_code)
    return words if possible else ""


def one_pair(job: Job, desks: tuple[Client, Client], dice: random.Random) -> str:
    """A few steps, then the pair; what happened, in words of the failing test."""
    duty, worker = desks
    taken = [
        write_now(job, desk, dice, duty=desk is duty)
        for desk in (*(dice.choice(desks) for _ in range(dice.randrange(3))), duty)
        if job.state in WITH_HANDLER
    ]
    (step, said, words), key, before = edit(dice), str(uuid.uuid4()), job.lines()
    state_before, possible = job.state, job.expect(step, duty=False)
    told = f"{state_before} {step} after {[line[1] for line in before]}"
    age = dice.randrange(20, 7200)
    answers = [
        send_kept(worker, job.path(step), key=key, age=age, **said) for _ in range(dice.choice((1, 2)))
    ]
    after = job.lines()
    assert [one.status_code for one in answers] == [200] * len(answers), told
    assert all(one.json() == answers[0].json() for one in answers), told
    assert after[: len(before)] == before, f"{told}: what stood there changed"
    assert case_of(job.receipt).state == job.state, told
    new = after[len(before) :]
    assert any(one["level"] == "warning" for one in answers[0].json()["told"]) == (not possible), told
    late = [line for line in new if line[1] == "came_late"]
    kept = bool(words) or (job.duty_moved and step != "note")
    assert len(late) == int(not possible and kept), told
    everything = "".join(line[3] for line in after)
    assert all(one in everything for one in (*filter(None, taken), words)), f"{told}: words were lost"
    return told


def pairs(town: Town, how_many: int, seed: int) -> int:
    """That many pairs from a seed; how many were conflicts."""
    dice, desks = random.Random(seed), (at_desk(town.people["duty"]), at_desk(town.people["field"]))
    conflicts = 0
    for _turn in range(how_many):
        receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水")
        fire_due()
        job = Job(town, receipt)
        one_pair(job, desks, dice)
        conflicts += any(line[1] == "came_late" for line in job.lines())
    return conflicts


@pytest.mark.django_db
def test_a_few_random_pairs_are_both_kept_and_end_as_the_table_says() -> None:
    assert pairs(plant_town(), QUICK, SEED) > 0, "conflicts were among them"


@pytest.mark.long
@pytest.mark.django_db
def test_a_thousand_random_pairs_are_both_kept_and_end_as_the_table_says() -> None:
    """HUIYIN_S42_PAIRS, HUIYIN_S42_SEED."""
    assert pairs(plant_town(), WHOLE, SEED) > WHOLE // 10
