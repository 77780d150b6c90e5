"""One round with the platform: take what waits there, say so, give back slips, ask, hear its answers.

Every step may be repeated, so a round that breaks off anywhere is simply followed by the next one.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import give_back, in_order, owed_of, ready
from huiyin.casework.s5_closure.slips import Slip, slips_of
from huiyin.casework.s5_closure.words import GivenBy, OwedKind
from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.cases_in import Target, import_cases
from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.table import Sheet
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .answers import ask, hear
from .platform import Platform, PlatformRefused

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
    asked: int = 0
    heard: int = 0


def exchange(platform: Platform, scope_id: int) -> Round:
    """One round for the community or sub-district `scope_id`. Raises PlatformAway."""
    orders = [order for order in platform.waiting() if order.get("ref", "").strip(" .")]
    refusals = _take(platform, scope_id, orders)
    taken, refused = _tell(platform, scope_id, [order["ref"].strip() for order in orders], refusals)
    given = _give(platform, scope_id)
    return Round(taken, refused, given, ask(platform, scope_id), hear(platform))


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


def _tell(
    platform: Platform, scope_id: int, refs: Sequence[str], refusals: Mapping[str, str]
) -> tuple[int, int]:
    """Say which orders are here and which are not; how many of both.

    An order that is here stays taken, even when it comes again with other words.
    """
    with seen_as(SYSTEM):
        here = _of(platform, scope_id, Owed.objects.filter(ref__in=refs))
        numbers = dict(here.values_list("ref", "case__number"))
    for ref, number in numbers.items():
        platform.taken(ref, number)
    missing = [ref for ref in refusals if ref not in numbers]
    for ref in missing:
        platform.refused(ref, refusals[ref])
    return len(numbers), len(missing)


def _give(platform: Platform, scope_id: int) -> int:
    """Slips go one by one; one that the platform refuses does not hold up the others."""
    with seen_as(SYSTEM):
        rows = list(in_order(_of(platform, scope_id, ready(owed_of(SYSTEM))))[:MOST_SLIPS])
        slips = slips_of(row.case for row in rows)
    return sum(_give_one(platform, row, slips[row.case_id]) for row in rows)


def _give_one(platform: Platform, row: Owed, slip: Slip) -> bool:
    try:
        receipt = platform.slip(row.ref, slip.as_json())
    except PlatformRefused as error:
        logger.warning("the slip of %s is not taken: %s", row.ref, error)
        return False
    with transaction.atomic(), seen_as(SYSTEM):
        give_back(owed_id=row.pk, by=SYSTEM, how=GivenBy.PLATFORM, receipt=receipt)
    return True


def _of(platform: Platform, scope_id: int, rows: QuerySet[Owed]) -> QuerySet[Owed]:
    """Those of this platform and of the area that deals with it."""
    return rows.filter(to=platform.name, kind=OwedKind.SLIP, scope_id__in=scope_tree().under([scope_id]))
