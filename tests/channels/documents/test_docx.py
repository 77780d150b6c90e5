"""Papers for offices keep GB/T 9704: what the file says, and what LibreOffice prints of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from huiyin.channels.documents.docx import as_docx
from huiyin.channels.documents.official import CHARACTERS, LINE_PT, LINES, official_date
from huiyin.channels.documents.paper import Grid, Paper, Part
from tests.office import MM, Line, needs_office, printed_by_office

SENTENCE = "各位居民：经议事会商定本小区电梯更新改造方案予以公示请在公示期内提出意见"
LONG = Paper(
    "关于电梯更新改造的公示", "象城外滩小区",
    [Part("一、方案", [SENTENCE * 60]), Part("二、费用", [SENTENCE])],
    signed="胜利街道社区居民委员会", date="2026-01-05",
)  # fmt: skip
FULL = slice(1, -1)
"""Pages that words fill from the first line to the last."""


def opened(paper: Paper) -> Any:
    return docx.Document(io.BytesIO(as_docx(paper)))


def test_the_file_says_margins_lines_and_characters() -> None:
    section = opened(LONG).sections[0]
    edges = ("top_margin", "right_margin", "bottom_margin", "left_margin", "page_width", "page_height")
    assert [round(getattr(section, edge).mm, 1) for edge in edges] == [37, 26, 35, 28, 210, 297]
    (grid,) = section._sectPr.findall(qn("w:docGrid"))
    assert {name.split("}")[1]: told for name, told in grid.attrib.items()} == {
        "type": "lines", "linePitch": "579",
    }  # fmt: skip
    runs = [run for one in opened(LONG).paragraphs for run in one.runs if SENTENCE in run.text]
    assert [run.font.size.pt for run in runs] == [16, 16]
    assert [run.element.rPr.find(qn("w:spacing")).get(qn("w:val")) for run in runs] == ["-5", "-5"]
    assert CHARACTERS * (16 - 0.25) <= 156 / MM < (CHARACTERS + 1) * (16 - 0.25)


@pytest.mark.parametrize(
    ("told", "said"),
    [("2026-01-05", "2026年1月5日"), ("2026-11-28", "2026年11月28日"), ("明天", "明天"), ("", "")],
)
def test_a_day_is_written_without_leading_noughts(told: str, said: str) -> None:
    assert official_date(told) == said


def test_who_signs_stands_centred_above_the_day() -> None:
    *_rest, signed, date = opened(LONG).paragraphs
    assert (signed.text, date.text) == ("胜利街道社区居民委员会", "2026年1月5日")
    assert date.paragraph_format.right_indent.pt == 4 * 16
    assert signed.paragraph_format.right_indent.pt == (4 + (6 - 11) / 2) * 16


def middle(line: Line, size: int) -> float:
    """Of its Chinese characters, in mm from above: a glyph fills its em, 0.88 of it above the baseline."""
    return line.baseline - 0.38 * size * MM


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[list[Line]]:
    return printed_by_office(as_docx(LONG), tmp_path_factory.mktemp("office"))


@needs_office
def test_a_full_page_has_22_lines_of_28_characters(pages: list[list[Line]]) -> None:
    full = pages[FULL]
    assert len(full) >= 2
    for *lines, _number in full:
        assert len(lines) == LINES
        assert {len(line.text) for line in lines} == {CHARACTERS}


@needs_office
def test_margins_are_within_a_millimetre(pages: list[list[Line]]) -> None:
    """A line reaches half its height above and below the middle of its characters."""
    half = LINE_PT * MM / 2
    for *lines, _number in pages[FULL]:
        for line in lines:
            assert line.left == pytest.approx(28, abs=1)
            assert 210 - line.right == pytest.approx(26, abs=1)
        assert middle(lines[0], 16) - half == pytest.approx(37, abs=1)
        assert 297 - middle(lines[-1], 16) - half == pytest.approx(35, abs=1)


@needs_office
def test_page_numbers_stand_between_dashes_outside_below_the_words(pages: list[list[Line]]) -> None:
    """Odd pages right, even ones left, a character in; the dashes 7 mm below the type area."""
    one = 14 * MM
    for place, lines in enumerate(pages, 1):
        number = lines[-1]
        assert number.text == f"—{place}—"
        edge = 210 - number.right - 26 if place % 2 else number.left - 28
        assert edge == pytest.approx(one, abs=1)
        assert middle(number, 14) == pytest.approx(297 - 35 + 7, abs=1)


@needs_office
def test_a_table_and_a_short_paper_stay_between_the_margins(tmp_path: Path) -> None:
    grid = Grid(["事项", "结果"], [[SENTENCE, "通过"], ["短", "未通过"]], (3, 1))
    (lines,) = printed_by_office(as_docx(Paper("会议纪要", "小区", [Part("议程", grid=grid)])), tmp_path)
    assert min(line.left for line in lines) >= 27
    assert max(line.right for line in lines) <= 210 - 25
    assert lines[-1].text == "—1—"
