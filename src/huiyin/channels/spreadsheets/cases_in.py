"""Rows of a table become cases, old records or work orders, each once, however often the table is sent.

A row is known by the number its own system gave it, else by what it says, so that neither the order of the
rows nor the name of the file matters.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.acts import take_in_many
from huiyin.casework.s1_intake.request import LONGEST_CONTENT, Outcome, Receipt, Request
from huiyin.casework.s5_closure.owing import Claim, owe
from huiyin.casework.s5_closure.words import OwedKind
from huiyin.channels.spreadsheets.cases import SENTENCES, CaseRow, RowError
from huiyin.ground.clock import now
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.matching import PlaceBook, book_of
from huiyin.registers.rules.reads import categories_for

BATCH = 500
"""Rows a statement takes in."""
SENTENCES["other_content"] = _("The number %(value)s came in before with another text.")
_CHANNELS = (
    (Channel.HOTLINE, ("12345", "热线", "市长")),
    (Channel.GRID, ("网格",)),
    (Channel.NET, ("微信", "抖音", "网站", "网络", "留言", "公众号", "小程序")),
    (Channel.VISIT, ("走访", "敲门", "接待", "入户")),
    (Channel.DELEGATE, ("代表", "委员", "提案")),
    (Channel.CODE, ("扫码", "二维码")),
    (Channel.COUNTER, ("电话", "窗口", "来访", "柜台", "来电")),
)


@dataclass(slots=True)
class ImportResult:
    """What became of the rows of a table."""

    accepted: int = 0
    duplicates: int = 0
    errors: list[RowError] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many rows were not taken."""
        return len({error.row_no for error in self.errors})

    def add(self, other: "ImportResult") -> None:
        """Count what became of further rows."""
        self.accepted += other.accepted
        self.duplicates += other.duplicates
        self.errors += other.errors


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows go: the importing scope, the outside system, the channel of rows that name none.

    `live`: work orders of that system to be handled now; clocks run, and a slip is owed for each.
    """

    scope_id: int
    system: str
    channel: Channel
    live: bool = False

    @property
    def source(self) -> str:
        """The outside system as a case knows it; each importing scope has its own."""
        return f"{self.scope_id}:{self.system}"[:60]


def import_cases(*, rows: Iterable[CaseRow | RowError], target: Target, by: Viewer) -> ImportResult:
    """Take the rows in, 500 a statement, each once; as old records (no clocks, no notices) unless live.

    A row that names a known place belongs to its estate, any other to the importing scope, place unknown.
    Raises NotThere without the right to file there. Rows that cannot be taken are in the result.
    """
    result = ImportResult()
    for _read, part in import_parts(rows=rows, target=target, by=by):
        result.add(part)
    result.errors.sort(key=lambda error: error.row_no)
    return result


def import_parts(
    *, rows: Iterable[CaseRow | RowError], target: Target, by: Viewer, after: int = 0
) -> Iterator[tuple[int, ImportResult]]:
    """The same in steps of 500: after each, how many rows were read by then and what became of the step's.

    A step is done when it is asked for, so whoever asks decides what is one transaction. `after`: as many
    rows were taken in an earlier run; they are read over and in no result.
    """
    reader, seen = _Reader(target), set[str]()
    read, going = 0, iter(rows)
    while part := list(islice(going, BATCH)):
        read += len(part)
        result = ImportResult()
        batch = list(_good(part, seen, result))
        if read <= after:
            continue
        if batch:
            with transaction.atomic():
                receipts = take_in_many(items=[reader.item(row) for row in batch], by=by)
                if target.live:
                    _owe_slips(zip(batch, receipts, strict=True), target, by)
            for row, receipt in zip(batch, receipts, strict=True):
                _count(result, row, receipt.outcome)
        yield read, result


def _owe_slips(taken: Iterable[tuple[CaseRow, Receipt]], target: Target, by: Viewer) -> None:
    """Each new work order with a number of its own goes back with a slip, by the days written in it."""
    for row, receipt in taken:
        if receipt.outcome is Outcome.ACCEPTED and row.source_ref:
            claim = Claim(
                OwedKind.SLIP, target.system, row.source_ref, due_at=row.finish_by, accept_by=row.accept_by,
                contact_by=row.contact_by,
            )  # fmt: skip
            owe(case_id=receipt.case_id, claim=claim, by=by)


def _good(part: Iterable[CaseRow | RowError], seen: set[str], result: ImportResult) -> Iterator[CaseRow]:
    """The rows to take in; errors and repeated keys go to the result. A key never comes twice."""
    for row in part:
        if isinstance(row, RowError):
            result.errors.append(row)
        elif (ref := reference(row)) in seen:
            result.duplicates += 1
        else:
            seen.add(ref)
            yield row


def _count(result: ImportResult, row: CaseRow, outcome: Outcome) -> None:
    if outcome is Outcome.ACCEPTED:
        result.accepted += 1
    elif outcome is Outcome.CONFLICT:
        result.errors.append(
            RowError(row.row_no, "other_content", {"value": row.source_ref or str(row.row_no)})
        )
    else:
        result.duplicates += 1


def reference(row: CaseRow) -> str:
    """What a row is known by: the number of its system, else a fingerprint of when and what it says."""
    if row.source_ref:
        return row.source_ref[:80]
    said = f"{row.received_at}\n{row.name}\n{row.place_text}\n{row.title}\n{row.content}"
    return "#" + hashlib.sha256(said.encode()).hexdigest()[:24]


def channel_of(words: str, otherwise: Channel) -> Channel:
    """The channel a cell names ("12345热线", "网格上报"); `otherwise` when it names none."""
    return next((channel for channel, said in _CHANNELS if any(word in words for word in said)), otherwise)


class _Reader:
    """Turns rows into keyed requests; holds the place book and the category names of the scope."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._book: PlaceBook = book_of(scope_tree().under([target.scope_id]))
        leaves = categories_for(scope_tree().up(target.scope_id), now()).leaves.values()
        self._categories = {leaf.name_zh: leaf.code for leaf in leaves}

    def item(self, row: CaseRow) -> tuple[str, bytes, Request]:
        """Key, digest and request of one row."""
        ref, source = reference(row), self._target.source
        digest = hashlib.sha256(f"{row.title}\n{row.content}\n{row.answer}".encode()).digest()
        return f"import:{source}:{ref}"[:200], digest, self._request(row, ref)

    def _request(self, row: CaseRow, ref: str) -> Request:
        place = self._book.find(row.place_text) or self._book.find(f"{row.title} {row.content}")
        return Request(
            scope_id=place.scope_id if place else self._target.scope_id,
            place_id=place.place_id if place else None,
            place_text=row.place_text[:200],
            channel=channel_of(row.channel_text, self._target.channel),
            source=self._target.source,
            source_ref=ref,
            title=row.title,
            content=row.content[:LONGEST_CONTENT],
            category=self._category(row.category_text),
            name=row.name,
            phone=normalise_phone(row.phone) if row.phone else None,
            **self._past(row),
        )

    def _past(self, row: CaseRow) -> dict[str, Any]:
        """An old record keeps its days and its answer; an order to be handled now is received now."""
        if self._target.live:
            return {"occurred_at": row.received_at}
        return {
            "history": True, "received_at": row.received_at, "answer": row.answer,
            "answered_at": row.answered_at,
        }  # fmt: skip

    def _category(self, words: str) -> str:
        parts: Sequence[str] = [part.strip() for part in words.split("/")]
        return next((self._categories[part] for part in reversed(parts) if part in self._categories), "")
