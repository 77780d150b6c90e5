"""What comes from where and how it moves, drawn and as n of N; behind every number its list."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Channel, State
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight import spread
from huiyin.insight.durations import LEAST, took_in
from huiyin.insight.endings import RECEIVED_KEY, STANDING_KEY, standing_in
from huiyin.insight.periods import CHOICES, Period, last_days, period_before
from huiyin.insight.rates import readable

from . import figures
from .asked import Asked, asked_by
from .drawings import estate_map, legend, said
from .matters import matter_said
from .moving import Move, hottest, trend

FIRST = 12
"""Matters before the rest is folded."""


def shown(request: HttpRequest) -> HttpResponse:
    """The page of an area, or of everything one may read. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    at = now()
    asked = asked_by(request.GET, viewer)
    asked = Asked(scope=asked.scope, days=asked.days)
    period = last_days(asked.days, at)
    channels, matters = _channels(viewer, asked, period), _matters(viewer, asked, period, at)
    again = sum(one["again"] for one in matters)
    context = {
        "asked": asked, "place": scope_tree().names.get(asked.scope, ""), "least": LEAST, "few": spread.FEW,
        "received": sum(one["n"] for one in channels), "received_url": replace(asked, what=RECEIVED_KEY).url,
        "topics": hottest(viewer, asked, period, at), "trend": trend(viewer, asked, at),
        "maps": _maps(viewer, asked, period), "legend": legend(),
        "channels": channels, "matters": {"first": matters[:FIRST], "rest": matters[FIRST:]},
        "parties": _parties(viewer, asked, period), "speed": _speed(viewer, asked, period, at, again=again),
        "areas": [
            {"label": scope_tree().names[one], "url": f"?{replace(asked, scope=one).query}",
             "current": one == asked.scope}
            for one in _areas(viewer)
        ],
        "periods": [
            {"label": _("Last %(days)s days") % {"days": days}, "url": f"?{replace(asked, days=days).query}",
             "current": days == asked.days}
            for days in CHOICES
        ],
    }  # fmt: skip
    return render(request, "leader/insight.html", context)


def _maps(viewer: Viewer, asked: Asked, period: Period) -> list[dict[str, Any]]:
    """Each estate as a drawing and in words; a building whose number is shown opens its list."""
    drawn = []
    for scope, buildings in spread.by_building(viewer, period, asked.scope_ids):
        here = replace(asked, what=RECEIVED_KEY, scope=scope)
        cells = []
        for place, counted in buildings:
            n = spread.shown(counted)
            cells.append((place.name, n, replace(here, building=place.pk).url if n else ""))
        lines = [{"words": said(name, n), "url": url} for name, n, url in cells if n != 0]
        drawn.append({"svg": estate_map(scope_tree().names[scope], cells), "lines": lines})
    return drawn


def _channels(viewer: Viewer, asked: Asked, period: Period) -> list[dict[str, Any]]:
    here = replace(asked, what=spread.CHANNEL_KEY)
    return [
        {"label": Channel(one.key).label, "n": one.n, "url": replace(here, which=one.key).url}
        for one in spread.by_channel(viewer, period, asked.scope_ids)
    ]


def _matters(viewer: Viewer, asked: Asked, period: Period, at: datetime) -> list[dict[str, Any]]:
    here = replace(asked, what=spread.CATEGORY_KEY)
    lines = spread.by_category(viewer, period, asked.scope_ids)
    before = {one.key: one.n for one in spread.by_category(viewer, period_before(period), asked.scope_ids)}
    cooled = [spread.Line(key, 0) for key in sorted(set(before) - {one.key for one in lines})]
    return [
        {
            "label": matter_said(viewer, asked, one.key, at), "n": one.n, "again": one.again,
            "move": Move(one.n, before.get(one.key, 0)),
            "url": replace(here, which=one.key or spread.NOT_SORTED).url,
            "url_before": replace(here, which=one.key or spread.NOT_SORTED, earlier=True).url,
            "url_again": replace(here, which=f"{one.key or spread.NOT_SORTED}:{spread.AGAIN_KEY}").url,
        }
        for one in (*lines, *cooled)
    ]  # fmt: skip


def _parties(viewer: Viewer, asked: Asked, period: Period) -> list[dict[str, Any]]:
    whole, part = replace(asked, what=spread.PARTY_KEY), replace(asked, what=spread.COMPLAINT_KEY)
    return [
        {
            "label": unit.name, "n": one.n, "whole": one.whole, "few": one.whole < LEAST,
            "url_n": replace(part, which=one.key).url, "url_whole": replace(whole, which=one.key).url,
        }
        for unit, one in spread.by_party(viewer, period, asked.scope_ids)
    ]  # fmt: skip


def _speed(viewer: Viewer, asked: Asked, period: Period, at: datetime, *, again: int) -> dict[str, Any]:
    """How long it took; beside it what speed does not tell: opened again, confirmed by residents."""
    standing = standing_in(viewer, period, at, asked.scope_ids)
    confirmed = replace(asked, what=STANDING_KEY, which=State.CONFIRMED.value)
    return {
        "took": figures.took(took_in(viewer, period, at, asked.scope_ids), asked),
        "again": again, "again_url": replace(asked, what=spread.AGAIN_KEY).url,
        "confirmed": standing[State.CONFIRMED], "confirmed_url": confirmed.url,
        "received": sum(standing.values()), "few": sum(standing.values()) < LEAST,
    }  # fmt: skip


def _areas(viewer: Viewer) -> list[int]:
    """Where one may look: every scope one may read figures of, in the order of the tree."""
    paths = scope_tree().paths
    return sorted(readable(viewer), key=lambda scope: paths[scope])
