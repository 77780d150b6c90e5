"""S-33: whatever is done to a case, its clocks show what a plain count of milliseconds shows.

The acts are those of the desks, on PostgreSQL, with the worker between them; the count below knows nothing of
ledgers. The replay alone is compared twenty thousand times in casefile/test_clocks.py.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Timer
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.s4_handling import acts, pauses
from huiyin.casework.s4_handling.refusals import NotPausable, NotUpward, TooLate, TooLateToUndo
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.casework.s5_closure.acts import judge
from huiyin.ground.clock import now
from tests.casework.conftest import TEN
from tests.casework.doing import do, drain, state
from tests.town import all_seen, case_of

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
ALLOWED = {"arrive": 5 * MINUTE, "fix": 30 * MINUTE, "major": 4 * HOUR, "plan": DAY}
"""5341, in milliseconds."""
TIERS = {"normal": "fix", "major": "major", "complex": "plan"}
GRADED = tuple(TIERS.values())
SOLVED = ("fix", "major")
"""Ended by doing the work. The plan's clock is ended by the plan alone: done without one it runs on."""
STEPS = {"accept": (), "arrive": ("arrive",), "done": SOLVED}
"""What ends which clocks."""
ACTS = {"accept": acts.accept, "arrive": acts.arrive, "done": acts.mark_done}
EXAMPLES = int(os.environ.get("HUIYIN_S33_EXAMPLES", "200"))
waits = st.one_of(st.integers(0, 9_000), st.integers(0, 20 * MINUTE), st.integers(0, 30 * HOUR))


@dataclass
class Count:
    """One clock, counted by hand. `pauses` are [begin, planned end, end or None]; moments in milliseconds."""

    kind: str
    begun: int
    pauses: list[list[int | None]] = field(default_factory=list)
    ended: int | None = None
    aside: str = ""

    def stood(self, at: int) -> int:
        until = at if self.ended is None else self.ended
        return sum(
            max(0, min(until if end is None else end, planned, until) - begin)
            for begin, planned, end in self.pauses
        )

    def due(self, at: int) -> int:
        return self.begun + ALLOWED[self.kind] + self.stood(at)

    def stands(self, at: int) -> bool:
        return any(end is None and at < planned for _begin, planned, end in self.pauses)

    def shows(self, at: int) -> str:
        if self.aside:
            return self.aside
        if self.ended is not None:
            return "met" if self.ended <= self.due(at) else "late"
        if self.stands(at):
            return "paused"
        return "overdue" if at > self.due(at) else "running"


