"""Whistles and called parties as the pages draw them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.s3_dispatch.whistles.models import Call, Whistle
from huiyin.casework.s3_dispatch.whistles.reads import MOST, open_calls_to
from huiyin.casework.s3_dispatch.whistles.rules import state_of
from huiyin.casework.s3_dispatch.whistles.timing import rules_of
from huiyin.casework.s3_dispatch.whistles.words import CallState, Mark
from huiyin.desks.steward.tables import Link
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.naming import said

from .clocks import Limit, limits_of

TONES = {
    CallState.CALLED: "amber",
    CallState.MISSING: "red",
    CallState.REPORTED: "jade",
    CallState.PRESENT: "jade",
    CallState.LATE: "red",
    CallState.DELIVERED: "green",
    CallState.OFF: "grey",
}


@dataclass(frozen=True, slots=True)
class CallRow:
    """One called party."""

    call: Call
    url: str
    place: str
    title: str
    number: str
    unit: str
    seat: str
    state: str
    tone: str
    limits: list[Limit]
    mark: str
    acts: list[Link]
    alone: bool = False
    """Nobody of the unit has an account; only the telephone reaches it."""
    report: str = ""
    """Where one tap reports in; empty when that is done or none of the viewer's."""
    back: str = ""
    """The page the tap comes back to, by its name."""


def call_row(call: Call, at: datetime, *, viewer: Viewer | None = None, url: str = "") -> CallRow:
    """Draw a party; `viewer` adds what the caller's side can do with it."""
    state = state_of(call, at)
    limits = [one for one in limits_of(call, at) if one.state not in ("met", "late") or call.delivered_at]
    return CallRow(
        call=call,
        url=url,
        place=place_of(call.case),
        title=call.case.title,
        number=call.case.number,
        unit=call.organisation.name,
        seat=seat_name(call),
        state=str(state.label),
        tone=TONES[state],
        limits=[] if state is CallState.OFF else limits,
        mark=str(Mark(call.mark).label) if call.mark else "",
        acts=_acts(call, state, viewer, at) if viewer else [],
        alone=state in (CallState.CALLED, CallState.MISSING) and call.account_id is None,
    )


def own_calls(viewer: Viewer, at: datetime, *, back: str) -> list[CallRow]:
    """What the viewer's own units still owe, each with its clock and one tap to report in. One query."""
    if not viewer.may(Permission.CASE_HANDLE):
        return []
    rows = [call_row(call, at, url=reverse("call", args=[call.pk])) for call in open_calls_to(viewer)[:MOST]]
    return [
        replace(row, report=reverse("call-step", args=[row.call.pk, "report"]), back=back)
        if row.call.reported_at is None
        else row
        for row in rows
    ]


def place_of(case: Case) -> str:
    """Where a case lies, in words."""
    return case.place.label if case.place else case.place_text or _("place unknown")


def seat_name(call: Call) -> str:
    """The seat of the template the party was called for."""
    template = rules_of(call.whistle).templates.get(call.whistle.template)
    found = [seat for seat in template.seats if seat.key == call.seat] if template else []
    return said(found[0]) if found else ""


def _acts(call: Call, state: CallState, viewer: Viewer, at: datetime) -> list[Link]:
    if not viewer.may(Permission.CASE_WHISTLE, call.scope_id) or state is CallState.OFF:
        return []
    acts = []
    if call.delivered_at is not None or at > call.deliver_due_at:
        acts.append(Link(_("Rate the delivery"), reverse("call-rate", args=[call.pk])))
    if call.delivered_at is None:
        acts.append(Link(_("Take the call back"), reverse("call-off", args=[call.pk]), soft=True))
    return acts


def whistle_blocks(
    whistles: Iterable[Whistle], case: Case, viewer: Viewer, at: datetime
) -> list[dict[str, Any]]:
    """The whistles of a case with their parties, the missing ones first."""
    blocks = []
    for whistle in whistles:
        calls = list(whistle.calls.all())
        for call in calls:
            call.case, call.whistle = case, whistle
        rows = [call_row(call, at, viewer=viewer) for call in calls]
        template = rules_of(whistle).templates.get(whistle.template)
        reviews = viewer.may(Permission.CASE_REVIEW, whistle.scope_id) and whistle.blown_by != viewer.actor
        blocks.append({
            "whistle": whistle,
            "template": said(template) if template else "",
            "rows": sorted(rows, key=lambda row: row.tone != "red"),
            "missing": sum(row.tone == "red" for row in rows),
            "review": reverse("whistle-review", args=[whistle.pk])
            if reviews and whistle.reviewed_at is None
            else "",
        })  # fmt: skip
    return blocks
