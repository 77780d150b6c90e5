"""The timeline in words staff read: what happened, when, who, and the words that came with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.words import Ringing, Verb
from huiyin.casework.s3_dispatch.whistles.words import Mark
from huiyin.casework.s4_handling.mediation.words import Step
from huiyin.casework.s5_closure.words import LegalOutcome, RequestKind, Satisfaction
from huiyin.ground.files.refused import FileRefused, every_refusal
from huiyin.ground.lateness import MADE_AT
from huiyin.registers.rules.words import CLOCK_LABELS, WHO_LABELS, ClockKind, Means, Who

from .late_lines import came_late, settled

RED = frozenset({Verb.OVERDUE, Verb.CLIMBED, Verb.PLAN_LATE, Verb.CALL_OVERDUE, Verb.CALL_CLIMBED})
_NOTES = ("note", "text", "words", "answer", "reason", "steps")
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as the timeline part shows it."""

    what: str
    at: datetime
    who: str
    note: str
    tone: str


def lines_of(events: Iterable[Event]) -> list[Line]:
    """The events of a case, the newest first."""
    return [_line(event) for event in reversed(list(events))]


def _line(event: Event) -> Line:
    verb, data = Verb(event.verb), event.data if isinstance(event.data, dict) else {}
    detail = _DETAILS.get(verb, _nothing)(data)
    what = f"{verb.label}：{detail}" if detail else str(verb.label)
    late = data.get("late_seconds")
    keys = () if verb is Verb.PAUSED else _NOTES  # there is one lawful reason; the detail tells until when
    note = "\n".join(str(data[key]) for key in keys if data.get(key))
    if verb is Verb.DISPATCHED and event.actor == "system":  # then the reason is the duty alone
        note = _("By the list of duties") + f"：{note}"
    if late:
        note = f"{note}\n{_('%(seconds)s seconds late') % {'seconds': late}}".strip()
    note = "\n".join(filter(None, (note, _made(data))))
    return Line(what, event.at, _who(event), note, "red" if verb in RED else "")


def _made(data: Data) -> str:
    """A line that waited on a telephone: when it was written there, beside the moment of its receipt."""
    if not data.get(MADE_AT):
        return ""
    at = date_format(localtime(datetime.fromisoformat(data[MADE_AT])), "n-j H:i")
    return _("on site %(when)s by the telephone; received later") % {"when": at}


def _who(event: Event) -> str:
    """The name on the line; the program and the person who asked have none of their own."""
    if event.actor_label:
        return event.actor_label
    kind = event.actor.partition(":")[0]
    named = {"system": _("by itself"), "guest": _("Resident"), "requester": _("Resident")}
    return named.get(kind, "")


def _nothing(_data: Data) -> str:
    return ""


def _unit(data: Data) -> str:
    return " · ".join(str(data[key]) for key in ("organisation", "person") if data.get(key))


def _clock(data: Data) -> str:
    kind = str(data.get("clock", ""))
    return str(CLOCK_LABELS[ClockKind(kind)]) if kind in set(ClockKind) else kind


def _climbed(data: Data) -> str:
    who = str(data.get("who", ""))
    label = str(WHO_LABELS[Who(who)]) if who in set(Who) else who
    people = "、".join(map(str, data.get("people", ())))
    told = (
        f"（{_('by message')}）" if data.get("means") == Means.CALL and data.get("told") == Means.SMS else ""
    )
    return f"{_clock(data)} → {label} {people}{told}".strip()


def _rung(data: Data) -> str:
    outcome = str(data.get("outcome", ""))
    label = str(Ringing(outcome).label) if outcome in set(Ringing) else outcome
    return f"{data.get('person', '')} · {label}"


def _verdict(data: Data) -> str:
    satisfied = str(data.get("satisfied", ""))
    said = str(Satisfaction(satisfied).label) if satisfied in set(Satisfaction) else ""
    return "，".join(filter(None, (_("Solved") if data.get("solved", True) else _("Not solved"), said)))


def _outcome(data: Data) -> str:
    outcome = str(data.get("outcome", ""))
    return str(LegalOutcome(outcome).label) if outcome in set(LegalOutcome) else outcome


def _call(data: Data) -> str:
    return _("Reached") if data.get("reached") else _("Not reached")


def _pause(data: Data) -> str:
    if not data.get("until"):
        return ""
    until = localtime(datetime.fromisoformat(data["until"]))
    return _("until %(when)s") % {"when": date_format(until, "n-j H:i")}


def _resumed(data: Data) -> str:
    return _("the planned end has come") if data.get("planned") else ""


def _wait(data: Data) -> str:
    day = date_format(date.fromisoformat(str(data.get("until") or data.get("day"))), "n-j")
    return _("%(what)s until %(day)s") % {"what": _(str(data.get("name", ""))), "day": day}


def _step(data: Data) -> str:
    step = str(data.get("step", ""))
    return str(Verb(step).label) if step in set(Verb) else step


def _scanned(data: Data) -> str:
    if data.get("resident"):
        return _("the resident says so")
    return _("code scanned: %(place)s") % {"place": data["scanned"]} if data.get("scanned") else ""


def why_dropped(data: Data) -> str:
    """Why a file that waited for the scanner was not taken over, in the sentence of the refusal."""
    return str(every_refusal().get(str(data.get("why", "")), FileRefused)().said)


def _day(data: Data) -> str:
    return str(data.get("day", ""))


def _rated(data: Data) -> str:
    mark = str(data.get("mark", ""))
    return f"{_unit(data)} {Mark(mark).label if mark in set(Mark) else mark}"


