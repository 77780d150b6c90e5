"""report.html: what a leader wants to see; one page that needs nothing else and prints in black and white."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.template.backends.django import DjangoTemplates
from django.utils.translation import get_language, gettext

from huiyin.channels.triage.answers import Answer, shipped_categories
from huiyin.channels.triage.found import Found
from huiyin.channels.triage.writing import why
from huiyin.reading.danger import DangerKind
from huiyin.reading.personal import mask_personal
from huiyin.reading.topics.topic import Topic

TOPICS: Final = 20
PLACES: Final = 12
DANGERS: Final = 20
SHOWN: Final = 90
"""Characters of a message that are shown, personal data masked."""
DANGER_NAMES: Final = {
DangerKind.GAS: "燃气", DangerKind.FIRE: "火情", DangerKind.ELECTRIC_SHOCK: "触电", DangerKind.LIFT_TRAPPED:
    "电梯",
    DangerKind.LIFE: "生命危险", DangerKind.VIOLENCE: "暴力拘禁", DangerKind.COLLAPSE: "垮塌下沉",
    DangerKind.FALLING_OBJECT: "坠物", DangerKind.OUTAGE: "停水停电停气",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a picture: `n` of `whole`, `length` of the bar in percent of the longest."""

    name: str
    n: int
    whole: int
    length: int


def write_report(path: Path, found: Found, *, source: str) -> None:
    """Write the page; `source` is the name of the table."""
    options = {"builtins": ["django.templatetags.i18n"]}
    pages = DjangoTemplates(
        {"NAME": "report", "DIRS": [Path(__file__).parent], "APP_DIRS": False, "OPTIONS": options}
    )
    path.write_text(pages.get_template("report.html").render(_context(found, source)), encoding="utf-8")


def _context(found: Found, source: str) -> dict[str, object]:
    answers = found.answers
    times = sorted(one.row.when for one in answers if one.row.when)
    return {
        "language": get_language(), "source": source, "whole": len(answers),
        "first": times[0].date() if times else None, "last": times[-1].date() if times else None,
        "people": len({one.row.who or one.row.id for one in answers}),
        "in_topics": sum(len(topic.ids) for topic in found.topics), "topic_count": len(found.topics),
        "topics": [_topic(topic, found) for topic in found.topics[:TOPICS]],
        "dangers": [_danger(one) for one in _newest_first(one for one in answers if one.danger)][:DANGERS],
        "danger_count": sum(1 for one in answers if one.danger), "repeat_count": len(found.repeats),
        "pictures": _pictures(found),
    }  # fmt: skip


def _pictures(found: Found) -> list[dict[str, object]]:
    answers, leads = found.answers, shipped_categories().leads
    return [
        {"title": gettext("Matters"), "bars": bars(one.category.name_zh for one in answers)[:PLACES]},
        {
            "title": gettext("Who leads by default"),
            "bars": bars(leads[one.category.leads[0]].name_zh for one in answers)[:PLACES],
        },
        {
            "title": gettext("Places of topics"),
            "bars": bars(one.place for one in found.topics if one.place for _ in one.ids)[:PLACES],
        },
        {
            "title": gettext("Channels"),
            "bars": bars(one.row.channel for one in answers if one.row.channel)[:PLACES],
        },
        {"title": gettext("What people want"), "bars": bars(one.kind for one in answers)},
        {
            "title": gettext("By month"),
            "bars": bars((f"{one.row.when:%Y-%m}" for one in answers if one.row.when), by_name=True)[-24:],
        },
    ]


def bars(names: Iterable[str], *, by_name: bool = False) -> list[Bar]:
    """Counted names, most frequent first or in their order."""
    counted = Counter(names)
    whole, most = counted.total(), max(counted.values(), default=1)
    order = sorted(counted, key=lambda name: name if by_name else (-counted[name], name))  # type: ignore[arg-type,return-value]
    return [Bar(name, counted[name], whole, round(100 * counted[name] / most)) for name in order]


def _newest_first(answers: Iterable[Answer]) -> list[Answer]:
    dated = sorted(answers, key=lambda one: one.row.id)
    return sorted(dated, key=lambda one: one.row.when.timestamp() if one.row.when else 0.0, reverse=True)


def _topic(topic: Topic, found: Found) -> dict[str, object]:
    rows = [found.rows[number] for number in topic.ids]
    return {
        "topic": topic, "why": list(why(topic)), "n": len(topic.ids), "whole": len(found.answers),
        "answered": sum(1 for row in rows if row.answer),
        "channels": "、".join(sorted({row.channel for row in rows if row.channel})),
        "title": mask_personal(topic.title), "months": _months(rows),
    }  # fmt: skip


def _months(rows: Sequence[object]) -> list[Bar]:
    return bars((f"{row.when:%Y-%m}" for row in rows if row.when), by_name=True)[-12:]  # type: ignore[attr-defined]


def _danger(one: Answer) -> dict[str, object]:
    text = mask_personal(" ".join(one.row.whole.split()))
    return {
        "id": one.row.id, "kind": DANGER_NAMES[DangerKind(one.danger)],
        "when": one.row.when, "place": one.place,
        "text": text[:SHOWN] + ("…" if len(text) > SHOWN else ""),
    }  # fmt: skip
