"""A job as the board shows it: place, words, two clocks, and one tap for each step possible now."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from huiyin.bridges.pushing import told_by
from huiyin.casework.casefile.clocks import ClockState
from huiyin.casework.casefile.ledger import level_of, target_of
from huiyin.casework.casefile.reads import ClockView
from huiyin.casework.casefile.words import DANGER_LABELS, State
from huiyin.casework.s4_handling.reads import Job
from huiyin.casework.s4_handling.waits import Wait
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import CLOCK_LABELS, ClockKind, Means

Row = dict[str, Any]
SHORTEST_TITLE = 120  # characters of a request's words on the wall
STEP_WORDS: dict[str, tuple[Promise, str]] = {
    "acknowledge": (gettext_lazy("Seen"), "bell"),
    "accept": (gettext_lazy("Accept"), "check"),
    "arrive": (gettext_lazy("Arrived"), "pin"),
    "done": (gettext_lazy("Work done"), "met"),
    "undo": (gettext_lazy("Undo"), "back"),
}
"""The steps of one tap: word and icon."""


def row_of(job: Job, viewer: Viewer, *, route: str, arrive_url: str = "") -> Row:
    """The shape of staff/parts/board.html. `route` is the address name its taps are sent to.

    `arrive_url`: where "arrived" goes instead, behind a scanned code.
    """
    case, url = job.case, reverse("job", args=[job.case.number])
    steps = [_tap(job, route, step, primary=place == 0) for place, step in enumerate(steps_of(job, viewer))]
    steps = [act | {"url": arrive_url} if arrive_url and act["step"] == "arrive" else act for act in steps]
    undo = [_undo(job, route)] if job.undo_until else []
    answer = {
        "url": f"{url}#answer",
        "label": _("Answer"),
        "icon": "mark",
        "primary": not steps,
        "link": True,
    }
    return {
        "url": url, "number": case.number, "place": place_of(job), "text": job.words[:SHORTEST_TITLE],
        "clocks": [_short(view) for view in job.clocks],
        "alarm": job.alarm, "alarm_until": _until(job), "who": _who(job),
        "danger": str(DANGER_LABELS.get(case.danger, case.danger)), "acts": [*steps, *undo, answer],
        "asked": _asked(job, viewer),
    }  # fmt: skip


def steps_of(job: Job, viewer: Viewer) -> Iterator[str]:
    """The one-tap steps open now, the next one first."""
    state = State(job.case.state)
    if state is State.DISPATCHED:
        yield "accept"
        if job.alarm and viewer.may(Permission.CASE_SUPERVISE, job.case.scope_id):
            yield "acknowledge"
    if state in (State.DISPATCHED, State.ACCEPTED):
        yield "arrive"
    if state in (State.ACCEPTED, State.ARRIVED) and not job.done:
        yield "done"


def place_of(job: Job) -> str:
    """Where to go, as people say it."""
    return job.case.place.label if job.case.place else job.case.place_text or _("Place not known")


def _short(view: ClockView) -> ClockView:
    """One word for the clock: from across a room the digits matter."""
    return replace(view, label=str(CLOCK_LABELS[ClockKind(view.kind)]))


def _tap(job: Job, route: str, step: str, *, primary: bool) -> Row:
    word, icon = STEP_WORDS[step]
    url = reverse(route, args=[job.case.number, step])
    hidden = {"key": str(uuid4())}
    return {
        "url": url, "step": step, "label": str(word), "icon": icon, "primary": primary, "hidden": hidden
    }  # fmt: skip


def _undo(job: Job, route: str) -> Row:
    """The last tap taken back; the page hides the button when its seconds are over."""
    left = max(0, math.ceil((job.undo_until - now()).total_seconds())) if job.undo_until else 0
    return {**_tap(job, route, "undo", primary=False), "fades": left}


def _until(job: Job) -> str:
    view = job.acknowledging
    if not job.alarm or view is None:
        return ""
    sentence = _("If nobody answers by %(time)s, the second person is called")
    if view.state == ClockState.OVERDUE:
        sentence = _("Nobody answered by %(time)s: the second person was called")
    first = sentence % {"time": date_format(localtime(view.target_at), "H:i:s")}
    return f"{first}{_then(job, view)}"


def _then(job: Job, view: ClockView) -> str:
    """When the manager is called after that, or told by message where nothing telephones."""
    mine = (clock for clock in job.case.clocks.all() if clock.kind == view.kind)
    clock = max(mine, key=lambda one: one.generation)
    rung = next((step for step in target_of(clock).ladder if step.means is Means.CALL), None)
    if rung is None:
        return ""
    called = told_by(rung.means) is Means.CALL
    by_phone, by_message = (
        _("; at %(time)s the manager is called"),
        _("; at %(time)s the manager, by message"),
    )
    sentence = by_phone if called else by_message
    moment = localtime(view.target_at + timedelta(seconds=rung.after))
    return sentence % {"time": date_format(moment, "H:i:s")}


def _who(job: Job) -> str:
    words = [holder_of(job)]
    if job.done:
        words.append(_("work done, write the answer"))
    elif job.paused:
        until = next((view.paused_until for view in job.views if view.paused_until), None)
        words.append(_("paused, resident unavailable"))
        words += [_("until %(when)s") % {"when": date_format(localtime(until), "n-j H:i")}] if until else []
    else:
        words.append(str(State(job.case.state).label))
    words += [wait_words(job.wait)] if job.wait and not job.done else []
    return " · ".join(words)


def wait_words(wait: Wait) -> str:
    """What a case waits for, until which day, and that the clocks run on."""
    given = {"what": gettext(wait.name), "day": date_format(wait.until, "n-j")}
    if wait.over:
        return _("%(what)s: was to be there by %(day)s") % given
    return _("%(what)s until %(day)s, the clocks run on") % given


def holder_of(job: Job) -> str:
    """The named person, else the organisation."""
    account = job.assignment.account
    return account.display_name if account else job.assignment.organisation.name


def _asked(job: Job, viewer: Viewer) -> Row | None:
    """A change of class waiting for a second person."""
    if job.asked is None:
        return None
    may = viewer.may(Permission.CASE_SUPERVISE, job.case.scope_id) and job.asked.asked_by != viewer.actor
    return {
        "tier": tier_name(job, job.asked.tier), "reason": job.asked.reason,
        "url": reverse("duty-regrade", args=[job.asked.pk]) if may else "", "key": str(uuid4()),
    }  # fmt: skip


def tier_name(job: Job, code: str) -> str:
    """The name of a class, from the pack the case's clocks were started under."""
    tiers = {tier.code: tier for clock in job.case.clocks.all() for tier in level_of(clock).tiers}
    return _(tiers[code].name) if code in tiers else code
