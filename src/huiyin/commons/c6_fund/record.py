"""What every act on a use does: lock it, take a step, write a line of its record."""

from typing import Any

from huiyin.ground.clock import now
from huiyin.ground.records import add_line, digest_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import FundEvent, FundUse
from .refusals import UseNotNow
from .states import find_move
from .words import UseState, Verb

KEEP = Permission.PROPOSAL_WORK


def lock_use(use_id: int, by: Viewer) -> FundUse:
    """A use the viewer keeps, locked. Raises NotThere."""
    found = FundUse.objects.select_for_update(no_key=True).filter(pk=use_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    return found


def must_be(use: FundUse, *states: UseState) -> None:
    """Refuse in any other state. Raises UseNotNow."""
    if use.state not in states:
        raise UseNotNow(state=UseState(use.state).label)


def step(*, use: FundUse, verb: Verb, by: Viewer, data: dict[str, Any] | None = None, **fields: Any) -> None:
    """Take one step of the transition table with the fields that belong to it. Raises UseNotNow."""
    move = find_move(verb, UseState(use.state))
    if move is None:
        raise UseNotNow(state=UseState(use.state).label)
    use.state, use.state_since = move.target, now()
    for name, value in fields.items():
        setattr(use, name, value)
    use.save(update_fields=["state", "state_since", *fields])
    write(use=use, verb=verb, by=by, **(data or {}))


def content_of(use: FundUse) -> str:
    """SHA-256 (hex) of what never changes of a use, as its first line keeps it (verifier/fund.py)."""
    return digest_of(use.title, use.words, use.part, use.place_id)


def units_of_record(use: FundUse) -> str:
    """SHA-256 (hex) of the homes in their order with area and part, as the record keeps them."""
    rows = use.units.order_by("no").values_list("place_id", "area", "amount_fen")
    return digest_of(*(number for row in rows for number in row))


def write(*, use: FundUse, verb: Verb, by: Viewer, **data: Any) -> FundEvent:
    """Add a line to the record. It never holds an owner's name."""
    return add_line(FundEvent, scope_id=use.scope_id, by=by, use=use, verb=verb, data=data)
