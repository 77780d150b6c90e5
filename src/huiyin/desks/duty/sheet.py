"""The rows of a sheet of paper in the reader's words, and a code to come back from paper to the page."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from huiyin.casework.casefile.words import State
from huiyin.desks.templatetags.huiyin import CLOCK_WORDS
from huiyin.registers.rules.words import CLOCK_LABELS, ClockKind

Row = dict[str, Any]


def shown(sheet: Iterable[Row], *, codes: bool = False) -> list[Row]:
    """The rows of `sheets.sheet_of` as a template needs them; with `codes` each has a code to its page."""
    return [_row(row) | ({"code": code_to(row["number"])} if codes else {}) for row in sheet]


def code_to(number: str) -> SafeString:
    """A QR code, drawn in the page, that opens the job: results written on paper are entered there later."""
    out = BytesIO()
    address = f"{settings.PUBLIC_URL}{reverse('job', args=[number])}"
    segno.make(address, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, scale=2, border=2, svgclass="paper-code", lineclass=None
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - drawn here, from an address of our own


def _row(row: Row) -> Row:
    clocks = [_clock(clock) for clock in row["clocks"]]
    notes = [note | {"at": datetime.fromisoformat(note["at"])} for note in row["notes"]]
    return {**row, "state": str(State(row["state"]).label), "clocks": clocks, "notes": notes}


def _clock(clock: Row) -> Row:
    due = localtime(datetime.fromisoformat(clock["due_at"]))
    until = localtime(datetime.fromisoformat(clock["until"])) if clock["until"] else None
    return {
        "label": str(CLOCK_LABELS[ClockKind(clock["kind"])]),
        "word": str(CLOCK_WORDS.get(clock["state"], "")) if clock["state"] not in ("running", "soon") else "",
        "due": date_format(due, "n-j H:i"),
        "until": date_format(until, "n-j H:i") if until else "",
    }
