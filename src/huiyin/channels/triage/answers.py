"""What is read out of one message: category, kind, urgency, danger, place and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.utils.translation import gettext

from huiyin.channels.triage.ledger import Row
from huiyin.reading.categories import suggest_category
from huiyin.reading.confidence import chances, said_of
from huiyin.reading.danger import find_danger
from huiyin.reading.kinds import Kind, guess_kind
from huiyin.reading.personal import PersonalKind, find_personal
from huiyin.reading.places import PlaceMention, find_places
from huiyin.reading.reasons import Reason
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.topic import place_names
from huiyin.reading.urgency import guess_urgency
from huiyin.registers.rules.categories import Category, CategoryList
from huiyin.registers.rules.files import SHIPPED, read_file
from huiyin.registers.rules.parsing import parse

TOP: Final = 3
NO_WORDS: Final = "1304"
"""The category of a message in which no word is found: not the estate's, for a person to look at."""
KINDS: Final[Mapping[Kind, str]] = {
    Kind.CONSULT: "咨询",
    Kind.HELP: "求助",
    Kind.COMPLAINT: "投诉",
    Kind.REPORT: "举报",
    Kind.SUGGESTION: "建议",
    Kind.PRAISE: "表扬",
}
"""As 北京市接诉即办工作条例 names them; data, not words of a screen."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One message read. `top`: (code, chance), best first; `danger`: its kind or "".

    `place` is "" where none is named.
    """

    row: Row
    category: Category
    top: tuple[tuple[str, float], ...]
    kind: str
    urgency: str
    danger: str
    place: str
    personal: tuple[PersonalKind, ...]
    reasons: tuple[str, ...]


@cache
def shipped_categories() -> CategoryList:
    """The newest categories that come with the program, without a database."""
    newest = max((SHIPPED / "categories" / "estate").glob("*.toml"), key=lambda path: path.name)
    pack = read_file(newest)
    found = parse(pack.header.kind, pack.content)
    assert isinstance(found, CategoryList)  # noqa: S101 - the folder holds nothing else
    return found


def answer(row: Row) -> Answer:
    """Read one message."""
    whole = row.whole
    known = shipped_categories()
    found = suggest_category(whole, codes=known.leaves, top=TOP)
    top = tuple(zip([one.code for one in found], chances([one.score for one in found]), strict=True))
    category = known.leaves[found[0].code if found else NO_WORDS]
    danger, kind = find_danger(whole), guess_kind(whole)
    urgency = guess_urgency(whole, default=category.urgency.value, danger=danger)
    place = _place(row)
    because = [_because(top, category, found[0].reasons if found else ())]
    because += [reason.text(gettext) for reason in (*kind.reasons, *urgency.reasons[1:])]
    return Answer(
        row=row,
        category=category,
        top=top or ((NO_WORDS, 0.0),),
        kind=KINDS[kind.kind],
        urgency=urgency.urgency.value,
        danger=danger.kind.value if danger else "",
        place=place,
        personal=tuple(dict.fromkeys(piece.kind for piece in find_personal(whole))),
        reasons=tuple(dict.fromkeys(because)),
    )


def _because(top: tuple[tuple[str, float], ...], category: Category, reasons: tuple[Reason, ...]) -> str:
    if not top:
        return gettext("no known word; please look")
    words = said_of(top[0][1], gettext)
    return f"{category.name_zh}（{words}）：" + "，".join(reason.text(gettext) for reason in reasons)


def _place(row: Row) -> str:
    """The address given, else the fullest place of title and text: 丽发新城 3号楼2单元."""
    if row.place:
        return row.place
    mentions = find_places(f"{row.title}\n{row.text}")
    if not any(one.estate_text or one.building for one in mentions):
        return next(place_names(Message(row.id, "", row.title)), "")
    fullest = max(mentions, key=lambda one: bool(one.estate_text) + bool(one.building) + bool(one.entrance))
    return _written(fullest)


def _written(place: PlaceMention) -> str:
    building = f"{place.building}号楼" if place.building else ""
    entrance = f"{place.entrance}单元" if place.entrance else ""
    parts = (place.estate_text, place.zone, building + entrance)
    return " ".join(part for part in parts if part)
