"""What a topic says of itself: title, place, time, people, heat and why; from the cases that stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from huiyin.reading.personal import mask_personal
from huiyin.reading.topics.topic import Topic as Read

from .candidates import Candidate
from .models import Topic
from .recurring import Recurring, Step

MONTH: Final = timedelta(days=30)
"""The trend sets the last so many days beside those before."""
LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known when a topic is described. `read`: of its messages in the book; None: none is there.

    `kind`: the name of the category that came again; it says more than one message of several.
    """

    cases: Sequence[Candidate]
    size: int
    at: datetime
    read: Read | None = None
    again: Recurring | None = None
    kind: str = ""
    key: str = ""


@dataclass(slots=True)
class Facts:
    """The fields of a topic that the program keeps, by name."""

    values: dict[str, Any] = field(default_factory=dict)

    def put_on(self, topic: Topic) -> list[str]:
        """Give them to a topic; the names of those that changed.

        Where no case may be read any more there is no title either: it would be the words of a private one.
        """
        changed = {name: value for name, value in self.values.items() if getattr(topic, name) != value}
        for name, value in changed.items():
            setattr(topic, name, value)
        return [name.removesuffix("_id") for name in changed]


def facts_of(seen: Seen) -> Facts:
    """Everything a topic says of itself. Cases that nobody may read here count, and say nothing."""
    times = [case.at for case in seen.cases]
    place = place_of(seen)
    words = place.label if place else (seen.read.place if seen.read else "")
    return Facts({
        "place_id": place.id if place else None,
        "place_words": words[:160],
        "category": category_of(seen),
        "title": seen.kind[:LONGEST] or (mask_personal(seen.read.title)[:LONGEST] if seen.read else ""),
        "first_at": min(times, default=None),
        "last_at": max(times, default=None),
        "cases": seen.size,
        "people": len({case.who or case.id for case in seen.cases}) + seen.size - len(seen.cases),
        "heat": seen.read.heat if seen.read else 0.0,
        "recent": sum(seen.at - MONTH < at for at in times),
        "before": sum(seen.at - 2 * MONTH < at <= seen.at - MONTH for at in times),
        "reasons": _reasons(seen),
        "key": seen.key,
    })  # fmt: skip


def category_of(seen: Seen) -> str:
    """The category at least half of the cases stand under, "" where none is."""
    if seen.again is not None:
        return seen.again.category
    counted = Counter(case.category for case in seen.cases if case.category)
    code, n = max(counted.items(), key=lambda one: (one[1], one[0]), default=("", 0))
    return code if n * 2 >= len(seen.cases) else ""


def place_of(seen: Seen) -> Step | None:
    """The narrowest place in which two thirds of the cases lie."""
    if seen.again is not None:
        return Step(seen.again.place_id, "", "", seen.again.words)
    counted = Counter(step.id for case in seen.cases for step in case.up)
    depth = {
        step.id: (len(case.up) - place, step) for case in seen.cases for place, step in enumerate(case.up)
    }
    wide = [depth[id_] for id_, n in counted.items() if n * 3 >= 2 * len(seen.cases)]
    return max(wide, key=lambda one: (one[0], -one[1].id))[1] if wide else None


def _reasons(seen: Seen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if (again := seen.again) is not None:
        theirs = sum(case.id in again.group.ids for case in seen.cases)
        told = {"place": again.words, "n": theirs, "days": again.days}
        found.append({"code": "recurs", **told})
    read = seen.read.reasons if seen.read else ()
    return [
        *found,
        *({"code": one.code, "words": [mask_personal(word) for word in one.words]} for one in read),
    ]


def by_id(cases: Sequence[Candidate]) -> Mapping[str, Candidate]:
    """The candidates by case."""
    return {case.id: case for case in cases}
