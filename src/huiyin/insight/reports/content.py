"""What a report says, before it has a form: sections with lines, a table, a picture's numbers; kept as JSON.

Page, .pdf, .docx and .xlsx are drawn from this and count nothing themselves, so their figures cannot differ.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

Cell = str | int


@dataclass(frozen=True, slots=True)
class Picture:
    """Numbers to draw: `bars` are (label, n); `estates` are (name, ((building, n or None for few), ...))."""

    kind: str
    bars: tuple[tuple[str, int], ...] = ()
    estates: tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, lines of text, a table (a number is an int), and perhaps a picture."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `as_of` is what it knew, as people write a moment; `final` if the month was told."""

    title: str
    about: str
    as_of: str
    final: bool
    sections: tuple[Section, ...] = field(default=())


def as_json(report: Report) -> str:
    """Canonical JSON: the same report is the same bytes."""
    return json.dumps(asdict(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> Report:
    """A report as it was kept."""
    told: dict[str, Any] = json.loads(text)
    return Report(**told | {"sections": tuple(_section(one) for one in told["sections"])})


def _section(told: dict[str, Any]) -> Section:
    picture = told["picture"]
    return Section(
        told["key"], told["title"], tuple(told["lines"]), tuple(told["headings"]),
        tuple(tuple(row) for row in told["rows"]), _picture(picture) if picture else None,
    )  # fmt: skip


def _picture(told: dict[str, Any]) -> Picture:
    bars = tuple((label, n) for label, n in told["bars"])
    estates = tuple(
        (name, tuple((building, n) for building, n in buildings)) for name, buildings in told["estates"]
    )
    return Picture(told["kind"], bars, estates)
