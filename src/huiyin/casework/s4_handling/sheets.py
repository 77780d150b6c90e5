"""The open jobs as one sheet of paper holds them: where, what, by when, whose, and what colleagues noted."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.words import Verb
from huiyin.ground.tenancy.viewer import Viewer

from .reads import Job, jobs_of

Row = dict[str, Any]
LONGEST_TEXT = 120
NOTES = 3
"""The newest notes of a job that find room on the sheet."""


def sheet_of(viewer: Viewer, at: datetime) -> list[Row]:
    """A row for every open job of the viewer, in the order of the board; JSON's own types. Constant queries.

    Keys: number, place, text (none of a private matter: paper lies about), state, holder, done, clocks
    (kind, state, due_at, until), notes (at, who, text). Moments are ISO text.
    """
    jobs = jobs_of(viewer, at)
    notes = _notes(job.case.pk for job in jobs)
    return [_row(job, notes.get(job.case.pk, [])) for job in jobs]


def _row(job: Job, notes: list[Row]) -> Row:
    case, account = job.case, job.assignment.account
    return {
        "number": case.number, "place": case.place.label if case.place else case.place_text,
        "text": "" if case.private else job.words[:LONGEST_TEXT],
        "state": case.state, "done": job.done,
        "holder": account.display_name if account else job.assignment.organisation.name,
        "clocks": [_clock(view) for view in job.clocks], "notes": notes,
    }  # fmt: skip


def _clock(view: Any) -> Row:
    until = view.paused_until.isoformat() if view.paused_until else ""
    return {"kind": view.kind, "state": view.state, "due_at": view.target_at.isoformat(), "until": until}


def _notes(case_ids: Iterable[UUID]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    lines = Event.objects.filter(case_id__in=list(case_ids), verb=Verb.NOTED).order_by("-at", "-pk")
    for line in lines:
        if len(found[line.case_id]) < NOTES:
            told = {
                "at": line.at.isoformat(),
                "who": line.actor_label,
                "text": str(line.data.get("text", "")),
            }
            found[line.case_id].append(told)
    return found
