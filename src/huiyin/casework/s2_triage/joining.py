"""“Me too”: what is reported already at a door, and an own case for the neighbour who has it as well.

`join_in` is the only way in for “me too”: the own case is tied to the other one (supporting.py) as long as
that is being handled, and the requester may part it again. `told_twin` reads what was told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import MOVING, PUBLIC, PublicState, State
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Receipt, Request
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .likely import TWIN
from .near import WITHIN
from .refusals import NotJoinable
from .supporting import support


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

    For strangers: one query, no words, no homes, no private cases.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, category, received_at, state, times"
            " FROM triage_reported(%s, %s, %s, %s::interval)",
            [place_id, sorted(set(categories)), [*MOVING, State.MERGED], str(WITHIN)],
        )
        rows = [
            Reported(case_id, category, at, PUBLIC[State(state)], times)
            for case_id, category, at, state, times in cursor.fetchall()
        ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def join_in(*, request: Request, twin: UUID | None, by: Viewer, key: str, digest: bytes) -> Receipt:
    """Take the neighbour's own case in and tie it to the one it is said to be the same as.

    Whatever became of the other one, the own case is taken in. Raises AlreadyCounted, and as `take_in`.
    """
    if twin is None:
        return take_in(request=request, by=by, key=key, digest=digest)
    request = replace(request, told={**request.told, TWIN: str(twin)})
    try:
        with transaction.atomic():
            return support(main_id=twin, request=request, by=by, key=key, digest=digest).receipt
    except (NotJoinable, NotThere):
        return take_in(request=request, by=by, key=key, digest=digest)


def told_twin(case: Case) -> UUID | None:
    """The case the requester says is the same."""
    told = case.suggested.get(TWIN)
    return UUID(told) if told else None
