"""A paper as .docx in the form of official documents (GB/T 9704): 小标宋 22 pt, 黑体 and 仿宋 16 pt.

Fonts are named, not embedded; offices have them. `official.py` has the page.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .official import (
    LATIN,
    LINE_PT,
    MARGINS_MM,
    PAGE_MM,
    TEXT_PT,
    draw_together,
    official_date,
    set_page,
    width_of,
)
from .paper import Grid, Paper
from .pictures import as_png

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PICTURE_MM = 110
INDENT_PT = 2 * TEXT_PT
"""Two characters."""
FROM_THE_EDGE = 4
"""Characters to the right of the date of a sealed document (7.3.5.1); who signs stands centred above it."""


@dataclass(frozen=True, slots=True)
class _Form:
    """Chinese font and size in points."""

    font: str
    size: int


_TITLE, _HEADING = _Form("方正小标宋简体", 22), _Form("黑体", TEXT_PT)
_TEXT, _CELL, _NUMBER = _Form("仿宋_GB2312", TEXT_PT), _Form("仿宋_GB2312", 12), "宋体"
_LINES_PT = {_TITLE: 33, _CELL: 18}
"""Distance of lines where it is not that of the grid."""


def as_docx(paper: Paper) -> bytes:
    """The file."""
    import docx  # with lxml: loaded by the first paper, not by every process

    document = docx.Document()
    set_page(document, text_font=_TEXT.font, number_font=_NUMBER)
    _fill(document, paper)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _fill(document: Document, paper: Paper) -> None:
    from docx.shared import Mm

    _line(document.add_paragraph(), paper.title, _TITLE, "CENTER")
    _line(document.add_paragraph(), paper.about, _TEXT, "CENTER")
    for part in paper.parts:
        if part.title:
            _line(document.add_paragraph(), part.title, _HEADING)
        for line in part.lines:
            _line(document.add_paragraph(), line, _TEXT, indent=INDENT_PT)
        if part.grid:
            _table(document, part.grid)
        for svg in part.pictures:
            document.add_picture(io.BytesIO(as_png(svg)), width=Mm(PICTURE_MM))
    _line(document.add_paragraph(), "", _TEXT)
    _sign(document, paper.signed, official_date(paper.date))
    if paper.link:
        _line(document.add_paragraph(), f"{paper.link_words} {paper.link}", _TEXT)


def _sign(document: Document, signed: str, date: str) -> None:
    from docx.shared import Pt

    beside = FROM_THE_EDGE + (width_of(date) - width_of(signed)) / 2
    for text, characters in ((signed, max(beside, 0)), (date, FROM_THE_EDGE)):
        if text:
            held = document.add_paragraph()
            held.paragraph_format.right_indent = Pt(characters * TEXT_PT)
            _line(held, text, _TEXT, "RIGHT")


def _line(held: Paragraph, text: str, form: _Form, align: str = "JUSTIFY", *, indent: int = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    held.alignment = WD_ALIGN_PARAGRAPH[align]
    if indent:
        held.paragraph_format.first_line_indent = Pt(indent)
    held.paragraph_format.line_spacing = Pt(_LINES_PT.get(form, LINE_PT))
    run = held.add_run("".join(filter(_allowed, text)))
    run.font.name, run.font.size = LATIN, Pt(form.size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), form.font)
    if form is _TEXT:
        draw_together(run)


def _allowed(char: str) -> bool:
    """What XML 1.0 can hold; the library refuses the rest."""
    return (char >= " " or char == "\t") and char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff"


def _table(document: Document, grid: Grid) -> None:
    from docx.shared import Mm

    rows: list[Sequence[str]] = [*([grid.headings] if any(grid.headings) else []), *grid.rows]
    shares = grid.widths or [1] * len(grid.headings)
    width = PAGE_MM[0] - MARGINS_MM["left_margin"] - MARGINS_MM["right_margin"]
    table = document.add_table(rows=0, cols=len(shares), style="Table Grid")
    table.autofit = False
    for row in rows:
        for cell, words, share in zip(table.add_row().cells, row, shares, strict=True):
            cell.width = Mm(width * share / sum(shares))
            _line(cell.paragraphs[0], str(words), _CELL, "LEFT")
