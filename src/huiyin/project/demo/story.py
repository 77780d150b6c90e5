"""The written cases: who asked, where, in which words, and what happened step by step.

A step is one line: `<moment> <verb> [name=value …] [| words]`. The verbs are the acts of casework; the player
takes them in turn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from .moments import moment
from .sources import Table, read_all

_LINE = re.compile(
    r"(?P<when>[-+]\d+d \d\d:\d\d|now-\d+[smh]|\+\d+[smh])\s+(?P<verb>[a-z_]+)(?P<options>(?: [a-z]+=\S+)*)"
    r"(?: \| (?P<words>.+))?"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens to a case. `by` is the key of a person, empty for the resident."""

    when: str
    verb: str
    by: str
    options: dict[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Script:
    """One case. `ends` is the state it stands in when everything has been played.

    `phone` false: there is no number to send a notice to. `reachable` false: there is one, notices get lost.
    """

    key: str
    channel: str
    place: str
    text: str
    asker: str
    ends: str
    steps: tuple[Step, ...]
    home: str = ""
    tile: str = ""
    category: str = ""
    kind: str = ""
    ref: str = ""
    source: str = ""
    story: str = ""
    phone: bool = True
    reachable: bool = True
    private: bool = False

    def moments(self, loaded: datetime) -> Iterator[tuple[datetime, Step]]:
        """Every step with its moment, counted from the moment of loading."""
        at: datetime | None = None
        for step in self.steps:
            at = moment(step.when, loaded=loaded, before=at)
            yield at, step


@cache
def scripts() -> tuple[Script, ...]:
    """Every written case."""
    return tuple(_script(row) for table in read_all("cases") for row in table["cases"])


def _script(row: Table) -> Script:
    lines = [line for line in row["steps"].splitlines() if line.strip()]
    return Script(**{**row, "steps": tuple(_step(line) for line in lines)})


def _step(line: str) -> Step:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"not a step: {line!r}")
    options = dict(pair.split("=", 1) for pair in found["options"].split())
    return Step(
        found["when"],
        found["verb"],
        options.pop("by", ""),
        options,
        found["words"] or "",
    )
