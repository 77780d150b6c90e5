"""The files a table becomes: cases and duplicates (.csv for programs, .xlsx for offices), topics.json."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from django.utils.translation import gettext

from huiyin.channels.spreadsheets.writing import write_table
from huiyin.channels.triage.answers import Answer
from huiyin.channels.triage.found import Found
from huiyin.channels.triage.ledger import Row
from huiyin.reading.reasons import Reason
from huiyin.reading.topics.pairing import longest_shared
from huiyin.reading.topics.topic import Topic

CASES: Final = ("id", "kind", "category", "category_name", "top3", "urgency", "danger", "place", "reasons")
DUPLICATES: Final = ("id_a", "id_b", "score", "why")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_cases(path: Path, answers: Iterable[Answer], labels: Mapping[str, str] | None = None) -> None:
    """One line per message; with `labels` (id -> label) a column more."""
    heading = CASES if labels is None else (*CASES, "label")
    _write(path, heading, (_case(one) + (() if labels is None else (labels[one.row.id],)) for one in answers))


def _case(one: Answer) -> tuple[str, ...]:
    top = ";".join(f"{code}:{chance:.2f}" for code, chance in one.top)
    danger, reasons = "yes" if one.danger else "no", "；".join(one.reasons)
    return (
        one.row.id,
        one.kind,
        one.category.code,
        one.category.name_zh,
        top,
        one.urgency,
        danger,
        one.place,
        reasons,
    )


def write_duplicates(path: Path, found: Found) -> None:
    """One line per pair."""
    rows = found.rows
    lines = (
        (one.one, one.other, f"{one.likeness:.3f}", _why(rows[one.one], rows[one.other]))
        for one in found.repeats
    )
    _write(path, DUPLICATES, lines)


def _why(one: Row, other: Row) -> str:
    person = (
        gettext("the same person again") if one.who and one.who == other.who else gettext("another person")
    )
    if one.text == other.text:
        return f"{person}；{gettext('the same text')}"
    shared = longest_shared(one.title or one.text[:60], other.title or other.text[:60])
    said = Reason("shared_words", (shared,)).text(gettext) if shared else gettext("alike in names and words")
    return f"{person}；{said}"


def write_topics(path: Path, topics: Iterable[Topic]) -> None:
    """A list, hottest first."""
    path.write_text(
        json.dumps([_topic(one) for one in topics], ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _topic(one: Topic) -> dict[str, object]:
    return {
        "id": one.id,
        "title": one.title,
        "place": one.place,
        "first": one.first.isoformat() if one.first else None,
        "last": one.last.isoformat() if one.last else None,
        "ids": list(one.ids),
        "people": one.people,
        "heat": one.heat,
        "why": "；".join(why(one)),
    }


def why(topic: Topic) -> Iterator[str]:
    """Why these messages are one topic, in sentences."""
    yield gettext("%(n)s messages of %(people)s people") % {"n": len(topic.ids), "people": topic.people}
    yield from (reason.text(gettext) for reason in topic.reasons)


def _write(path: Path, heading: tuple[str, ...], lines: Iterable[tuple[str, ...]]) -> None:
    """Twice: UTF-8 without a mark, whose first heading programs read as it is, and a workbook beside it.

    No cell can be taken for a formula.
    """
    kept = list(lines)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(tuple(_plain(cell) for cell in line) for line in kept)
    path.with_suffix(".xlsx").write_bytes(write_table(heading, kept, sheet_name=path.stem))


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
