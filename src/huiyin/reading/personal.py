"""Personal data in free text, found and masked before people without the right read it.

Telephone and identity numbers, bank cards, plates, mail and WeChat addresses, names that are introduced as
names, and, when asked for, the numbers of homes. Masking keeps the length and enough to recognise one's
own: 138****5678, 张**. (个人信息保护法 arts. 6, 28 and 51: no more than needed, sensitive data with
stricter care.)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

from stdnum import luhn

from huiyin.reading.folding import fold_in_place
from huiyin.reading.places import find_places


class PersonalKind(StrEnum):
    """What kind of personal data."""

    PHONE = "phone"
    IDENTITY = "identity"
    BANK_CARD = "bank_card"
    PLATE = "plate"
    MAIL = "mail"
    WECHAT = "wechat"
    NAME = "name"
    HOME = "home"


@dataclass(frozen=True, slots=True)
class Personal:
    """One piece of personal data: its kind and its place in the text given."""

    kind: PersonalKind
    span: tuple[int, int]


USUAL: Final = frozenset(PersonalKind) - {PersonalKind.HOME}
"""What is masked unless said otherwise: a repair without the home's number cannot be done."""

FULL_IDENTITY: Final = 18
"""Characters of an identity number since 1999 (GB 11643); before, 15, with a year of two digits."""
_DIGITS: Final = r"(?<![\d.])"
_PATTERNS: Final[dict[PersonalKind, re.Pattern[str]]] = {
    PersonalKind.IDENTITY: re.compile(
        r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])|(?<![\dA-Za-z])[1-9]\d{14}(?![\dA-Za-z])"
    ),
    PersonalKind.PHONE: re.compile(
        rf"{_DIGITS}(?:\+?86[-\s]?)?1[3-9]\d[-\s]?\d{{4}}[-\s]?\d{{4}}(?!\d)|{_DIGITS}0\d{{2,3}}[-\s]?\d{{7,8}}(?!\d)"
        r"|(?:电话|座机)[号码是为:\s]{0,4}(?P<value>[2-9]\d{2,3}[-\s]?\d{4})(?!\d)"
    ),
    PersonalKind.BANK_CARD: re.compile(r"(?<!\d)[3-6]\d{3}(?:[-\s]?\d{4}){3}(?:[-\s]?\d{1,3})?(?!\d)"),
    PersonalKind.PLATE: re.compile(
        r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·.\s-]?"
        r"[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])"
    ),
    PersonalKind.MAIL: re.compile(
        r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}", re.ASCII
    ),
    PersonalKind.WECHAT: re.compile(
        r"微信(?:号码?|id|ID)?[是为:\s]{0,3}(?P<value>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])"
    ),
}
_COMPOUND: Final = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|端木|夏侯|长孙|宇文|南宫"
_NOT_NAMES: Final = frozenset(
    "于时常向从全有和方应连成元后万高国就经来关年水温安明单干但由相计商公平管路车房门花古都位满初信利"
)
"""Surnames that begin ordinary words; after a mere "本人" they are not taken for a name."""


def find_personal(text: str, *, kinds: Collection[PersonalKind] = USUAL) -> list[Personal]:
    """Personal data in the whole text, in order, without overlap; rather too much than too little."""
    form = fold_in_place(text)
    taken = bytearray(len(form))
    found: list[Personal] = []
    for kind in (kind for kind in _FINDERS if kind in kinds):
        for start, end in _FINDERS[kind](form):
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                found.append(Personal(kind, (start, end)))
    return sorted(found, key=lambda piece: piece.span)


def mask_personal(text: str, *, kinds: Collection[PersonalKind] = USUAL) -> str:
    """The text with personal data replaced by "*", length unchanged; masking twice changes nothing more."""
    characters = list(text)
    for piece in find_personal(text, kinds=kinds):
        start, end = piece.span
        characters[start:end] = _mask(piece.kind, text[start:end])
    return "".join(characters)


def _mask(kind: PersonalKind, words: str) -> str:
    shown = {
        PersonalKind.PHONE: (3, 4),
        PersonalKind.IDENTITY: (1, 1),
        PersonalKind.PLATE: (2, 2),
        PersonalKind.BANK_CARD: (0, 4),
    }
    first, last = shown.get(kind, (1 if kind is PersonalKind.NAME else 0, 0))
    last_from = len(words) - last
    return "".join(c if i < first or i >= last_from or c in " -@.:" else "*" for i, c in enumerate(words))


def _spans(kind: PersonalKind) -> Callable[[str], Iterator[tuple[int, int]]]:
    """The group "value" where the pattern needs a word before it, else the whole match."""
    pattern = _PATTERNS[kind]

    def find(form: str) -> Iterator[tuple[int, int]]:
        for match in pattern.finditer(form):
            yield match.span("value" if match.groupdict().get("value") else 0)

    return find


def _identities(form: str) -> Iterator[tuple[int, int]]:
    for match in _PATTERNS[PersonalKind.IDENTITY].finditer(form):
        if _birth_date(match[0]):
            yield match.span()


def _birth_date(digits: str) -> bool:
    """Whether a birth date is inside; the check digit is not asked: one typing error still tells who."""
    full = digits if len(digits) == FULL_IDENTITY else digits[:6] + "19" + digits[6:]
    try:
        return (
            date(1890, 1, 1)
            <= date(int(full[6:10]), int(full[10:12]), int(full[12:14]))
            <= date(2099, 12, 31)
        )
    except ValueError:
        return False


def _bank_cards(form: str) -> Iterator[tuple[int, int]]:
    for match in _PATTERNS[PersonalKind.BANK_CARD].finditer(form):
        if luhn.is_valid(re.sub(r"\D", "", match[0])):
            yield match.span()


def _names(form: str) -> Iterator[tuple[int, int]]:
    for match in _name_pattern().finditer(form):
        lead, name = match["lead"] or "", match["name"] or match["titled"]
        if lead.startswith("本人") and name[0] in _NOT_NAMES:
            continue
        yield match.span("name") if match["name"] else match.span("titled")


@cache
def _name_pattern() -> re.Pattern[str]:
    surnames = (files(__package__) / "words" / "surnames.txt").read_text(encoding="utf-8").strip()
    family = f"(?:{_COMPOUND}|[{surnames}])"
    end = r"(?=[^一-鿿]|$|[是系家住电男女手联身于在因从，])"
    return re.compile(
        rf"(?P<lead>我叫|我名叫|我的名字是|名叫|姓名[:\s]{{0,2}}|联系人[:\s]{{0,2}}|业主[:：]|本人叫?[:,]?)(?P<name>{family}[一-鿿某]{{1,2}}?){end}"
        rf"|(?<![一-鿿])(?P<titled>{family}[一-鿿]{{1,2}})(?=先生|女士|小姐|同志)"
    )


def _homes(form: str) -> Iterator[tuple[int, int]]:
    return (mention.home_span for mention in find_places(form) if mention.home_span)


_FINDERS: Final[dict[PersonalKind, Callable[[str], Iterator[tuple[int, int]]]]] = {
    PersonalKind.IDENTITY: _identities,
    PersonalKind.PHONE: _spans(PersonalKind.PHONE),
    PersonalKind.BANK_CARD: _bank_cards,
    PersonalKind.PLATE: _spans(PersonalKind.PLATE),
    PersonalKind.MAIL: _spans(PersonalKind.MAIL),
    PersonalKind.WECHAT: _spans(PersonalKind.WECHAT),
    PersonalKind.NAME: _names,
    PersonalKind.HOME: _homes,
}
