"""One round with the platform: take what waits there, say so, give back the slips that are ready.

Every step may be repeated, so a round that breaks off anywhere is simply followed by the next one.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import give_back, in_order, owed_of, ready
from huiyin.casework.s5_closure.slips import slips_of
from huiyin.casework.s5_closure.words import GivenBy, OwedKind
from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.cases_in import Target, import_cases
from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.table import Sheet
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .platform import Platform

logger = logging.getLogger(__name__)
MOST_SLIPS = 200
FIELDS = {
    "ref": "source_ref", "name": "name", "phone": "phone", "title": "title", "content": "content",
    "received_at": "received_at", "address": "place_text", "category": "category_text",
    "accept_by": "accept_by", "contact_by": "contact_by", "finish_by": "finish_by",
}  # fmt: skip
"""A field of the platform -> what it is to us."""
_MAPPING = ColumnMapping({ours: (theirs,) for theirs, ours in FIELDS.items()})


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did."""

    taken: int
    refused: int
    given: int


def exchange(platform: Platform, scope_id: int) -> Round:
    """One round for the community or sub-district `scope_id`. Raises PlatformAway."""
    orders = [order for order in platform.waiting() if order.get("ref", "").strip()]
    refusals = _take(platform, scope_id, orders)
    refs = [order["ref"].strip() for order in orders]
    taken = _tell(platform, [ref for ref in refs if ref not in refusals], refusals)
    return Round(taken, len(refusals), _give(platform))


def _take(platform: Platform, scope_id: int, orders: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Orders become cases; number -> sentence of those that cannot."""
    if not orders:
        return {}
    rows = tuple(tuple(order.get(name, "") for name in FIELDS) for order in orders)
    sheet = Sheet(0, tuple(FIELDS), rows, "")
    target = Target(scope_id, platform.name, Channel.HOTLINE, live=True)
    with seen_as(SYSTEM):
        result = import_cases(rows=rows_to_cases(sheet, _MAPPING), target=target, by=SYSTEM)
    return {orders[error.row_no - 1]["ref"].strip(): _said(error) for error in result.errors}


def _said(error: RowError) -> str:
    logger.warning("a work order cannot be taken: %s", error.code)
    return str(error)


def _tell(platform: Platform, refs: Sequence[str], refusals: Mapping[str, str]) -> int:
    """Say which orders are here and which are not; how many are."""
    with seen_as(SYSTEM):
        here = Owed.objects.filter(to=platform.name, ref__in=refs, kind=OwedKind.SLIP)
        numbers = dict(here.values_list("ref", "case__number"))
    for ref, number in numbers.items():
        platform.taken(ref, number)
    for ref, why in refusals.items():
        platform.refused(ref, why)
    return len(numbers)


def _give(platform: Platform) -> int:
    with seen_as(SYSTEM):
        mine = ready(owed_of(SYSTEM)).filter(to=platform.name, kind=OwedKind.SLIP)
        rows = list(in_order(mine)[:MOST_SLIPS])
        slips = slips_of(row.case for row in rows)
    for row in rows:
        receipt = platform.slip(row.ref, slips[row.case_id].as_json())
        with transaction.atomic(), seen_as(SYSTEM):
            give_back(owed_id=row.pk, by=SYSTEM, how=GivenBy.PLATFORM, receipt=receipt)
    return len(rows)
