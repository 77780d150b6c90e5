"""The list of meetings with the tasks that are open, and one meeting with its quorum as it is now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huiyin.commons.c1_proposals.meetings.links import meeting_link
from huiyin.commons.c1_proposals.meetings.quorum import council_of, kind_of, quorum_of
from huiyin.commons.c1_proposals.meetings.reads import items_of, meeting_for, meetings_of, tasks_of
from huiyin.commons.c1_proposals.meetings.words import MeetingState, Result, Verb
from huiyin.commons.c1_proposals.models import AgendaItem, Meeting, Seat, Task
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.naming import said

from .drafted import behind
from .errands import MOVES
from .room import SEAT_MOVES

MOST = 100
S = MeetingState
_PLAIN = {S.PLANNED: ("notice",), S.OPEN: ("close", "fail"), S.HELD: ("post",)}
_SEAT = {S.PLANNED: ("clear",), S.NOTICED: ("clear",), S.OPEN: ("in", "substitute", "left", "out")}

OFFERS: tuple[tuple[Any, str, tuple[MeetingState, ...], bool], ...] = (
    (gettext_lazy("Fill a seat"), "meeting-seat", (S.PLANNED, S.NOTICED, S.OPEN), True),
    (gettext_lazy("Put on the agenda"), "meeting-item", (S.PLANNED,), False),
    (gettext_lazy("Strike off the agenda"), "meeting-strike", (S.PLANNED,), True),
    (gettext_lazy("Change the meeting"), "meeting-change", (S.PLANNED,), True),
    (gettext_lazy("Open the meeting"), "meeting-open", (S.NOTICED,), False),
    (gettext_lazy("Note what came of an item"), "meeting-decide", (S.OPEN,), False),
    (gettext_lazy("Note a dissent"), "meeting-dissent", (S.OPEN,), True),
    (gettext_lazy("Give a task"), "meeting-task", (S.OPEN, S.HELD), True),
    (gettext_lazy("Write the minutes"), "meeting-minutes", (S.OPEN, S.HELD), False),
    (gettext_lazy("Call the meeting off"), "meeting-off", (S.PLANNED, S.NOTICED), True),
)
"""What the button says, the name of its address, in which states it is there, whether it stands back."""


def listed(request: HttpRequest) -> HttpResponse:
    """Every meeting the viewer keeps, and the tasks that are not done."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    rows = [
        (
            Link(one.title, reverse("meeting-work", args=[one.pk])), one.scope.name, said(kind_of(one)),
            minute(one.starts_at), one.get_state_display(), one.code,
        )
        for one in meetings_of(viewer)[:MOST]
    ]  # fmt: skip
    headings = (
        _("Meeting"),
        _("Where"),
        _("Kind"),
        pgettext("meeting", "When"),
        _("Where it stands"),
        _("Code"),
    )
    tables = [Table(_("Meetings"), headings, rows, empty=_("No meeting yet.")), _open_tasks(viewer)]
    buttons = [
        Link(_("Triage meeting of this week"), reverse("meeting-weekly")),
        Link(_("Prepare a meeting"), reverse("meeting-new")), Link(_("Proposals"), reverse("proposals")),
    ]  # fmt: skip
    context = {"title": _("Meetings"), "tables": tables, "buttons": buttons}
    return render(request, "steward/page.html", context)


def _open_tasks(viewer: Viewer) -> Table:
    rows = [
        (Link(one.words, reverse("task-done", args=[one.pk])), one.owner, _due(one), one.item.meeting.title)
        for one in tasks_of(viewer)[:MOST]
    ]
    headings = (_("Task"), _("Who is responsible"), pgettext("task", "Until when"), _("Meeting"))
    return Table(_("Tasks that are open"), headings, rows, empty=_("None."))


def _due(task: Task) -> str:
    late = task.done_at is None and task.due_at < now()
    return day(task.due_at) + (f" · {_('late')}" if late else "")


def one(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """A meeting: what can be done now, who is here, whether that is enough, agenda and outcome."""
    found = meeting_for(request.viewer, meeting_id)  # type: ignore[attr-defined]  # set by the middleware
    seats = list(found.seats.all())
    live = found.state == S.OPEN
    context = {
        "title": found.title, "sub": f"{found.scope.name} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Meetings"), reverse("meetings")), "steps": list(_steps(found)), "live": live,
        "notes": [found.ended_why] if found.ended_why else [], "words": found.minutes,
        "quorum": _quorum(found, seats) if live else None, "facts": _facts(found),
        "tables": list(_tables(request.viewer, found, seats)), "prints": list(_prints(found)),
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def _steps(found: Meeting) -> Iterator[Link]:
    state = S(found.state)
    for move in _SEAT.get(state, ()):
        url = reverse("meeting-seat-do", args=[found.pk, move])
        yield Link(SEAT_MOVES[move][1], url, soft=move != "in")
    for words, name, states, soft in OFFERS:
        if state in states:
            yield Link(words, reverse(name, args=[found.pk]), soft=soft)
    for move in _PLAIN.get(state, ()):
        yield Link(MOVES[move][1], reverse("meeting-do", args=[found.pk, move]), soft=move == "fail")


