"""One page per entrance, gate or facility: a large code, the place, three steps, the telephone.

Black on white, so that any office printer will do; text from 14 pt (only overlong names shrink),
for readers of seventy. A door is read by whoever stands before it (A4); a gate by whoever passes (A3).
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from huiyin.ground.files.typesetting import typeset
from huiyin.registers.places.posters.codes import QUIET, PlaceCode, place_code

_TEMPLATE = Path(__file__).with_name("poster.typ")
# What a page holds: more would push the emergency numbers onto a second sheet.
MOST_PHONES, _LONGEST_LINE = 4, 44


class Size(StrEnum):
    """The sheet a poster is printed on."""

    DOOR, GATE = "a4", "a3"


@dataclass(frozen=True, slots=True)
class _Measures:
    """Words as on the A4 times `words`; the symbol at least `symbol` mm, its box at most `most` mm."""

    words: float
    symbol: int
    most: int


# A code is read from ten times its width: 60 cm before a door, 1.2 m before a gate.
_MEASURES = {Size.DOOR: _Measures(1, 60, 92), Size.GATE: _Measures(1.2, 120, 190)}


@dataclass(frozen=True, slots=True)
class Phone:
    """A line to call: who answers (already in the reader's language), the number, and when ("" = unsaid)."""

    who: str
    number: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Poster:
    """One sheet. `place_lines` from wide to narrow, the last is the place itself and is set large.

    `url` goes into the code, `code` is the same in letters for people who type. `elder_url` adds a second,
    smaller code that opens the large-print pages. `language` is a Django language code. The first four
    `phones` are printed; a line over 44 characters ends in an ellipsis.
    """

    place_lines: tuple[str, ...]
    url: str
    code: str
    phones: tuple[Phone, ...] = ()
    language: str = "zh-hans"
    elder_url: str = ""
    size: Size = Size.DOOR


def poster_pdf(
    posters: Sequence[Poster], *, fonts: Sequence[Path] | None = None, path_in_any_case: bool = False
) -> bytes:
    """Lay out all `posters` as one PDF, one page each, in order. Works without network.

    `fonts`: folders with fonts, the bundled Noto Sans SC by default. `path_in_any_case`: the address route
    answers capitals too, which makes the code coarser and easier to scan. Raises ValueError without posters.
    """
    return _compiled(posters, "pdf", fonts, any_case=path_in_any_case)[0]


def poster_png(poster: Poster, *, ppi: int = 150, path_in_any_case: bool = False) -> bytes:
    """The same page as a picture, for the preview on a desk."""
    return _compiled([poster], "png", None, any_case=path_in_any_case, ppi=ppi)[0]


def _compiled(
    posters: Sequence[Poster], form: str, fonts: Sequence[Path] | None, *, any_case: bool, ppi: int = 150
) -> list[bytes]:
    """Values travel as JSON data, never as markup, so a place named `#import` stays a name."""
    if not posters:
        raise ValueError("no poster to print")
    pages = [_page(poster, any_case=any_case) for poster in posters]
    values = {"pages": json.dumps(pages, ensure_ascii=False)}
    return typeset(_TEMPLATE, values, form=form, ppi=ppi, fonts=fonts or ())


def _page(poster: Poster, *, any_case: bool) -> dict[str, object]:
    with translation.override(poster.language):
        *around, place = poster.place_lines or ("",)
        code, measures = place_code(poster.url, path_in_any_case=any_case), _MEASURES[poster.size]
        return {
            "paper": poster.size.value,
            "k": measures.words,
            "least": _least(code, measures.symbol),
            "most": measures.most,
            "lang": "zh" if poster.language.startswith("zh") else poster.language[:2],
            "around": _short(" · ".join(around), 30),
            "place": _short(place),
            "title": _("Something wrong here? Scan and tell us"),
            "promise": _("Every request is answered"),
            "svg": code.svg,
            "elder_svg": place_code(poster.elder_url, path_in_any_case=any_case).svg
            if poster.elder_url
            else "",
            "elder": _("Large print"),
            "code_label": _("Place code"),
            "code": poster.code,
            "steps": _steps(),
            "no_phone": _("No smartphone? Tell your building contact, or call:"),
            "phones": [_phone(line) for line in poster.phones[:MOST_PHONES]],
            "danger": _("Fire 119 · Police 110 · Ambulance 120: call these first"),
        }


def _least(code: PlaceCode, symbol: int) -> int:
    """Whole millimetres the box of a code needs so that its symbol, without the quiet zone, has `symbol`."""
    return max(80, math.ceil(symbol * code.modules / (code.modules - 2 * QUIET)))


def _phone(line: Phone) -> dict[str, str]:
    return {"who": _short(line.who, 10), "number": _short(line.number, 14), "hours": _short(line.hours, 5)}


def _short(text: str, longest: int = _LONGEST_LINE) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def _steps() -> list[str]:
    return [
        _("Scan the code with WeChat or the camera. No log-in, nothing to install."),
        _("Choose what is wrong. Add a photo or a few words if you like."),
        _("Keep the number you get. You will be told who is coming, and asked whether it was solved."),
    ]
