"""A paper as .docx in the form of official documents (GB/T 9704): 小标宋 22 pt, 黑体 and 仿宋 16 pt.

Fonts are named, not embedded; offices have them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .paper import Grid, Paper
from .pictures import as_png

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAGE_MM = (210, 297)
MARGINS_MM = {"top_margin": 37, "right_margin": 26, "bottom_margin": 35, "left_margin": 28}
PICTURE_MM = 110
LINE_PT = 29
"""Distance of lines of text."""
INDENT_PT = 32
"""Two characters."""


@dataclass(frozen=True, slots=True)
class _Form:
    """Chinese font and size in points."""

    font: str
    size: int


_TITLE, _HEADING = _Form("方正小标宋简体", 22), _Form("黑体", 16)
_TEXT, _CELL = _Form("仿宋_GB2312", 16), _Form("仿宋_GB2312", 12)


def as_docx(paper: Paper) -> bytes:
    """The file."""
    import docx  # with lxml: loaded by the first paper, not by every process

    document = docx.Document()
    _page(document)
    _fill(document, paper)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _page(document: Document) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    for name, width in MARGINS_MM.items():
        setattr(section, name, Mm(width))
    document.styles["Normal"].paragraph_format.space_after = 0  # type: ignore[attr-defined]  # a paragraph style


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
    for line in (paper.signed, paper.date):
        _line(document.add_paragraph(), line, _TEXT, "RIGHT")
    if paper.link:
        _line(document.add_paragraph(), f"{paper.link_words} {paper.link}", _TEXT)


def _line(held: Paragraph, text: str, form: _Form, align: str = "JUSTIFY", *, indent: int = 0) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    held.alignment = WD_ALIGN_PARAGRAPH[align]
    if indent:
        held.paragraph_format.first_line_indent = Pt(indent)
    if form is _TEXT:
        held.paragraph_format.line_spacing = Pt(LINE_PT)
    run = held.add_run("".join(filter(_allowed, text)))
    run.font.name, run.font.size = "Times New Roman", Pt(form.size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), form.font)


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
