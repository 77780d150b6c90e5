"""The requester says that somebody is there: as good a proof of arrival as the code at the place."""

from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, move
from huiyin.casework.casefile.ledger import refresh_next_due, running, stop
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .acts import ENDED_BY_ARRIVAL

ON_THE_WAY = (State.DISPATCHED, State.ACCEPTED)
"""Somebody has it and nobody said yet that they are there."""


def confirm_arrival(*, case_id: UUID, by: Viewer) -> Case:
    """One tap of the person who asked: the clocks of arrival end, nobody is told by message.

    Said again, or after the worker said it, it changes nothing. Raises NotThere, NotNow.
    """
    if by.case_id != case_id:
        raise NotThere
    case, at = lock_case(case_id), now()
    if case.state == State.ARRIVED:
        return case
    if case.state not in ON_THE_WAY:
        raise NotNow(state=State(case.state).label)
    clocks = running(case, ENDED_BY_ARRIVAL)
    move(case=case, verb=Verb.ARRIVED, to=State.ARRIVED, by=by, at=at, was=case.state,
         clocks=list(map(str, clocks)), resident=True)  # fmt: skip
    stop(case=case, clocks=clocks, at=at, by=by)
    refresh_next_due(case, at)
    return case
