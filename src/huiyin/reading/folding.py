"""Folding: one form of a text for every reader.

Texts arrive typed on telephones, pasted from spreadsheets and exported from other systems: full-width
letters, traditional characters, tabs, blank lines, NUL bytes, halves of emoji. Readers see one form: NFKC,
lower case, simplified, no control characters. A fold never fails and never takes more than ``LIMIT``
characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Final

LIMIT: Final = 20_000
"""Characters read of a text; what follows is kept by whoever stores it, but not read."""

_CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_SPACES: Final = re.compile(r"\s+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_WORD: Final = re.compile(r"[0-9a-z\u3400-\u9fff]+")
_SURNAMES: Final = {
    "单": "s", "查": "z", "解": "x", "仇": "q", "区": "o", "曾": "z", "乐": "y", "翟": "z", "覃": "q",
    "种": "c", "重": "c", "秘": "b", "折": "s", "繁": "p", "召": "s", "尉迟": "yc", "单于": "cy",
    "长孙": "zs", "万俟": "mq", "澹台": "tt",
}  # fmt: skip
"""Surnames whose reading differs from the common reading of the character."""


def clean(text: str) -> str:
    """The text as a person may read it, at most LIMIT characters, controls and lone surrogates gone."""
    return _CONTROLS.sub("", text[:LIMIT])


def fold(text: str) -> str:
    """The form readers and searches compare: NFKC, lower case, simplified, spaces tamed.

    A run of white space holding a line break becomes one line break; other runs become one space, or nothing
    between two Chinese characters. ``fold(fold(x)) == fold(x)``.
    """
    form = unicodedata.normalize("NFKC", _CONTROLS.sub("", text[:LIMIT])).lower()
    form = unicodedata.normalize("NFKC", form).translate(_simplified())
    return _SPACES.sub(_space, _CONTROLS.sub("", form)[:LIMIT]).strip()


def fold_in_place(text: str) -> str:
    """The same length as ``text``, so that positions agree: half width and simplified, nothing removed."""
    return text.translate(_same_length())


def _space(found: re.Match[str]) -> str:
    if "\n" in found[0]:
        return "\n"
    text, start, end = found.string, found.start(), found.end()
    between = start and end < len(text) and _HAN.match(text[start - 1]) and _HAN.match(text[end])
    return "" if between else " "


@cache
def _simplified() -> dict[int, str]:
    """Traditional character -> simplified, one to one; read once from OpenCC's t2s table (40 ms)."""
    from opencc import OpenCC  # imported late: loading takes longer than reading a text

    characters = [chr(code) for code in range(0x3400, 0xA000)]
    turned = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    once = {old: new for old, new in zip(characters, turned, strict=True) if old != new and len(new) == 1}
    once["著"] = "着"  # the table leaves it to phrases; 著火 must meet 着火
    return {ord(old): once.get(new, new) for old, new in once.items()}


@cache
def _same_length() -> dict[int, str]:
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return _simplified() | wide | {0x3000: " "}


def tokens(text: str) -> list[str]:
    """Words for a search index: rjieba's words, every pair of Chinese neighbours, numbers, letters.

    The pairs let any search of two characters hit; order of first appearance, without repeats.
    """
    import rjieba  # its dictionary loads on import

    found: dict[str, None] = {}
    for run in _WORD.findall(fold(text)):
        found.update(dict.fromkeys(word for word in rjieba.cut_for_search(run, True) if word.strip()))
        found.update(dict.fromkeys(a + b for a, b in pairwise(run) if _HAN.match(a) and _HAN.match(b)))
    return list(found)


def initials(text: str, *, person: bool = False) -> str:
    """Pinyin initials in lower case ("象城外滩" -> "xcwt"); digits and Latin letters stay.

    With ``person`` the first character or two is read as a surname where it can be one ("单国强" -> "sgq").
    """
    form = "".join(_WORD.findall(fold(text)))
    for length in (2, 1) if person else ():
        if form[:length] in _SURNAMES:
            return _SURNAMES[form[:length]] + _spell(form[length:])
    return _spell(form)


def pinyin(text: str) -> str:
    """The full spelling without tones, in lower case ("象城外滩" -> "xiangchengwaitan"); digits stay."""
    return _spell("".join(_WORD.findall(fold(text))), whole=True)


def _spell(text: str, *, whole: bool = False) -> str:
    from pypinyin import Style, lazy_pinyin  # its tables load on import

    style = Style.NORMAL if whole else Style.FIRST_LETTER
    return "".join(part for part in lazy_pinyin(text, style=style, v_to_u=False) if part.isascii()).lower()
