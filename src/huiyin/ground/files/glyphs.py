"""Which characters the printed font has, and a mark for those it lacks.

The font that comes with the program has 30,890 characters: of Unicode's basic Chinese block 20,976 of 20,992,
of extension A 6,582 of 6,592, of extension B, which some names of families and villages need, 54 of 42,720.
What it lacks is printed as 〓, the printers' mark for a missing type, with the number of the character: who
holds the paper sees that something is missing and what to write in by hand, where an empty box stood.
"""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn as chinese_fonts

MISSING = "〓"
"""U+3013, the geta mark."""
_FULL_UNICODE = 12
"""The kind of a font's table that names characters beyond the first 65,536 too (OpenType, cmap format 12)."""


def printable(text: str) -> str:
    """The text with each character the font lacks as 〓(U+20BB7); spaces and line breaks stay as they are."""
    if text.isascii():
        return text
    return "".join(letter if has_glyph(letter) else f"{MISSING}(U+{ord(letter):X})" for letter in text)


def has_glyph(letter: str) -> bool:
    """Whether the font can show this character, or nothing of it is shown (spaces, joiners, line breaks)."""
    return letter.isascii() or ord(letter) in _glyphs() or unicodedata.category(letter)[0] in "ZC"


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    return characters_of(Path(chinese_fonts.sans_path()).read_bytes())


def characters_of(font: bytes) -> frozenset[int]:
    """The code points of an OpenType font. Raises ValueError when it has no table of all Unicode."""
    start = _table(font, b"cmap")
    (many,) = struct.unpack_from(">H", font, start + 2)
    for place in range(many):
        (offset,) = struct.unpack_from(">I", font, start + 8 + 8 * place)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if form == _FULL_UNICODE:
            return _ranges(font, start + offset)
    raise ValueError("the font has no table of all Unicode")


def _table(font: bytes, name: bytes) -> int:
    """Where a table of the font begins."""
    (many,) = struct.unpack_from(">H", font, 4)
    for place in range(many):
        tag, _sum, offset, _length = struct.unpack_from(">4sIII", font, 12 + 16 * place)
        if tag == name:
            return int(offset)
    raise ValueError(f"the font has no table {name.decode()}")


def _ranges(font: bytes, start: int) -> frozenset[int]:
    (many,) = struct.unpack_from(">I", font, start + 12)
    found: set[int] = set()
    for place in range(many):
        first, last, _glyph = struct.unpack_from(">III", font, start + 16 + 12 * place)
        found.update(range(first, last + 1))
    return frozenset(found)
