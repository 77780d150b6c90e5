"""ux B12: rare characters on paper are drawn where the font has them, else marked with their number."""

from __future__ import annotations

import io
from pathlib import Path

import pylopdf_fonts_zh_cn as chinese_fonts
import pytest
from PIL import ImageFont
from pypdf import PdfReader

from huiyin.ground.files.glyphs import characters_of, has_glyph, printable
from huiyin.ground.files.typesetting import typeset

HAS, LACKS = "阿依古丽·买买提㛃堃翀䶮𬱟𫖮𪨶𤩽", "𠮷𮧵😀"
TEMPLATE = """#set text(font: sys.inputs.font)
#sys.inputs.words"""


def test_what_the_font_has_is_drawn_and_what_it_lacks_is_an_empty_box() -> None:
    """Asked of the font itself, by another library than ours."""
    font = ImageFont.truetype(chinese_fonts.sans_path(), 40)
    box = bytes(font.getmask("\U0010fffd"))
    assert all(bytes(font.getmask(letter)) != box and has_glyph(letter) for letter in HAS)
    assert all(bytes(font.getmask(letter)) == box and not has_glyph(letter) for letter in LACKS)


def test_the_font_has_what_the_page_says() -> None:
    found = characters_of(chinese_fonts.sans_path())
    assert len(found) == 30_890
    blocks = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF))
    assert [sum(first <= one <= last for one in found) for first, last in blocks] == [20_976, 6_582, 54]


def test_marks_name_the_character_and_leave_spaces_and_joiners_alone() -> None:
    assert printable("𠮷田\n七") == "〓(U+20BB7)田\n七"
    assert printable("a\tb") == "a\tb"
    assert printable("买\u200d买\u3000提") == "买\u200d买\u3000提"


@pytest.mark.parametrize("name", ["𠮷田七", "买𬱟", "㛃"])
def test_a_name_of_1_to_50_characters_reaches_the_paper(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.typ").write_text(TEMPLATE, "utf-8")
    long = (name * 50)[:50]
    for words in (name, long):
        pages = PdfReader(io.BytesIO(typeset(tmp_path / "a.typ", {"words": words})[0])).pages
        told = "".join(page.extract_text() for page in pages)
        assert "".join(told.split()) == printable(words)


def test_a_font_without_the_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.otf").write_bytes(b"OTTO" + bytes(8))
    with pytest.raises(KeyError, match="cmap"):
        characters_of(tmp_path / "a.otf")
