"""What a paper says, before it has a form. Values are texts; none of them becomes markup."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: headings, rows of texts, and its columns' widths in parts."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading ("" for none), lines of text, a table, pictures (SVG, attributes only)."""

    title: str = ""
    lines: Sequence[str] = ()
    grid: Grid | None = None
    pictures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: title, what it is about, parts, who signs it when; `link` as a code at the end.

    `board`: it hangs on a notice board; as PDF it is one sheet, A4 or A3, with no letter below 16 pt.
    `size`: of the text, in points.
    """

    title: str
    about: str
    parts: Sequence[Part]
    signed: str = ""
    date: str = ""
    code: str = ""
    link: str = ""
    link_words: str = ""
    tickets: Sequence["Ticket"] = field(default=())
    board: bool = False
    size: int = 14


@dataclass(frozen=True, slots=True)
class Ticket:
    """A strip to cut off: whose it is, its words, the code on it."""

    title: str
    words: str
    link: str


def as_text(paper: Paper) -> str:
    """The paper as a message to forward: plain lines, no table."""
    lines = [f"【{paper.title}】{paper.about}"]
    for part in paper.parts:
        if part.title:
            lines.append(part.title)
        lines += [line for line in part.lines if line]
        if part.grid:
            lines += ["；".join(cell for cell in row if cell) for row in part.grid.rows]
    lines += [line for line in (f"{paper.signed} {paper.date}".strip(), paper.link) if line]
    return "\n".join(lines) + "\n"
