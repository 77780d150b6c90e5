"""The timeline in the words of the person who asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s5_closure.words import Satisfaction
from huiyin.desks.case.lines import why_dropped

PLAIN: dict[str, Promise] = {
    Verb.TAKEN_IN: gettext_lazy("We received it"),
    Verb.TRIAGED: gettext_lazy("The clerk read it"),
    Verb.DISPATCH_UNDONE: gettext_lazy("Taken back, it goes to somebody else"),
    Verb.ACCEPTED: gettext_lazy("They have taken it on"),
    Verb.CONTACTED: gettext_lazy("They spoke to you"),
    Verb.ARRIVED: gettext_lazy("Somebody is there"),
    Verb.DONE: gettext_lazy("They say the work is done"),
    Verb.STEP_UNDONE: gettext_lazy("Pressed by mistake, taken back"),
    Verb.HANDED_BACK: gettext_lazy("Handed back, it goes to somebody else; the clock runs on"),
    Verb.PLAN_LATE: gettext_lazy("The day of the plan has passed"),
    Verb.PAUSED: gettext_lazy("Clock paused: you could not be met"),
    Verb.RESUMED: gettext_lazy("Clock running again"),
    Verb.WAITS: gettext_lazy("It has to wait; the time limits run on"),
    Verb.WAIT_OVER: gettext_lazy("The day it was to be there has passed"),
    Verb.WAIT_ENDED: gettext_lazy("The waiting is over, they go on"),
    Verb.REGRADE_ASKED: gettext_lazy("They ask for more time: a bigger matter"),
    Verb.REGRADED: gettext_lazy("Agreed by a second person: a bigger matter"),
    Verb.PLAN_TOLD: gettext_lazy("The plan"),
    Verb.PROPOSED: gettext_lazy("The answer"),
    Verb.REOPENED: gettext_lazy("Opened again"),
    Verb.LAPSED: gettext_lazy("Ended: three days without a word from you"),
    Verb.TO_FOLLOW_UP: gettext_lazy("No message could reach you; please say here whether it is solved"),
    Verb.OVERDUE: gettext_lazy("The time promised is over"),
    Verb.ADDED: gettext_lazy("You added something"),
    Verb.FILE_LET_IN: gettext_lazy("A file of yours was looked at and is here now"),
    Verb.FILE_DROPPED: gettext_lazy("A file of yours was not taken over"),
    Verb.CONTACT_LEFT: gettext_lazy("You changed how to be reached"),
    Verb.LINK_RENEWED: gettext_lazy("You got a new link and query code"),
    Verb.MERGED: gettext_lazy("Handled together with other requests about the same matter"),
    Verb.JOINED: gettext_lazy("Somebody else reported the same matter"),
    Verb.MERGE_UNDONE: gettext_lazy("Handled on its own again"),
    Verb.SPLIT: gettext_lazy("A second matter of yours got its own number"),
    Verb.SPLIT_OFF: gettext_lazy("This part of your request has its own number now"),
    Verb.ABSORBED: gettext_lazy("It belongs to a larger incident"),
    Verb.INCIDENT_CHANGED: gettext_lazy("News of the larger incident"),
    Verb.RELEASED: gettext_lazy("It does not belong to that incident; it is handled on its own"),
    Verb.SUSPENDED: gettext_lazy("Cannot be solved now: on the pending list"),
    Verb.UNSUSPENDED: gettext_lazy("Taken up again"),
    Verb.EXTENDED: gettext_lazy("It takes longer; the new day was agreed by a second person"),
    Verb.WITHDRAWN: gettext_lazy("You took it back"),
    Verb.WHISTLED: gettext_lazy("Several units were called together"),
    Verb.REPORTED_IN: gettext_lazy("A unit that was called is with it"),
    Verb.DELIVERED: gettext_lazy("A unit that was called has done its part"),
    Verb.TAKEN_OVER: gettext_lazy("A new property company goes on; the times promised stay"),
    Verb.WORK_TOLD: gettext_lazy("News of the work on it"),
}

NEWS: dict[str, Promise] = {
    "begun": pgettext_lazy("news of a work", "was decided and is planned"),
    "started": pgettext_lazy("news of a work", "has started"),
    "again": pgettext_lazy("news of a work", "goes on: residents said it was not fit yet"),
    "done": pgettext_lazy("news of a work", "is done, please look at it"),
    "stopped": pgettext_lazy("news of a work", "was stopped"),
}
"""What the line of a work says, by its word."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, in the shape of the part `timeline.html`."""

    what: str
    at: datetime
    who: str
    note: str
    tone: str = ""


def line_of(event: Event) -> Line:
    """The plain line of an event."""
    data = event.data
    return Line(
        what=_what(event.verb, data), at=event.at, who=_who(event),
        note=_NOTES.get(event.verb, _nothing)(data), tone="red" if event.verb == Verb.OVERDUE else "",
    )  # fmt: skip


