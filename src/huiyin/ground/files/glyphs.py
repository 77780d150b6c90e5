"""Which characters the printed font has, and a mark for those it lacks.

The font that comes with the program has 30,890 characters: of Unicode's basic Chinese block 20,976 of 20,992,
of extension A 6,582 of 6,592, of extension B, which some names of families and villages need, 54 of 42,720.
What it lacks is printed as 〓, the printers' mark for a missing type, with the number of the character: who
holds the paper sees that something is missing and what to write in by hand, where an empty box stood.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn as chinese_fonts

MISSING = "〓"
"""U+3013, the geta mark."""


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
    return characters_of(chinese_fonts.sans_path())


def characters_of(font: str | Path) -> frozenset[int]:
    """The code points an OpenType font has a glyph for. Raises KeyError without a table of characters."""
    from fontTools.ttLib import TTFont  # loaded by the first paper that is not plain ASCII

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened["cmap"].getBestCmap())
