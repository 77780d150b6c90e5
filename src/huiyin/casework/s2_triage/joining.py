"""“Me too”: what is reported already at a door, and an own case for the neighbour who has it as well.

The seam for linking cases: `join_in` is the only way in for “me too”, `told_twin` reads what it told.
Today the link is a hint for the clerk (likely.py); whoever makes it a link of its own changes these two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import MOVING, PUBLIC, PublicState, State
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Receipt, Request
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.reads import buildings_of_places

from .likely import TWIN, WITHIN


@dataclass(frozen=True, slots=True)
class Reported:
    """A matter reported in the building within 72 hours that nobody answered yet; `times`: how often."""

    case_id: UUID
    category: str
    at: datetime
    state: PublicState
    times: int


def reported_near(place_id: int, categories: Iterable[str]) -> list[Reported]:
    """Open public cases of these categories in the building of a place, the latest first.

    For strangers: two queries, no words, no homes, no private cases.
    """
    near = buildings_of_places([place_id]).get(place_id, frozenset())
    values: list[Any] = [list(near), sorted(set(categories)), list(MOVING), WITHIN]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, category, received_at, state, times FROM triage_reported(%s, %s, %s, %s)", values
        )
        rows = [
            Reported(case_id, category, at, PUBLIC[State(state)], times)
            for case_id, category, at, state, times in cursor.fetchall()
        ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def join_in(*, request: Request, twin: UUID | None, by: Viewer, key: str, digest: bytes) -> Receipt:
    """Take the neighbour's own case in, naming the case it is said to be the same as. Raises as `take_in`."""
    if twin is not None:
        request = replace(request, told={**request.told, TWIN: str(twin)})
    return take_in(request=request, by=by, key=key, digest=digest)


def told_twin(case: Case) -> UUID | None:
    """The case the requester says is the same."""
    told = case.suggested.get(TWIN)
    return UUID(told) if told else None