def _what(verb: str, data: dict[str, Any]) -> str:
    if verb == Verb.DISPATCHED:
        return _("Handed to %(organisation)s") % {"organisation": data.get("organisation", "")}
    if verb in (Verb.WHISTLED, Verb.REPORTED_IN, Verb.DELIVERED, Verb.TAKEN_OVER):
        units = data.get("units") or [data.get("organisation", "")]
        return f"{PLAIN[verb]}：{'、'.join(map(str, units))}"
    if verb == Verb.VERDICT:
        return _("You said: solved")
    if verb == Verb.ARRIVED and data.get("resident"):
        return _("You said: somebody is there")
    plain = PLAIN.get(verb)
    return str(plain or (Verb(verb).label if verb in Verb.values else verb))


def _who(event: Event) -> str:
    if event.verb == Verb.DISPATCHED:
        return str(event.data.get("person", ""))
    return _("You") if event.actor.startswith("requester:") else event.actor_label


def _nothing(_data: dict[str, Any]) -> str:
    return ""


def _text(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda data: str(data.get(name) or "")


def _verdict(data: dict[str, Any]) -> str:
    satisfied = data.get("satisfied", "")
    label = str(Satisfaction(satisfied).label) if satisfied in Satisfaction.values else ""
    return "\n".join(filter(None, (label, str(data.get("words") or ""))))


def _plan(data: dict[str, Any]) -> str:
    who, until = str(data.get("owner", "")), date.fromisoformat(data["done_by"])
    when = _("%(owner)s, until %(date)s") % {"owner": who, "date": f"{until:%Y-%m-%d}"}
    return f"{data.get('steps', '')}\n{when}"


def _paused(data: dict[str, Any]) -> str:
    if not data.get("until"):
        return ""
    until = localtime(datetime.fromisoformat(data["until"]))
    return _("It runs again by itself at %(when)s") % {"when": date_format(until, "n-j H:i")}


def _waits(data: dict[str, Any]) -> str:
    day = date_format(date.fromisoformat(str(data.get("until") or data.get("day"))), "Y-n-j")
    words = _("%(what)s, to be there by %(day)s") % {"what": _(str(data.get("name", ""))), "day": day}
    return "\n".join(filter(None, (words, str(data.get("note") or ""))))


def _added(data: dict[str, Any]) -> str:
    files = int(data.get("files") or 0)
    photos = _("Files: %(n)s") % {"n": files} if files else ""
    return "\n".join(filter(None, (str(data.get("words") or ""), photos)))


def _rest(data: dict[str, Any]) -> str:
    day = date.fromisoformat(data["review_on"])
    looked = _("Looked at again on %(day)s") % {"day": date_format(day, "Y-n-j")}
    return "\n".join(filter(None, (str(data.get("reason") or ""), str(data.get("plan") or ""), looked)))


def _longer(data: dict[str, Any]) -> str:
    due = localtime(datetime.fromisoformat(data["due_at"]))
    until = _("Until %(when)s") % {"when": date_format(due, "n-j H:i")}
    return "\n".join(filter(None, (str(data.get("reason") or ""), until)))


def _incident(data: dict[str, Any]) -> str:
    lines = [str(data.get("title") or ""), str(data.get("words") or "")]
    if data.get("expected_at"):
        when = date_format(localtime(datetime.fromisoformat(data["expected_at"])), "n-j H:i")
        lines.append(_("Expected to be over by %(when)s") % {"when": when})
    return "\n".join(filter(None, lines))


def _work(data: dict[str, Any]) -> str:
    what = NEWS.get(str(data.get("what")), "")
    return "\n".join(filter(None, (f"{data.get('title', '')} {what}".strip(), str(data.get("link") or ""))))


_NOTES: dict[str, Callable[[dict[str, Any]], str]] = {
    Verb.SUSPENDED: _rest,
    Verb.EXTENDED: _longer,
    Verb.ABSORBED: _incident,
    Verb.INCIDENT_CHANGED: _incident,
    Verb.WITHDRAWN: _text("words"),
    Verb.PROPOSED: _text("answer"),
    Verb.DECLINED: _text("answer"),
    Verb.REOPENED: _text("words"),
    Verb.ADDED: _added,
    Verb.FILE_DROPPED: why_dropped,
    Verb.VERDICT: _verdict,
    Verb.ATTESTED: _verdict,
    Verb.PLAN_TOLD: _plan,
    Verb.PAUSED: _paused,
    Verb.WAITS: _waits,
    Verb.WAIT_OVER: _waits,
    Verb.REGRADE_ASKED: _text("reason"),
    Verb.WORK_TOLD: _work,
}
