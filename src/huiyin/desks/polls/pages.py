"""The list of polls, and one with its rounds and what can be done now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.models import Poll, PollRound
from huiyin.commons.c2_voices.poll.links import public_link
from huiyin.commons.c2_voices.poll.reads import poll_for, polls_of
from huiyin.commons.c2_voices.poll.speaking import again
from huiyin.commons.c2_voices.poll.words import PollState, RoundState, Verb
from huiyin.desks.steward.tables import Link, Table, day, minute

from .errands import MOVES
from .shown import Shown, rounds_shown

MOST = 100
R = RoundState


def listed(request: HttpRequest) -> HttpResponse:
    """Every poll the viewer keeps, the newest first."""
    rows = [
        (
            Link(one.title, reverse("poll-work", args=[one.pk])), one.place.label, one.get_state_display(),
            day(one.made_at), one.outcome or "–", one.code,
        )
        for one in polls_of(request.viewer)[:MOST]  # type: ignore[attr-defined]  # set by the middleware
    ]  # fmt: skip
    headings = (
        _("Question"), _("Who is asked"), _("Where it stands"), _("Begun"), _("Outcome"), _("Code"),
    )  # fmt: skip
    context = {
        "title": _("Polls"), "tables": [Table(_("Polls"), headings, rows, empty=_("No poll yet."))],
        "buttons": [Link(_("Write a poll"), reverse("poll-new"))],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, poll_id: int) -> HttpResponse:
    """A poll: its rounds, what can be done now, who spoke twice, the record."""
    poll = poll_for(request.viewer, poll_id)  # type: ignore[attr-defined]  # set by the middleware
    rounds = list(poll.rounds.order_by("no"))
    shown = rounds_shown(poll, rounds, inside=True)
    state = PollState(poll.state).label
    context = {
        "title": poll.title, "sub": f"{poll.place.label} · {state} · {poll.code}",
        "back": Link(_("Polls"), reverse("polls")), "steps": list(_steps(poll, rounds)),
        "notes": list(_notes(poll, rounds)), "words": poll.words, "facts": _facts(poll),
        "tables": [*_rounds(poll, shown), *_again(poll, rounds), _record(poll)],
        "prints": list(_prints(poll, rounds)),
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def _steps(poll: Poll, rounds: list[PollRound]) -> Iterator[Link]:
    """Buttons of this moment; the one that carries on stands first."""
    if poll.state not in (PollState.DRAFT, PollState.RUNNING):
        return
    stands = rounds[-1].state if rounds else ""
    ways = {
        "": (("poll-round", _("Prepare a round"), False),),
        R.PREPARED: (("open", "", False), ("poll-round", _("Prepare the round anew"), True)),
        R.OPEN: (("poll-paper", _("Enter a paper"), False), ("close", "", True)),
        R.CLOSED: (("poll-decide", _("What becomes of the options"), False), ("publish", "", False)),
        R.PUBLISHED: (
            ("poll-round", _("Prepare the next round"), False), ("poll-finish", _("Say the outcome"), False),
        ),
    }[stands]  # fmt: skip
    for name, words, soft in ways:
        if name in MOVES:
            yield Link(MOVES[name][1], reverse("poll-do", args=[poll.pk, name]), soft=soft)
        else:
            yield Link(words, reverse(name, args=[poll.pk]), soft=soft)
    yield Link(_("Call the poll off"), reverse("poll-cancel", args=[poll.pk]), soft=True)


def _notes(poll: Poll, rounds: list[PollRound]) -> Iterator[str]:
    if poll.outcome:
        yield _("Outcome: %(words)s") % {"words": poll.outcome}
    if poll.ended_why:
        yield poll.ended_why
    if rounds and rounds[-1].state == R.OPEN:
        told = {"day": rounds[-1].until}
        yield _("Everybody can speak until %(day)s. Nobody sees counts before the round is closed.") % told


def _facts(poll: Poll) -> list[dict[str, Any]]:
    asked = (
        _("one voice for each home")
        if poll.each == 1
        else _("up to %(n)s persons of a home, a voice each") % {"n": poll.each}
    )
    return [
        {"label": _("Who asks"), "value": poll.called_by},
        {"label": _("Who has a voice"), "value": asked},
        {"label": _("Public page"), "value": poll.code, "url": public_link(poll.code)},
    ]


def _rounds(poll: Poll, shown: list[Shown]) -> Iterator[Table]:
    headings = (
        pgettext("poll", "Option"),
        pgettext("poll", "Homes") if poll.each == 1 else pgettext("poll", "Persons"),
        _("More voices heard"), pgettext("poll", "After the round"), _("Reason"), _("Where it comes from"),
    )  # fmt: skip
    for one in reversed(shown):
        rows: list[Any] = [
            (line.words, line.counted, line.heard, line.fate, line.reason or "–", line.source)
            for line in one.lines
        ]
        if not one.lines:
            rows = [
                (option.words, "–", "–", "–", "–", option.get_source_display())
                for option in one.held.options.all()
            ]
        title = _("Round %(no)s: %(state)s") % {"no": one.held.no, "state": one.state}
        yield Table(
            title, headings, rows, note=one.sums if one.held.opened_at else "", empty=_("Own words only.")
        )


def _again(poll: Poll, rounds: list[PollRound]) -> Iterator[Table]:
    """Which homes spoke more than once, by which ways; never what they said."""
    rows = []
    for held in rounds:
        for voices in again(held):
            ways = [
                f"{one.get_way_display()} {one.paper_no} {day(one.said_on)}".replace("  ", " ")
                for one in voices
            ]
            who = voices[0].home.label if voices[0].home else "–"
            who += f"（{voices[0].seat}）" if poll.each > 1 else ""
            rows.append((held.no, who, "；".join(ways[:-1]), ways[-1]))
    if rows:
        headings = (_("Round"), _("Home"), _("Replaced"), _("Counts"))
        yield Table(_("Spoke more than once"), headings, rows[:MOST])


def _record(poll: Poll) -> Table:
    lines = [
        (minute(one.at), one.actor_label or _("a clerk"), Verb(one.verb).label, one.round or "–")
        for one in poll.events.order_by("-pk")[:MOST]
    ]
    return Table(_("Record"), (_("Time"), _("Who"), _("What"), _("Round")), lines)


def _prints(poll: Poll, rounds: list[PollRound]) -> Iterator[Link]:
    if not any(one.opened_at for one in rounds):
        return
    if rounds[-1].state == R.OPEN:
        yield Link(_("Slips for the homes"), reverse("poll-print", args=[poll.pk, "slips", "pdf"]))
        yield Link(_("Paper to fill in"), reverse("poll-print", args=[poll.pk, "sheet", "pdf"]))
    for kind in ("pdf", "docx", "txt"):
        words = _("Public notice (%(kind)s)") % {"kind": kind}
        yield Link(words, reverse("poll-print", args=[poll.pk, "notice", kind]))
    yield Link(_("Public page"), public_link(poll.code))
