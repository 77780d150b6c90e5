"""S-17: every state × every write about a case × everybody: a case moves by the table or not at all."""

from __future__ import annotations

import pytest
from django.db.models import Count

from huiyin.casework.casefile.acts import may_move
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.states import MOVES
from huiyin.casework.casefile.words import State
from tests.matrix.standing import STANDING
from tests.matrix.world import NEAR
from tests.matrix.writes import API, PAGES, Sender, new_key
from tests.town import all_seen

pytestmark = pytest.mark.django_db(transaction=True)
BY_LINK = "c-"
"""Addresses of residents: whoever has the link is the person behind the case."""
MOVING = {move.verb for move in MOVES}
SOME = (State.RECEIVED, State.ARRIVED, State.FOLLOW_UP, State.MERGED)
EVERY = 90
"""The quick test takes every so manieth pair of a write and a person."""


def test_every_state_but_the_old_records_is_tried():
    assert set(STANDING) == set(State) - {State.HISTORY}


def tries(sender: Sender):
    """(write, who) of every write whose address names a case, by everybody who could send it."""
    found = []
    for writes, everybody in ((PAGES, sender.world.clients), (API, sender.world.tokens)):
        for write in writes:
            parameters = sender.routes[write in API, write.route].parameters
            if {"number", "token"} & set(parameters):
                found += [(write, who) for who in everybody]
    return found


def stands():
    """Case → its state and how many lines it has."""
    with all_seen():
        cases = Case.objects.annotate(lines=Count("events")).values_list("pk", "state", "lines")
        return {number: (State(state), lines) for number, state, lines in cases}


def viewer_of(sender, write, who):
    if write.route.startswith(BY_LINK):
        return sender.world.town.asker(sender.world.receipts[NEAR])
    return (sender.world.token_viewers if write in API else sender.world.viewers)[who]


def unlawful(case_id, before, viewer):
    """What the new lines of a case do not account for, step by step; empty when the table allows it all."""
    source, lines = before
    with all_seen():
        case, reached = Case.objects.get(pk=case_id), {source}
        for line in Event.objects.filter(case_id=case_id, seq__gt=lines).order_by("seq"):
            if line.verb in MOVING:
                allowed = {
                    step.target
                    for step in MOVES
                    if step.verb == line.verb and step.source in reached
                    and (line.actor.startswith("system") or may_move(viewer, step.who, case))
                }  # fmt: skip
                if not allowed:
                    return f"{line.verb} from {reached} by {line.actor}"
                reached = allowed
    return "" if case.state in reached else f"{reached} became {case.state} without a line"


def wrong_in(state, sender, undone, every):
    """Send everything to a case that stands there; (what went wrong, how many times it moved)."""
    STANDING[state](sender.world)
    before, wrong, moved = stands(), [], 0
    assert before[sender.world.cases[NEAR].pk][0] == state
    for write, who in tries(sender)[::every]:
        with undone():
            answer = sender.send(write, sender.address(write), key=new_key(), who=who)
            if answer.status_code >= 500:
                wrong.append((write.name, who, answer.status_code))
            for case_id, (now_in, lines) in stands().items():
                if case_id in before and (now_in, lines) != before[case_id]:
                    moved += now_in != before[case_id][0]
                    if told := unlawful(case_id, before[case_id], viewer_of(sender, write, who)):
                        wrong.append((write.name, who, told))
    return wrong, moved


@pytest.mark.parametrize("state", SOME)
def test_some_of_it(sender, undone, state):
    wrong, _moved = wrong_in(state, sender, undone, EVERY)
    assert wrong == []


@pytest.mark.long
@pytest.mark.parametrize("state", STANDING)
def test_from_every_state_only_the_tables_steps_are_taken_by_whoever_may(sender, undone, state):
    wrong, moved = wrong_in(state, sender, undone, 1)
    assert wrong == []
    assert moved > 0, "somebody can take a step from every state"
