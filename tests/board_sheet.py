"""A paper for the notice board, measured in its PDF: one sheet, large letters, a code that leads on."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw
import zxingcpp

SMALLEST_PT = 16
A4_PT, A3_PT = (595, 842), (842, 1191)


def hangs_well(pdf: bytes, address: str) -> tuple[int, int]:
    """Assert the whole of it; the sheet's width and height in points, for whoever wants the A4."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        page = document[0]
        assert min(sizes_on(page)) >= SMALLEST_PT - 0.01
        codes = zxingcpp.read_barcodes(page.render(scale=150 / 72, grayscale=True).to_pil())
        assert [code.text.lower() for code in codes] == [address.lower()]
        width, height = round(page.get_width()), round(page.get_height())
    assert (width, height) in (A4_PT, A3_PT)
    return width, height


def sizes_on(page: pypdfium2.PdfPage) -> set[float]:
    """The sizes of all letters, in points as printed."""
    text = page.get_textpage()
    return {
        pypdfium2.raw.FPDFText_GetFontSize(text, place)
        for place in range(text.count_chars())
        if text.get_text_range(place, 1).strip()
    }
