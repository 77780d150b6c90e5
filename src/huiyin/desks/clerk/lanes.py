"""The board beside the list: open cases in columns, each card given to somebody by keys alone.

"Give to ..." draws the page again with that card open: a button for every unit, with a digit for the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.acts import lock_case
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.casefile.words import MOVING, OPEN
from huiyin.casework.s3_dispatch.columns import NOBODY, By, Column, columns_of
from huiyin.casework.s3_dispatch.reads import units_in
from huiyin.casework.s4_handling import bulk as many
from huiyin.casework.s4_handling.nuisance.reads import apart_for
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .bulk import bulk_owners, owner_in
from .filters import asked_in, counts_lately, estates_of, scopes_in
from .rows import Row, rows_of
from .views import keys_sheet, undone

Key = int | str
LONGEST_VERSION = 9  # digits
_WAYS = {By.HOLDER: gettext_lazy("By who has them"), By.STATE: gettext_lazy("By state")}


@dataclass(frozen=True, slots=True)
class Card:
    """A case on the board. `give`: the address that opens it for giving; "" where it cannot be given now."""

    row: Row
    version: int
    give: str
    open: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A column: its name, its first cards, how many cases it has in all."""

    name: str
    cards: Sequence[Card]
    n: int

    @property
    def more(self) -> int:
        """How many of its cases have no card here."""
        return self.n - len(self.cards)


def board(request: HttpRequest) -> HttpResponse:
    """Open cases in columns, by who has them or by state, in the estate asked for."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    at, asked = now(), asked_in(request.GET)
    by = By.STATE if asked["by"] == By.STATE else By.HOLDER
    keep = {name: value for name, value in (("by", by.value), ("estate", asked["estate"])) if value}
    apart, scopes = apart_for(viewer, at), scopes_in(viewer, asked["estate"])
    columns = columns_of(queue.waiting(viewer, Filter.OPEN, at, scopes, apart=apart.all), by)
    rows = rows_of(viewer, [case for one in columns.values() for case in one.cases], at, keep=keep, here="")
    drawn = {row.number: row for row in rows}
    counts = counts_lately(viewer, at, apart)
    context = {
        "lanes": [
            _lane(name, columns.get(key), drawn, keep, asked["give"])
            for key, name in _names(by, columns, drawn, viewer)
        ],
        "by": by.value,
        "filters": [
            {"title": "", "entries": [_way(one, by, keep) for one in By]},
            estates_of(counts, Filter.OPEN, scopes, lambda estate: _address(keep | {"estate": estate})),
        ],
        "keep": keep,
        "back": _address(keep),
        "owners": bulk_owners(viewer),
        "undo": undone(viewer, asked["done"]),
        "page_keys": keys_sheet(request),
    }
    return render(request, "clerk/board.html", context)


def give(request: HttpRequest) -> HttpResponse:
    """Give one card to a unit, or by the list of duties; back to the board, where it can be taken back."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    asked, number = asked_in(request.POST), request.POST.get("number", "")[:40]
    keep = {name: asked[name] for name in ("by", "estate") if asked[name]}
    version = request.POST.get("version", "")[:LONGEST_VERSION]
    try:
        with transaction.atomic():
            case = case_for(viewer, number)
            lock_case(case.pk, version=int(version) if version.isascii() and version.isdigit() else None)
            owner = owner_in(request.POST.get("owner", ""))
            done = many.dispatch_many(numbers=[number], organisation_id=owner, by=viewer)
        ((_number, outcome, words),) = done.rows
    except NotThere:
        raise
    except Refusal as no:
        outcome, words = many.NOT_DONE, f"{no.said} {no.advice}"
    if outcome == many.DONE:
        messages.success(request, _("%(number)s was given to %(who)s.") % {"number": number, "who": words})
        keep["done"] = number
    else:
        messages.error(request, words)
    return redirect(_address(keep))


def _way(one: By, by: By, keep: Mapping[str, str]) -> dict[str, Any]:
    address = _address({**keep, "by": one.value})
    return {"label": _WAYS[one], "url": address, "current": one is by, "count": None}


def _address(keep: Mapping[str, str]) -> str:
    return f"{reverse('clerk-board')}?{urlencode({name: value for name, value in keep.items() if value})}"


def _names(
    by: By, columns: Mapping[Key, Column], rows: Mapping[str, Row], viewer: Viewer
) -> list[tuple[Key, str]]:
    """The columns in their order: every state; or nobody yet, then the units with cases, then the others."""
    if by is By.STATE:
        return [(state.value, str(state.label)) for state in OPEN]
    held = [(key, rows[one.cases[0].number].who) for key, one in columns.items() if key != NOBODY]
    held.sort(key=lambda one: (-columns[one[0]].n, one[1]))
    units = units_in(viewer.grants.get(Permission.CASE_DISPATCH, frozenset()))
    return [(NOBODY, _("Nobody yet")), *held, *(unit for unit in units if unit[0] not in columns)]


def _lane(
    name: str, column: Column | None, rows: Mapping[str, Row], keep: Mapping[str, str], given: str
) -> Lane:
    if column is None:
        return Lane(name, (), 0)
    return Lane(name, [_card(case, rows[case.number], keep, given) for case in column.cases], column.n)


def _card(case: Case, row: Row, keep: Mapping[str, str], given: str) -> Card:
    place = replace(row, url=reverse("case", args=[case.number]))
    give = f"?{urlencode({**keep, 'give': case.number})}#give" if case.state in MOVING else ""
    return Card(place, case.version, give, open=bool(give) and case.number == given)