def _quorum(found: Meeting, seats: list[Seat]) -> dict[str, str]:
    told = quorum_of(found, seats)
    parties = {one.key: said(one) for one in council_of(found).seats}
    title = _("Quorate") if told.holds else _("Not quorate yet")
    words = _("%(here)s of %(voices)s voices are here, %(least)s are needed.")
    text = words % {"here": told.present, "voices": told.voices, "least": told.least}
    if told.missing:
        text += " " + _("Missing: %(who)s") % {"who": "、".join(parties[key] for key in told.missing)}
    return {"title": title, "text": text}


def _facts(found: Meeting) -> list[dict[str, Any]]:
    kind = kind_of(found)
    share = ("> " if kind.quorum.strict else "≥ ") + str(kind.quorum.share)
    facts = [
        {"label": _("Kind of meeting"), "value": said(kind)},
        {"label": pgettext("meeting", "Table"), "value": said(council_of(found))},
        {"label": pgettext("meeting", "When"), "value": minute(found.starts_at)},
        {"label": _("Room"), "value": found.venue},
        {"label": _("Who calls it"), "value": found.called_by},
        {
            "label": _("Quorum"), "value": share,
            "note": _("of all voices, and more than half of each needed party"),
        },
        {
            "label": pgettext("meeting", "Notice"),
            "value": _("%(days)s days before") % {"days": kind.notice_days},
        },
    ]  # fmt: skip
    if found.chair:
        facts.append({"label": _("Chair"), "value": found.chair})
    if found.voices is not None:
        facts.append({"label": _("Here at the close"), "value": f"{found.present}/{found.voices}"})
    return facts


def _tables(viewer: Viewer, found: Meeting, seats: list[Seat]) -> Iterator[Table]:
    parties = {one.key: said(one) for one in council_of(found).seats}
    rows = [
        (
            one.no, parties.get(one.party, one.party), one.holder or _("nobody yet"), one.substitute or "–",
            _("voice") if one.voice else _("advises"), _here(one),
        )
        for one in seats
    ]  # fmt: skip
    headings = (
        _("Seat"),
        pgettext("meeting", "Party"),
        _("Who sits there"),
        _("Substitute"),
        _("Voice"),
        _("Here"),
    )
    yield Table(_("Seats"), headings, rows)
    items = items_of(found)
    headings = (_("Item"), _("What came of it"), _("Voices"), _("Decision"), _("Dissent"))
    yield Table(_("Agenda"), headings, [_item(one) for one in items], empty=_("Nothing yet."))
    if any(one.about for one in items):
        yield behind(viewer, items)
    tasks = [
        (
            one.words,
            one.owner,
            _due(one),
            one.done_words or Link(_("Report it done"), reverse("task-done", args=[one.pk])),
        )
        for item in items
        for one in item.tasks.all()
    ]
    if tasks:
        yield Table(
            _("Tasks"), (_("Task"), _("Who is responsible"), pgettext("task", "Until when"), _("Done")), tasks
        )
    lines = [
        (minute(one.at), one.actor_label or _("by the code in the room"), Verb(one.verb).label)
        for one in found.events.order_by("-pk")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), _("What")), lines)


def _here(one: Seat) -> str:
    if one.signed_at is None:
        return "–"
    stands_in = f" {one.substitute}" if one.by_substitute else ""
    left = " · " + _("left %(at)s") % {"at": minute(one.left_at)} if one.left_at else ""
    return f"{minute(one.signed_at)} {one.get_signed_way_display()}{stands_in}{left}"


def _item(one: AgendaItem) -> tuple[Any, ...]:
    voices = (
        f"{one.agree} / {one.against} / {one.abstain}"
        if one.result in (Result.PASSED, Result.FAILED)
        else "–"
    )
    words = (
        Link(f"{one.no}. {one.words}", reverse("proposal-work", args=[one.proposal_id]))
        if one.proposal_id
        else f"{one.no}. {one.words}"
    )
    dissent = "；".join(told.words for told in one.dissents.all()) or "–"
    return (words, Result(one.result).label, voices, one.decision or one.talk or "–", dissent)


def _prints(found: Meeting) -> Iterator[Link]:
    sheets: list[tuple[str, Any]] = []
    if found.noticed_at:
        sheets.append(("notice", _("Notice of the meeting")))
        yield Link(_("List to sign"), reverse("meeting-print", args=[found.pk, "list", "pdf"]))
    if found.state in (S.HELD, S.POSTED):
        sheets += [("minutes", _("Minutes")), ("decisions", _("Notice of decisions"))]
    for sheet, words in sheets:
        for kind in ("pdf", "docx", "txt"):
            yield Link(f"{words} ({kind})", reverse("meeting-print", args=[found.pk, sheet, kind]))
    if found.noticed_at and not found.inner:
        yield Link(_("Public page"), meeting_link(found.code))
