"""The page of an official document (GB/T 9704-2012) in a .docx: margins, grid of lines, page numbers.

Its type area is 156 mm × 225 mm and holds 22 lines of 28 characters of 16 pt (5.2.1 to 5.2.3); page numbers
of 14 pt stand between dashes, outside, 7 mm below it (7.5).

Characters are drawn together by their own runs, not by a grid of characters: Word shrinks to such a grid, but
LibreOffice gives a 16 pt character two of its narrower cells.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer
    from docx.text.run import Run

PAGE_MM = (210, 297)
MARGINS_MM = {"top_margin": 37, "right_margin": 26, "bottom_margin": 35, "left_margin": 28}
LINES, CHARACTERS = 22, 28
TEXT_PT = 16
"""3 号."""
NUMBER_PT = 14
"""4 号."""
LINE_PT = 28.95
"""Distance of lines: 225 mm are 637.8 pt, so that 22 of them fit."""
CLOSER_PT = -0.25
"""Each character: 156 mm are 442.2 pt, and 28 of 16 pt would need 448."""
FOOTER_MM = 25.5
"""From the sheet's edge to the lower edge of a 14 pt line whose dashes stand 28 mm above it."""
LATIN = "Times New Roman"
_TWIPS = 20
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def set_page(document: Document, *, text_font: str, number_font: str) -> None:
    """Give the only section of a new document the form of an official one; `Normal` becomes its text."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE_MM)
    for name, width in MARGINS_MM.items():
        setattr(section, name, Mm(width))
    section.footer_distance = Mm(FOOTER_MM)
    _set_text(document, text_font)
    _set_grid(section)
    document.settings.odd_and_even_pages_header_footer = True
    _set_number(section.footer, number_font, odd=True)
    _set_number(section.even_page_footer, number_font, odd=False)


def official_date(told: str) -> str:
    """2026-01-05 as 2026年1月5日: figures without leading noughts (7.3.5.4); any other text as it is."""
    return _ISO.sub(lambda found: "{}年{}月{}日".format(*map(int, found.groups())), told)


def width_of(text: str) -> float:
    """In characters of the grid; a figure or a Latin letter takes about half of one."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _set_text(document: Document, font: str) -> None:
    """Also of whoever writes on in the file; a line left alone stays where it is, so that a page has 22.

    The language decides where commas stand in their square.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(TEXT_PT)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = 0
    style.paragraph_format.widow_control = False


def draw_together(run: Run) -> None:
    """Let 28 characters of 16 pt have a line (ECMA-376, 17.3.2.35, in twentieths of a point)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    closer = OxmlElement("w:spacing")
    closer.set(qn("w:val"), str(round(CLOSER_PT * _TWIPS)))
    run.element.get_or_add_rPr().insert_element_before(closer, "w:sz", "w:szCs")


def _set_grid(section: Section) -> None:
    """The distance of lines for whoever writes on in the file (ECMA-376, 17.6.5)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    kept: Any = section._sectPr  # noqa: SLF001 - the library has no name for the grid
    for old in kept.findall(qn("w:docGrid")):
        kept.remove(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(LINE_PT * _TWIPS)))
    kept.append(grid)


def _set_number(footer: _Footer, font: str, *, odd: bool) -> None:
    """“— 1 —”, one character in from the right on odd pages, from the left on even ones."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    footer.is_linked_to_previous = False
    held = footer.paragraphs[0]
    held.alignment = WD_ALIGN_PARAGRAPH.RIGHT if odd else WD_ALIGN_PARAGRAPH.LEFT
    form = held.paragraph_format
    form.line_spacing = Pt(NUMBER_PT)
    if odd:
        form.right_indent = Pt(NUMBER_PT)
    else:
        form.left_indent = Pt(NUMBER_PT)
    for words in ("— ", None, " —"):
        run = held.add_run(words or "")
        run.font.name, run.font.size = font, Pt(NUMBER_PT)
        run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
        if words is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            run.element.addprevious(field)
            field.append(run.element)
            run.text = "1"
