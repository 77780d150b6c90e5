"""Numerals as residents write them: "12", "十二", "一百零三"."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
NUMERAL: Final = r"(?:\d{1,3}|[零〇一二两三四五六七八九十百]{1,5})"
"""A regular expression for one small number."""


def number(numeral: str) -> int | None:
    """The value of a numeral below 1,000 ("十二" -> 12, "二〇三" -> 203); None for "十百"."""
    if numeral.isdecimal():
        return int(numeral)
    plain = numeral.replace("〇", "零").replace("两", "二")
    if plain and all(character in DIGITS for character in plain):
        return int("".join(str(DIGITS.index(character)) for character in plain))
    return _with_units(plain)


def _with_units(plain: str) -> int | None:
    value, left = 0, plain
    for unit, size in (("百", 100), ("十", 10)):
        head, found, rest = left.partition(unit)
        if not found:
            continue
        head = head.removeprefix("零")
        if head and head not in DIGITS:
            return None
        value += (DIGITS.index(head) if head else 1) * size
        left = rest
    left = left.removeprefix("零")
    if len(left) > 1 or (left and left not in DIGITS):
        return None
    return value + (DIGITS.index(left) if left else 0) if value else None
