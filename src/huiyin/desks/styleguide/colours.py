"""The colours as the sheets have them, and how well one is read on another (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHEETS = Path(__file__).resolve().parents[1] / "static" / "huiyin"
_STRAIGHT = 0.04045
"""Below this sRGB is linear (WCAG 2.2, relative luminance)."""
PAIRS = (
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "card"),
    ("jade", "card"),
    ("on-jade", "jade"),
    ("jade", "jade-wash"),
    ("green", "green-wash"),
    ("amber", "amber-wash"),
    ("red", "red-wash"),
    ("plum", "plum-wash"),
    ("plum", "card"),
    ("grey", "grey-wash"),
    ("on-hazard", "hazard"),
)
"""Words on their ground."""


@dataclass(frozen=True)
class Swatch:
    """One colour on another; `fore` and `back` are as the sheet writes them, `ratio` has one digit."""

    words: str
    ground: str
    fore: str
    back: str
    ratio: str


@dataclass(frozen=True)
class Scheme:
    """All pairs of one look. `least` is the ratio they must have."""

    title: Promise
    least: str
    swatches: tuple[Swatch, ...]


def variables(sheet: str, selector: str) -> dict[str, str]:
    """The colours a sheet gives to a selector: name without dashes -> #rrggbb or #rgb."""
    block = (SHEETS / sheet).read_text("utf-8").split(selector + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours, 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == len("fff") else digits
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= _STRAIGHT else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=1)
def schemes() -> tuple[Scheme, ...]:
    """Light, elder view, dark, and the wall of the duty room."""
    light = variables("parts.css", ":root")
    looks = (
        (_("Light"), "4.5", light),
        (_("Elder view"), "7", light | variables("parts.css", ".elder")),
        (_("Dark"), "4.5", light | variables("parts.css", "  .resident, .staff")),
        (_("The wall of the duty room"), "4.5", light | variables("desk.css", ".wall")),
    )
    return tuple(Scheme(title, least, _swatches(colours)) for title, least, colours in looks)


def _swatches(colours: dict[str, str]) -> tuple[Swatch, ...]:
    return tuple(
        Swatch(words, ground, colours[words], colours[ground], f"{_cut(colours[words], colours[ground])}:1")
        for words, ground in PAIRS
    )


def _cut(one: str, other: str) -> float:
    """Cut, not rounded: 4.46 is not said to be 4.5."""
    return int(contrast(one, other) * 10) / 10
