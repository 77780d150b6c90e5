"""The case of the world in every state it can stand in, brought there by acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from huiyin.casework.casefile.acts import lock_case, move
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s4_handling import acts as work
from huiyin.casework.s5_closure.declining import review_decline
from huiyin.casework.s5_closure.follow_up import give_up, record_call
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from tests.matrix import preparing as so

if TYPE_CHECKING:
    from tests.matrix.world import World

NEAR = "own estate"


def _act(world: World, by: Viewer, act: Callable[..., object], **given: object) -> None:
    with seen_as(by):
        act(case_id=world.cases[NEAR].pk, by=by, **given)


def arrived(world: World) -> None:
    """Somebody of the company is there."""
    so.accepted(world)
    _act(world, world.viewers["duty"], work.arrive)


def lapsed(world: World) -> None:
    """Silence ended it."""
    so.proposed(world)
    with seen_as(SYSTEM):
        case = lock_case(world.cases[NEAR].pk)
        move(case=case, verb=Verb.LAPSED, to=State.LAPSED, by=SYSTEM, at=now())


def attested(world: World) -> None:
    """A clerk called and heard that all is well."""
    so.follow_up(world)
    said = {"reached": True, "contacted": True, "solved": True, "satisfied": "yes"}
    _act(world, world.viewers["clerk"], record_call, **said)


def unreached(world: World) -> None:
    """Three days of calls in vain."""
    so.called_in_vain(world)
    _act(world, world.viewers["clerk"], give_up)


def declined(world: World) -> None:
    """Not accepted, and a second person agrees."""
    so.declining(world)
    _act(world, world.viewers["second clerk"], review_decline, uphold=True, note="同意")


def withdrawn(world: World) -> None:
    """Taken back by its requester."""
    asker = world.town.asker(world.receipts[NEAR])
    _act(world, asker, withdraw, reason="other", words="不用了")


STANDING: dict[State, Callable[[World], object]] = {
    State.RECEIVED: so.received,
    State.DISPATCHED: lambda _world: None,
    State.ACCEPTED: so.accepted,
    State.ARRIVED: arrived,
    State.PROPOSED: so.proposed,
    State.FOLLOW_UP: so.follow_up,
    State.DECLINING: so.declining,
    State.CONFIRMED: so.confirmed,
    State.LAPSED: lapsed,
    State.ATTESTED: attested,
    State.UNREACHED: unreached,
    State.DECLINED: declined,
    State.MERGED: so.merged,
    State.SUSPENDED: so.resting,
    State.WITHDRAWN: withdrawn,
}
"""How a case that was dispatched by the catalogue comes to stand there. Old records are no cases of today."""