def _called(data: Data) -> str:
    return f"{data.get('unit', '')} · {_clock(data)}"


def _onward(data: Data) -> str:
    return f"{data.get('organisation', '')} → {data.get('to') or '–'}"


def _area(data: Data) -> str:
    return " · ".join(str(data[key]) for key in ("area", "organisation") if data.get(key))


def _marked(data: Data) -> str:
    until = localtime(datetime.fromisoformat(data["until"])) - timedelta(days=1)  # the day whose end it is
    about = _("all reports of this telephone") if data.get("number") else _("this request")
    return f"{about}，{_('until %(when)s') % {'when': date_format(until, 'Y-n-j')}}"


def _asked_outside(data: Data) -> str:
    kind = str(data.get("kind", ""))
    named = str(RequestKind(kind).label) if kind in set(RequestKind) else kind
    onward = f"→ {data['suggested']}" if data.get("suggested") else ""
    return " ".join(filter(None, (named, str(data.get("ref", "")), onward, _until(data))))


def _answered_outside(data: Data) -> str:
    granted = _("granted") if data.get("granted") else _("refused")
    stands = data.get("granted") and data.get("kind") == RequestKind.EXTENSION and not data.get("clock_moved")
    word = _("the clock here stands: its rules allow no extension now") if stands else ""
    return "，".join(filter(None, (_asked_outside(data), granted, word)))


def _called_outside(data: Data) -> str:
    if not data.get("reached"):
        return _("Not reached")
    return _verdict(data | {"solved": bool(data.get("solved"))})


def _until(data: Data) -> str:
    if not data.get("until"):
        return ""
    moment = localtime(datetime.fromisoformat(data["until"]))
    return _("until %(when)s") % {"when": date_format(moment, "Y-n-j H:i")}


def _incident_news(data: Data) -> str:
    """By whom, the new end, and whether the requester got a message: else somebody may want to call."""
    told = {True: _("told"), False: _("not told by message")}.get(data.get("told"), _("told later"))
    ends = _("Expected to be over by %(when)s") % {"when": _when(data)} if data.get("expected_at") else ""
    return "，".join(filter(None, (str(data.get("who", "")), ends, told)))


def _when(data: Data) -> str:
    return date_format(localtime(datetime.fromisoformat(data["expected_at"])), "n-j H:i")


def _talk_step(step: str) -> str:
    return str(Step(step).label) if step in set(Step) else step


_DETAILS: dict[Verb, Callable[[Data], str]] = {
    Verb.DISPATCHED: _unit,
    Verb.DISPATCH_UNDONE: _unit,
    Verb.HANDED_BACK: _unit,
    Verb.STEP_UNDONE: _step,
    Verb.ARRIVED: _scanned,
    Verb.CAME_LATE: came_late,
    Verb.CONFLICT_SETTLED: settled,
    Verb.PAUSED: _pause,
    Verb.RESUMED: _resumed,
    Verb.WAITS: _wait,
    Verb.WAIT_OVER: _wait,
    Verb.PLAN_LATE: _day,
    Verb.FILE_LET_IN: lambda data: str(data.get("file", "")),
    Verb.FILE_DROPPED: why_dropped,
    Verb.EVIDENCE_DROPPED: why_dropped,
    Verb.WARNED: _clock,
    Verb.OVERDUE: _clock,
    Verb.CLIMBED: _climbed,
    Verb.RUNG: _rung,
    Verb.VERDICT: _verdict,
    Verb.ATTESTED: _verdict,
    Verb.DECLINE_ASKED: _outcome,
    Verb.DECLINED: _outcome,
    Verb.CALLED: _call,
    Verb.WHISTLED: lambda data: "、".join(map(str, data.get("units", ()))),
    Verb.REPORTED_IN: _unit,
    Verb.CALL_PRESENT: _unit,
    Verb.CALL_PROGRESS: _unit,
    Verb.DELIVERED: _unit,
    Verb.CALLED_OFF: _unit,
    Verb.CALL_RATED: _rated,
    Verb.WHISTLE_REVIEWED: lambda data: _("justified") if data.get("justified") else _("not justified"),
    Verb.CALL_WARNED: _called,
    Verb.CALL_OVERDUE: _called,
    Verb.CALL_CLIMBED: lambda data: f"{_called(data)} · {_climbed(data)}",
    Verb.RETURN_ASKED: _onward,
    Verb.RETURNED: _onward,
    Verb.RETURN_REFUSED: _unit,
    Verb.DISPUTED: _unit,
    Verb.DISPUTE_REVIEWED: lambda data: (
        f"{_('upheld') if data.get('upheld') else _('rejected')} {_onward(data)}"
    ),
    Verb.COPIED: _area,
    Verb.SHARED: _area,
    Verb.UNSHARED: _area,
    Verb.TAKEN_OVER: lambda data: f"{data.get('old', '')} → {data.get('organisation', '')}",
    Verb.PLATFORM_ASKED: _asked_outside,
    Verb.PLATFORM_SENT: _asked_outside,
    Verb.PLATFORM_ANSWERED: _answered_outside,
    Verb.PLATFORM_CALLED: _called_outside,
    Verb.INCIDENT_CHANGED: _incident_news,
    Verb.MARK_ASKED: _marked,
    Verb.MARKED: _marked,
    Verb.MARK_LIFTED: lambda data: _("it was true") if data.get("proved_true") else "",
    Verb.WAITS_APART: lambda data: str(data.get("same_as", "")),
    Verb.MEDIATION: lambda data: _talk_step(str(data.get("step", ""))),
}
