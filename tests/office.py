"""Papers as an office program prints them: LibreOffice makes a PDF, its characters are measured."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw
import pytest

MM = 25.4 / 72
SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here: soffice is not installed")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page in mm: from the left edge to its first and its last character, from the top edge
    down to its baseline."""

    left: float
    right: float
    baseline: float
    text: str


def printed_by_office(docx: bytes, folder: Path) -> list[list[Line]]:
    """The lines of each page, from the top."""
    (folder / "paper.docx").write_bytes(docx)
    command = [
        str(SOFFICE), f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
        "--convert-to", "pdf", "paper.docx",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(folder / "paper.pdf") as document:
        return [list(_lines(page)) for page in document]


def keeps_the_form(pages: list[list[Line]], title: str) -> None:
    """Title, margins, and the number of each page."""
    assert pages[0][0].text == title
    for place, lines in enumerate(pages, 1):
        assert lines[-1].text == f"—{place}—"
        assert min(line.left for line in lines) == pytest.approx(28, abs=1)
        assert max(line.right for line in lines) <= 210 - 25
        assert lines[0].baseline >= 37
        assert lines[-2].baseline <= 297 - 35


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    height = page.get_height()
    marks = sorted(_marks(page), key=lambda mark: (-round(mark[0]), mark[1]))
    for _baseline, held in groupby(marks, key=lambda mark: round(mark[0])):
        row = list(held)
        yield Line(
            row[0][1] * MM, row[-1][2] * MM, (height - row[0][0]) * MM, "".join(mark[3] for mark in row)
        )


def _marks(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, str]]:
    """Baseline, left, right, and the character, in points."""
    text = page.get_textpage()
    for place in range(text.count_chars()):
        char = text.get_text_range(place, 1)
        if char.strip():
            x, y = ctypes.c_double(), ctypes.c_double()
            pypdfium2.raw.FPDFText_GetCharOrigin(text, place, ctypes.byref(x), ctypes.byref(y))
            left, _bottom, right, _top = text.get_charbox(place, loose=True)
            yield y.value, left, right, char
