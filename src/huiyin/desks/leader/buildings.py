"""One estate building by building: what came in, what is open, the rates; each number with its list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.channels.spreadsheets.writing import Cell
from huiyin.desks.ledger.answer import sheet_answer
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.insight.buildings import ELSEWHERE, Line, estates_of, lines_in
from huiyin.insight.counting import N_WHOLE
from huiyin.insight.durations import LEAST
from huiyin.insight.endings import OPEN_PART, RECEIVED_KEY
from huiyin.insight.periods import CHOICES, last_days
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.refusals import NoPack

from .asked import Asked, asked_by


def shown(request: HttpRequest) -> HttpResponse:
    """An estate's buildings in the order of the register, the first estate's unless another is asked for.

    Raises NotThere for what is no estate.
    """
    asked, lines = _asked(request)
    context = {
        "asked": asked,
        "place": scope_tree().names[asked.scope],
        "lines": [_view(line, asked) for line in lines],
        "rates": [said(rate.definition) for rate in lines[0].figures.rates] if lines else [],
        "least": LEAST,
        "estates": [
            {
                "label": scope_tree().names[scope],
                "url": f"?{replace(asked, scope=scope).query}",
                "current": scope == asked.scope,
            }
            for scope in estates_of(request.viewer)
        ],
        "table": f"{reverse('leader-buildings-table')}?{asked.query}",
        "periods": [
            {
                "label": _("Last %(days)s days") % {"days": days},
                "url": f"?{replace(asked, days=days).query}",
                "current": days == asked.days,
            }
            for days in CHOICES
        ],
    }
    return render(request, "leader/buildings.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same as .xlsx, n and N in cells of their own."""
    asked, lines = _asked(request)
    rates = [said(rate.definition) for rate in lines[0].figures.rates] if lines else []
    pairs = [words for rate in rates for words in (f"{rate} n", f"{rate} N")]
    headings = [_("Building"), _("What came in"), _("What came in and is open"), *pairs]
    name = f"{scope_tree().names[asked.scope]} {_('By building')}"
    return sheet_answer(headings, _cells(lines), name)


def _asked(request: HttpRequest) -> tuple[Asked, list[Line]]:
    viewer, at = request.viewer, now()
    asked = replace(asked_by(request.GET, viewer), what="", which="n", only=False, holder=-1, building=0)
    asked = asked if asked.scope else replace(asked, scope=next(iter(estates_of(viewer)), 0))
    try:
        return asked, lines_in(viewer, asked.scope, last_days(asked.days, at), at)
    except NoPack:
        return asked, []


def _cells(lines: list[Line]) -> Iterator[list[Cell]]:
    for line in lines:
        numbers = [number for rate in line.figures.rates for number in (rate.n, rate.whole)]
        yield [_name(line), line.received, line.open, *numbers]


def _view(line: Line, asked: Asked) -> dict[str, Any]:
    here = replace(asked, building=line.place.pk if line.place else ELSEWHERE)
    came = replace(here, what=RECEIVED_KEY)
    return {
        "name": _name(line),
        "received": line.received, "received_url": came.url,
        "open": line.open, "open_url": replace(came, which=OPEN_PART).url,
        "rates": [
            {
                "label": said(rate.definition), "n": rate.n, "whole": rate.whole, "few": rate.whole < LEAST,
                "url_n": replace(here, what=rate.key).url,
                "url_whole": replace(here, what=rate.key, which=N_WHOLE).url,
            }
            for rate in line.figures.rates
        ],
    }  # fmt: skip


def _name(line: Line) -> str:
    return line.place.name if line.place else _("In no building, or place unknown")
