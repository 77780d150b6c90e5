"""The duty room's board: every job of the organisation with its two clocks, and one tap for each step."""

import hashlib
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse

from huiyin.casework.s3_dispatch.whistles.reads import calls_tag
from huiyin.casework.s4_handling.conflicts import count_conflicts
from huiyin.casework.s4_handling.reads import MOST, board_tag, count_jobs, jobs_of
from huiyin.casework.s4_handling.regrade import decide_regrade
from huiyin.desks.field.steps import take
from huiyin.desks.hands.rows import own_calls
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import DutyShift
from huiyin.registers.people.reads import duty_now
from huiyin.registers.people.words import DutyRank

from .rows import row_of

BOARD = "duty/jobs.html"
REDRAWN = 60.0
"""Seconds after which an unchanged board is sent again, so that a screen left alone for days stays right."""


def board(request: HttpRequest) -> HttpResponse:
    """The page; it works by reloading where scripts are off."""
    viewer: Viewer = request.viewer
    context = {"board_part": BOARD, "board_etag": _tag(request), **_jobs(viewer)}
    return render(request, "duty/board.html", context)


def poll(request: HttpRequest) -> HttpResponse:
    """The jobs alone. 304 while nothing changed."""
    tag = _tag(request)
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = render(request, BOARD, _jobs(request.viewer))
    response["ETag"] = tag
    return response


def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """One tap. If somebody else was faster the board shows so; nothing else happens."""
    take(request, number, step)
    return redirect("duty-board")


def regrade(request: HttpRequest, request_id: int) -> HttpResponse:
    """The second person's word on a change of class."""
    try:
        decide_regrade(request_id=request_id, grant=request.POST.get("grant") == "yes", by=request.viewer)
    except Refusal as refusal:
        messages.warning(request, f"{refusal.said} {refusal.advice}")
    return redirect("duty-board")


def _jobs(viewer: Viewer) -> dict[str, Any]:
    at = now()
    jobs = jobs_of(viewer, at)
    shifts = duty_now(viewer.organisation_ids, at)
    return {
        "jobs": [row_of(job, viewer, route="duty-step") for job in jobs],
        "more": count_jobs(viewer) - len(jobs) if len(jobs) == MOST else 0,
        "called": own_calls(viewer, at, back="duty-board"),
        "conflicts": count_conflicts(viewer),
        "shifts": on_duty(shifts),
        "board_title": "、".join(dict.fromkeys(shift.organisation.name for shift in shifts)),
        "poll_url": reverse("duty-poll"),
    }


def on_duty(shifts: Iterable[DutyShift]) -> list[dict[str, Any]]:
    """One line a rank, person and end; the estates they answer for are named together."""
    lines: dict[tuple[str, int, datetime], dict[str, Any]] = {}
    for shift in shifts:
        key = (shift.rank, shift.account_id, shift.ends_at)
        line = lines.setdefault(key, {"rank": DutyRank(shift.rank).label, "name": shift.account.display_name,
                                      "ends_at": shift.ends_at, "scopes": []})  # fmt: skip
        line["scopes"].append(shift.scope.name)
    return list(lines.values())


def _tag(request: HttpRequest) -> str:
    """Cases, language and a slow beat of this machine; no deadline is read from that."""
    viewer: Viewer = request.viewer
    parts = (board_tag(viewer), calls_tag(viewer), request.LANGUAGE_CODE, int(time.time() // REDRAWN))
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'
