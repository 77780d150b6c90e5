"""Cases as lines of a table that leaves: the rows of a list with what the viewer may see of each.

A private case the viewer may not open is covered as it is on the page. A telephone stays masked: a table is
no place to open one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.casework.casefile.beside import clocks_of
from huiyin.casework.casefile.contact import masked_phone
from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.reads import ClockView, cases_of
from huiyin.casework.casefile.words import Channel, Kind, State
from huiyin.casework.s5_closure.slips import Slip, slips_of
from huiyin.casework.s5_closure.words import Satisfaction
from huiyin.channels.spreadsheets.writing import Cell
from huiyin.ground.among import rows_among
from huiyin.ground.clock import ZONE
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.exclusions import Ground, grounds_of
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

STEP = 500
"""Cases read at once."""
MOMENTS = ("dispatched_at", "accepted_at", "contacted_at", "arrived_at")
_READ = (
    "number", "channel", "source_ref", "scope_id", "place_id", "place_text", "category", "kind", "urgency",
    "private", "title", "content", "state", "received_at", "answer", "answered_at",
)  # fmt: skip
"""What of a case its line, its slip and its clock are made from; a test counts that nothing is read later."""
Line = Mapping[str, Cell]
"""Column key → cell; a column the line cannot tell is missing."""


class _Words(dict[tuple[type, str], str]):
    """Words in the reader's language, looked up once a table: (enum or str, value or msgid) → word."""

    def __init__(self) -> None:
        super().__init__()
        self.yes, self.no, self.private = _("yes"), _("no"), _("private")

    def __missing__(self, key: tuple[type, str]) -> str:
        kind, value = key
        if kind is str:
            said = _(value)
        else:
            said = URGENCY_LABELS[Urgency(value)] if kind is Urgency else kind(value).label
        self[key] = str(said)
        return self[key]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is read for some cases at once; `words` are kept from one batch to the next."""

    clocks: Mapping[UUID, ClockView]
    slips: Mapping[UUID, Slip]
    grounds: Mapping[UUID, Ground]
    people: Mapping[UUID, Requester]
    places: Mapping[int | None, str]
    seen: frozenset[UUID]
    words: _Words


def case_lines(viewer: Viewer, ids: Sequence[UUID], at: datetime, left_out: str = "") -> Iterator[Line]:
    """A line for each case, in the order of the ids. A fixed number of queries for every 500."""
    words = _Words()
    for first in range(0, len(ids), STEP):
        some = ids[first : first + STEP]
        there = Case.objects.filter(pk__in=rows_among(some)).only(*_READ)
        found = {case.pk: case for case in there}
        cases = [found[case_id] for case_id in some if case_id in found]
        known = _known(viewer, cases, at, left_out, words)
        for case in cases:
            yield _line(case, known, at) if case.pk in known.seen else _covered(case, known)


def _known(viewer: Viewer, cases: Sequence[Case], at: datetime, left_out: str, words: _Words) -> _Known:
    keys = [case.pk for case in cases]
    places = {case.place_id for case in cases}
    desk = [case.pk for case in cases if viewer.may(Permission.CASE_TRIAGE, case.scope_id)]
    return _Known(
        clocks=clocks_of(cases, at),
        slips=slips_of(cases),
        grounds=grounds_of(left_out, keys) if left_out else {},
        people={
            one.case_id: one
            for one in Requester.objects.filter(case__in=rows_among(desk)).only("name", "phone_sealed")
        },
        places=dict(Place.objects.filter(pk__in=places).values_list("pk", "label")),
        seen=frozenset(cases_of(viewer).filter(pk__in=rows_among(keys)).values_list("pk", flat=True)),
        words=words,
    )


def _covered(case: Case, known: _Known) -> Line:
    ground = known.grounds.get(case.pk)
    return {
        "title": _("Private request: ask the community clerk"),
        "estate": scope_tree().names.get(case.scope_id, ""),
        "state": known.words[State, case.state],
        "received_at": local(case.received_at),
        "holder": known.slips[case.pk].unit,
        "ground_by": ground.by if ground else "",
        **_clock_cells(known.clocks.get(case.pk), known.words),
    }


def _line(case: Case, known: _Known, at: datetime) -> Line:
    slip, ground = known.slips[case.pk], known.grounds.get(case.pk)
    leaf = categories_for(scope_tree().up(case.scope_id), at).get(case.category) if case.category else None
    aside = case.private and case.pk not in known.people  # words for the desk alone, as on boards
    return {
        "number": case.number,
        "source": known.words[Channel, case.channel],
        "source_ref": case.source_ref,
        "estate": scope_tree().names.get(case.scope_id, ""),
        "place": known.places.get(case.place_id, case.place_text),
        "category": known.words[str, leaf.name] if leaf else case.category,
        "kind": known.words[Kind, case.kind] if case.kind else "",
        "urgency": known.words[Urgency, case.urgency] if case.urgency else "",
        "title": known.words.private if aside else case.title,
        "content": "" if aside else case.content,
        "ground": ground.reason if ground else "",
        "ground_by": ground.by if ground else "",
        **slip_cells(slip, known.words),
        **_person(known.people.get(case.pk)),
        **_clock_cells(known.clocks.get(case.pk), known.words),
    }


def slip_cells(slip: Slip, words: _Words) -> dict[str, Cell]:
    """What became of a case, in words."""
    return {
        "state": words[State, slip.state],
        "received_at": local(slip.received_at),
        **{name: local(getattr(slip, name)) for name in MOMENTS},
        "holder": slip.unit,
        "answer": slip.answer,
        "answered_at": local(slip.answered_at),
        "solved": "" if slip.solved is None else words.yes if slip.solved else words.no,
        "satisfied": words[Satisfaction, slip.satisfied] if slip.satisfied else "",
    }


def _person(one: Requester | None) -> dict[str, Cell]:
    return {"name": one.name, "phone": masked_phone(one)} if one else {}


def _clock_cells(clock: ClockView | None, words: _Words) -> dict[str, Cell]:
    due: Any = local(clock.target_at) if clock and clock.target_at else None
    return {
        "limit": words[str, clock.label] if clock else "",
        "due_at": due,
        "overdue": words.yes if clock and clock.late_seconds else "",
    }


def local(moment: datetime | None) -> Cell:
    """A moment by the clocks of the place; a table knows no zones."""
    return moment.astimezone(ZONE) if moment else None
