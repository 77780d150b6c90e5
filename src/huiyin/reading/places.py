"""Places: where in an estate, read out of free text.

"象城外滩3号楼2单元501室", "3-2-501", "三号楼二单元", "5栋", "12幢301", "A座", and the names a community
knows. A mention is what the text says; whether such a building exists is for the place register.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from huiyin.reading.folding import LIMIT, fold, fold_in_place
from huiyin.reading.lexicon import WordFinder
from huiyin.reading.numerals import NUMERAL, number

T = TypeVar("T")

MOST: Final = 20
"""Mentions read of one text; a list of two hundred homes is not a place."""
NAME_SHORTEST: Final = 3
NAME_LONGEST: Final = 14
"""Characters before a building in which its estate's name is looked for."""

_SUFFIX: Final = (
    "小区|花园|家园|公寓|家属院|家属区|宿舍|新村|大厦|社区|雅苑|佳苑|嘉苑|名苑|华庭|名邸|华府|府邸|庭院|山庄|新城|小镇|广场|别墅|大院"
    "|苑|城|府|湾|庭|邸|园|里|院|滩|郡|居|村|区"
)
_BUILDING: Final = (
    rf"(?P<building>{NUMERAL}|[A-Za-z]\d{{0,2}})\s?(?:号楼|号栋|#楼?|栋楼?|幢楼?|座(?![位谈落机]))"
)
_ENTRANCE: Final = rf"(?P<entrance>{NUMERAL})\s?(?:单元|门栋|门(?![面口卫禁前外牌店诊市])|梯(?![户级]))"
_FLOOR: Final = rf"(?P<floor>{NUMERAL})\s?(?:层|楼(?![上下顶道梯盘栋房市主宇长梁板]))"
_HOME_END: Final = r"(?![\d元米年月日点度%.]|平|多|余|户居|号[楼栋]|[栋幢座人个万亿千天路])"
_HOME: Final = rf"(?P<home>\d{{3,4}})(?:室|号房间?|房间?|户|号)?{_HOME_END}"
_GAP: Final = r"[\s,、\-]{0,2}"
_FULL: Final = re.compile(rf"{_BUILDING}(?:{_GAP}{_ENTRANCE})?(?:{_GAP}{_FLOOR})?(?:{_GAP}{_HOME})?")
_PART: Final = re.compile(rf"{_ENTRANCE}(?:{_GAP}{_FLOOR})?(?:{_GAP}{_HOME})?")
_DASHED: Final = re.compile(
    r"(?<![\d\-/:.年月])(?P<building>\d{1,2})-(?:(?P<entrance>\d{1,2})-)?(?P<home>\d{3,4})(?:室|号|房)?(?![\d\-/:%]|[元米年月日点度人户分])"
)
_ROOM: Final = re.compile(r"(?<![\d\-])(?P<home>\d{3,4})(?:室(?!内|外|温)|号房|房间)")
_ZONE: Final = re.compile(rf"(?:[A-Za-z]\d?|[东西南北]|{NUMERAL})(?:区|期|组团)$")
_ESTATE: Final = re.compile(rf"[一-鿿A-Za-z0-9·]{{2,{NAME_LONGEST}}}(?:{_SUFFIX})$")
_NAMED: Final = re.compile(
    r"[一-鿿·]{2,8}(?:小区|家园|花园|公寓|家属院|新村|大厦|社区|雅苑|佳苑|嘉苑|名苑|华庭|山庄)"
)
_LEAD: Final = re.compile(
    r"^.*(?:家住在?|住在|位于|坐落在?|座落于?在?|我们是|我是|本人是?|地址是?|反映|投诉|举报|关于|咨询|请问|我们|我家|就是|来自|附近|整个|老旧|这个|一个|请|找|给|到|希望|让|对|和|与|被|由|本|该|各|为|向|的|在|是|市|县|镇|街道|[A-Za-z]\d?区)"
)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """One place as said; absent parts are "", numbers plain digits, letters upper case ("G2").

    Spans are positions in the text given: the whole mention, and the home's number (for masking).
    """

    estate_text: str
    zone: str
    building: str
    entrance: str
    floor: str
    home: str
    span: tuple[int, int]
    home_span: tuple[int, int] | None = None


