"""The leader's numbers in the shapes of the page: each with the address of the list behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import State
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.insight.counting import COMPLAINTS_KEY, LEFT_OUT, N_WHOLE, WAITING_KEY
from huiyin.insight.durations import LEAST, TOOK_KEY, Took
from huiyin.insight.endings import STANDING_KEY
from huiyin.insight.overdue import DESK, Now, Row
from huiyin.insight.rates import Figures, Rate
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.rules.naming import said

from .asked import Asked

SHOWN_NOW = (Now.OVERDUE, Now.SOON, Now.OPEN)
"""What a line of a table shows; the head of the page has all."""
MONTH = 30.4
"""Days of an average month."""
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and its list."""

    label: str
    n: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One place or one holder with its numbers of this moment."""

    name: str
    cells: tuple[Cell, ...]
    overdue: int


def places(rows: Sequence[Row], asked: Asked) -> list[Line]:
    """Where: every scope with open cases, the most overdue first."""
    tree, groups = scope_tree(), _grouped(rows, by_holder=False)
    lines = [
        _line(_place(scope), found, replace(asked, scope=scope, only=True)) for scope, found in groups.items()
    ]
    order = {_place(scope): tree.paths[scope] for scope in groups}
    return sorted(lines, key=lambda line: (-line.overdue, order[line.name]))


def holders(rows: Sequence[Row], asked: Asked) -> list[Line]:
    """Who holds it: organisations, the most overdue first; never persons (rule R-1)."""
    groups = _grouped(rows, by_holder=True)
    names = dict(Organisation.objects.filter(pk__in=groups).values_list("pk", "name"))
    names[DESK] = _("Not handed over yet (community desk)")
    lines = [
        _line(names.get(holder, _("Another organisation")), found, replace(asked, holder=holder))
        for holder, found in groups.items()
    ]
    return sorted(lines, key=lambda line: (-line.overdue, line.name))


def _grouped(rows: Sequence[Row], *, by_holder: bool) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.holder_id if by_holder else row.scope_id].append(row)
    return groups


def _line(name: str, rows: Sequence[Row], asked: Asked) -> Line:
    sums = {what: sum(row.numbers[what] for row in rows) for what in Now}
    cells = tuple(
        Cell(str(what.label), sums[what], replace(asked, what=what.value).url) for what in SHOWN_NOW
    )
    return Line(name, cells, sums[Now.OVERDUE])


def _place(scope_id: int) -> str:
    tree = scope_tree()
    if tree.kinds.get(scope_id) == "estate":
        return tree.names[scope_id]
    return _("%(place)s (estate unknown)") % {"place": tree.names.get(scope_id, "")}


def rate_views(figures: Figures, asked: Asked) -> list[dict[str, Any]]:
    """The rates of one pack with their links, weights, basis and what was left out."""
    return [_rate_view(rate, figures, asked) for rate in figures.rates]


def _rate_view(rate: Rate, figures: Figures, asked: Asked) -> dict[str, Any]:
    here = replace(asked, what=rate.key)
    exclusions = figures.pack.exclusions
    return {
        "label": said(rate.definition),
        "n": rate.n,
        "whole": rate.whole,
        "version": rate.version.partition("/")[2],
        "url_n": here.url,
        "url_whole": replace(here, which=N_WHOLE).url,
        "basis": rate.definition.basis,
        "left_out": [
            Cell(said(exclusions[key]), number, replace(here, which=f"{LEFT_OUT}:{key}").url)
            for key, number in rate.left_out.items()
            if number
        ],
    }


def complaints(figures: Iterable[Figures], homes: int, asked: Asked) -> dict[str, Any]:
    """Complaints per 100 homes and month, as the numbers it is made of (mission M9)."""
    number = sum(row.complaints for row in figures)
    per = number / homes * 100 / (asked.days / MONTH) if homes else None
    return {
        "n": number,
        "homes": homes,
        "url": replace(asked, what=COMPLAINTS_KEY).url,
        "per": f"{per:.2f}" if per is not None else "",
        "days": asked.days,
    }


def waiting(figures: Iterable[Figures], asked: Asked) -> Cell:
    """Cases whose contact limit still runs: in no rate yet."""
    return Cell("", sum(row.waiting for row in figures), replace(asked, what=WAITING_KEY).url)


def standing(numbers: Mapping[State, int], asked: Asked) -> list[Cell]:
    """How they ended or where they stand, each state apart; together they are all that came in."""
    here = replace(asked, what=STANDING_KEY)
    return [
        Cell(str(state.label), n, replace(here, which=state.value).url) for state, n in numbers.items() if n
    ]


def took(steps: Sequence[Took], asked: Asked) -> list[dict[str, Any]]:
    """Median and p90 of each step in seconds, with n and its list; steps nobody took are left out."""
    here = replace(asked, what=TOOK_KEY)
    return [
        {
            "label": one.step.label,
            "n": one.n,
            "median": None if one.median is None else one.median * MINUTE,
            "p90": None if one.p90 is None else one.p90 * MINUTE,
            "url": replace(here, which=one.step.value).url,
        }
        for one in steps
        if one.n
    ]


def scope_lines(rows: Sequence[Figures], homes: dict[int, int], asked: Asked) -> list[dict[str, Any]]:
    """A line for each community (its estates included) and each estate, in tree order."""
    tree = scope_tree()
    by_scope = {scope: row for row in rows for scope in row.scope_ids}
    lines = []
    for scope in sorted(by_scope, key=lambda one: tree.paths[one]):
        below = [by_scope[one] for one in tree.under([scope]) if one in by_scope]
        if len(below) == len(rows) > 1:  # the line of everything is the section above
            continue
        lines.append(_scope_line(scope, below, sum(homes.get(one, 0) for one in tree.under([scope])), asked))
    return lines


def _scope_line(scope: int, below: Sequence[Figures], homes: int, asked: Asked) -> dict[str, Any]:
    tree, here = scope_tree(), replace(asked, scope=scope)
    rates = []
    for place, first in enumerate(below[0].rates):
        n, whole = (sum(getattr(row.rates[place], part) for row in below) for part in ("n", "whole"))
        link = replace(here, what=first.key)
        rates.append(
            {
                "label": said(first.definition),
                "n": n,
                "whole": whole,
                "url_n": link.url,
                "url_whole": replace(link, which=N_WHOLE).url,
                "few": whole < LEAST,
            }
        )
    return {
        "name": tree.names[scope],
        "inner": tree.kinds[scope] == "estate",
        "rates": rates,
        "mixed": len({row.pack.header.key for row in below}) > 1,
        "complaints": complaints(below, homes, here),
        "page": f"?{here.query}",
    }