class Life(RuleBasedStateMachine):
    """One request and what happens to it. `town` and `hands` are set by the test.

    A life is undone at its end: the timers of former ones would come due in every later one.
    """

    town = hands = None

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.hands.set(TEN)
        self.receipt = self.town.take_in()
        drain()
        self.at, self.steps = 0, []
        self.clocks = [Count("arrive", 0), Count("fix", 0)]

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def running(self, kinds=tuple(ALLOWED)):
        return [clock for clock in self.clocks if clock.ended is None and clock.kind in kinds]

    def attempt(self, who, act, **given) -> bool:
        """Do it; False when the program says that it cannot be done now."""
        try:
            do(self.town.viewer(who) if isinstance(who, str) else who, act, **given)
        except (NotNow, NotPausable, NotUpward, TooLate, TooLateToUndo):
            return False
        return True

    def wait(self, span) -> None:
        self.at += span
        self.hands.set(self.receipt.received_at + timedelta(milliseconds=self.at))
        drain()

    @rule(span=waits, step=st.sampled_from(sorted(STEPS)))
    def step_on(self, span, step) -> None:
        self.wait(span)
        if self.attempt("duty", ACTS[step], case_id=self.receipt.case_id):
            stopped = self.running(STEPS[step])
            for clock in stopped:
                clock.ended = self.at
            self.steps.append(stopped)

    @rule(span=st.integers(0, 12_000))
    def take_back(self, span) -> None:
        self.wait(span)
        if self.attempt("duty", undo_step, case_id=self.receipt.case_id):
            for clock in self.steps.pop():
                clock.ended = None

    @rule(span=waits, length=st.integers(1, 7 * DAY))
    def pause(self, span, length) -> None:
        self.wait(span)
        until = now() + timedelta(milliseconds=length)
        free = [clock for clock in self.running() if not clock.stands(self.at)]
        works = state(self.receipt) in ("dispatched", "accepted", "arrived")
        done = self.attempt("duty", pauses.pause_clocks, case_id=self.receipt.case_id, until=until,
                            reason="resident_unavailable")  # fmt: skip
        assert done or not (free and works)
        if done:
            for clock in free:
                clock.pauses.append([self.at, self.at + length, None])

    @rule(span=waits)
    def resume(self, span) -> None:
        self.wait(span)
        if self.attempt("duty", pauses.resume_clocks, case_id=self.receipt.case_id):
            for clock in self.running():
                for pause in clock.pauses:
                    pause[2] = min(self.at, pause[1]) if pause[2] is None else pause[2]

    @rule(span=waits, tier=st.sampled_from(["major", "complex"]))
    def raise_class(self, span, tier) -> None:
        self.wait(span)
        graded = self.running(GRADED)
        may = bool(graded) and self.at <= graded[0].due(self.at)
        may = may and GRADED.index(graded[0].kind) < GRADED.index(TIERS[tier])
        asked = self.attempt("duty", ask_regrade, case_id=self.receipt.case_id, tier=tier, reason="要大修")
        assert asked is may
        if asked:
            with all_seen():
                request = case_of(self.receipt).regrades.get(decided_at=None)
            assert self.attempt("clerk", decide_regrade, request_id=request.pk, grant=True)
            (old,) = graded
            old.ended, old.aside = self.at, "regraded"
            self.clocks.append(Count(TIERS[tier], old.begun, [list(pause) for pause in old.pauses]))

    @rule(span=waits)
    def tell_the_plan(self, span) -> None:
        self.wait(span)
        day = (now() + timedelta(days=3)).date()
        if self.attempt("duty", acts.publish_plan, case_id=self.receipt.case_id, steps="换管", owner="王工",
                        done_by=day):  # fmt: skip
            for clock in self.running(("plan",)):
                clock.ended = self.at

    @rule(span=waits, again=waits)
    def answer_and_open_again(self, span, again) -> None:
        self.wait(span)
        if not self.attempt("duty", acts.propose, case_id=self.receipt.case_id, answer="已疏通"):
            return
        for clock in self.running():
            clock.ended, clock.aside = self.at, "" if clock.kind in SOLVED else "cancelled"
        self.wait(again)
        asker = self.town.asker(self.receipt)
        if self.attempt(asker, judge, case_id=self.receipt.case_id, solved=False, satisfied="", words=""):
            self.clocks += [Count("arrive", self.at), Count("fix", self.at)]
            self.steps.clear()

    @invariant()
    def every_clock_shows_what_was_counted(self) -> None:
        with all_seen():
            case, moment = case_of(self.receipt), now()
            views = [view for view in clock_views(case, moment) if view.kind in ALLOWED]
            early = Timer.objects.filter(case=case).exclude(fired_at=None).filter(fired_at__lt=F("due_at"))
            assert not early.exists()
        shown = Counter(
            (view.kind, self._ms(view.started_at), self._ms(view.target_at), _plain(view.state))
            for view in views
        )
        assert shown == Counter(
            (clock.kind, clock.begun, clock.due(self.at), clock.shows(self.at)) for clock in self.clocks
        )

    def _ms(self, moment):
        return (moment - self.receipt.received_at) / timedelta(milliseconds=1)


def _plain(state):
    return "running" if state == "soon" else state


def live(town, hands, examples):
    Life.town, Life.hands = town, hands
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=examples, stateful_step_count=12, deadline=None,
            phases=[Phase.explicit, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip


def test_a_few_lives_are_what_was_counted(town, hands):
    live(town, hands, 2)


@pytest.mark.long
def test_many_lives_are_what_was_counted(town, hands):
    live(town, hands, EXAMPLES)