def find_places(text: str) -> list[PlaceMention]:
    """The places a text names, in order, at most MOST; where readings overlap the fuller one holds."""
    form = fold_in_place(text[:LIMIT])
    taken: list[tuple[int, int]] = []
    found: list[PlaceMention] = []
    for pattern in (_FULL, _DASHED, _PART, _ROOM):
        for match in pattern.finditer(form):
            if len(found) < MOST and not _touches(match.span(), taken) and (mention := _mention(form, match)):
                taken.append(mention.span)
                found.append(mention)
    for match in _NAMED.finditer(form):
        if len(found) < MOST and not _touches(match.span(), taken) and (name := estate_name(match[0])):
            found.append(PlaceMention(name, "", "", "", "", "", (match.end() - len(name), match.end())))
    return sorted(found, key=lambda mention: mention.span)


def _touches(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _mention(form: str, match: re.Match[str]) -> PlaceMention | None:
    parts = {name: _plain(value) for name, value in match.groupdict(default="").items()}
    if None in parts.values():
        return None
    zone, estate, start = _before(form, match.start())
    home = match.span("home") if parts.get("home") else None
    building, entrance = parts.get("building") or "", parts.get("entrance") or ""
    floor, number_of_home = parts.get("floor") or "", parts.get("home") or ""
    return PlaceMention(estate, zone, building, entrance, floor, number_of_home, (start, match.end()), home)


def _plain(value: str) -> str | None:
    """One form of a number or letter ("十二" -> "12", "g2" -> "G2"); None for what is no numeral."""
    if not value or value[0].isascii():
        return value.upper().lstrip("0") if value.isdecimal() else value.upper()
    worth = number(value)
    return None if worth is None else str(worth)


def _before(form: str, start: int) -> tuple[str, str, int]:
    """(zone, estate name, start) of what stands directly before a building."""
    head = form[max(0, start - NAME_LONGEST - 6) : start]
    zone = _ZONE.search(head)
    if zone:
        head, start = head[: zone.start()], start - len(zone[0])
    estate = _ESTATE.search(head)
    name = estate_name(estate[0]) if estate else ""
    return (zone[0].upper() if zone else ""), name, start - len(name)


def estate_name(words: str) -> str:
    """The estate's name alone: "我家住在清音路小区" -> "清音路小区", "我们小区" -> ""."""
    short = _LEAD.sub("", words).removeprefix("区")
    return short if len(short) >= NAME_SHORTEST else ""


@dataclass(frozen=True, slots=True)
class NameMatch(Generic[T]):
    """A known name: as the register writes it, what it stands for, its place in the folded text."""

    name: str
    value: T
    start: int


class NameBook(Generic[T]):
    """Known names and aliases, compiled for many texts."""

    def __init__(self, names: Mapping[str, T]) -> None:
        """``names``: name or alias -> what it stands for; those of one character are left out."""
        self._names = {fold(name): (name, value) for name, value in names.items() if len(fold(name)) > 1}
        self._finder = WordFinder(self._names)

    def match(self, text: str) -> list[NameMatch[T]]:
        """The names in the text, in order; the longer wins where two overlap; each name once."""
        hits = sorted(self._finder.find(fold(text)), key=lambda hit: (-len(hit[1]), hit[0]))
        taken: list[tuple[int, int]] = []
        first: dict[str, int] = {}
        for start, word in hits:
            if word not in first and not _touches((start, start + len(word)), taken):
                taken.append((start, start + len(word)))
                first[word] = start
        return [
            NameMatch(*self._names[word], start)
            for word, start in sorted(first.items(), key=lambda hit: hit[1])
        ]


def match_names(text: str, names: Mapping[str, T]) -> list[NameMatch[T]]:
    """As ``NameBook(names).match(text)``; keep a NameBook where many texts meet the same names."""
    return NameBook(names).match(text)
