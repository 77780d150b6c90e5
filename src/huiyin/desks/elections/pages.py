"""The list of elections, one with its steps and what can be done now, the record."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.commons.c2_voices.election.meeting import may_reduce
from huiyin.commons.c2_voices.election.naming import names_hang
from huiyin.commons.c2_voices.election.reads import election_for, elections_of, sheets_of, stages_of
from huiyin.commons.c2_voices.election.record import rules_of
from huiyin.commons.c2_voices.election.rules import missing
from huiyin.commons.c2_voices.election.stepping import may_object
from huiyin.commons.c2_voices.election.strokes import in_stroke_order
from huiyin.commons.c2_voices.election.words import ElectionState, Verb
from huiyin.commons.c2_voices.models import Candidate, Election, ElectionSheet, ElectionStage
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import ElectionNeed

from .errands import MOVES
from .offices import forms_of
from .sheets import ready
from .shown import elected_of, facts_of, rounds_of

MOST = 100
N = ElectionNeed
CARRY_ON = ("election-count", "election-file")
"""What a step most often lacks."""


def listed(request: HttpRequest) -> HttpResponse:
    """Every election the viewer organises, the newest first."""
    rows = [
        (
            Link(one.title, reverse("election-work", args=[one.pk])), one.body, one.get_state_display(),
            said(rules_of(one).steps[one.step - 1]), day(one.made_at), one.code,
        )
        for one in elections_of(request.viewer)[:MOST]
    ]  # fmt: skip
    headings = (_("Election"), _("Branch"), _("Where it stands"), _("Step"), _("Begun"), _("Code"))
    context = {
        "title": _("Branch elections"),
        "tables": [Table(_("Elections"), headings, rows, empty=_("No election yet."))],
        "buttons": [Link(_("Begin an election"), reverse("election-new"))],
    }
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, election_id: int) -> HttpResponse:
    """An election: its steps, what the one that is on lacks, what can be done now."""
    election = election_for(request.viewer, election_id)
    stages, entitled = stages_of(election), election.voters.count()
    sheets = sheets_of(election)
    waiting = next((sheet for sheet in sheets if sheet.confirmed is None), None)
    posted, here = any(stage.posted_at for stage in stages), stages[election.step - 1]
    what = missing(election, rules_of(election), here) if election.state == ElectionState.RUNNING else ""
    context = {
        "election": election, "state": election.get_state_display(), "facts": facts_of(election, entitled),
        "steps": list(_buttons(election, here, sheets, lacks=bool(what))),
        "notes": list(_notes(election, here, waiting, what)),
        "stages": list(_stages(election, stages)), "tables": list(_tables(election, sheets)),
        "rounds": rounds_of(election, [sheet for sheet in sheets if sheet.confirmed]),
        "elected": elected_of(election), "public": posted,
        "waiting": rounds_of(election, [waiting], whole=True) if waiting else [],
        "prints": list(_prints(election)),
    }  # fmt: skip
    return render(request, "elections/election.html", context)


def _prints(election: Election) -> Iterator[Link]:
    for sheet, words in ready(election):
        for kind in forms_of(sheet):
            label = _("%(paper)s (%(kind)s)") % {"paper": words, "kind": kind}
            yield Link(label, reverse("election-print", args=[election.pk, sheet, kind]))


def _buttons(
    election: Election, here: ElectionStage, sheets: list[ElectionSheet], *, lacks: bool
) -> Iterator[Link]:
    """Buttons of this moment, none that could only be refused; the one that carries on stands first.

    `here`: the step that is on; `lacks`: it is not whole yet.
    """
    if election.state != ElectionState.RUNNING:
        return
    needs = rules_of(election).steps[election.step - 1].needs
    waiting = any(sheet.confirmed is None for sheet in sheets)
    open_names = not names_hang(election, here)
    unanswered = any(one.answered_at is None for one in here.objections.all())
    ways = [
        (N.COUNT in needs and not waiting, "election-count", _("Enter a tally sheet")),
        (N.PAPER in needs, "election-file", _("File a document")),
        ((N.ROLL in needs or N.COUNT in needs) and not sheets, "election-roll", _("Roll of members")),
        (N.COUNT in needs and not sheets, "election-received", _("Who received a ballot")),
        (open_names, "election-name", _("Somebody is named")),
        (open_names and (N.VETTING in needs or N.LIST in needs), "election-vet", _("Check a qualification")),
        (open_names, "election-withdraw", _("Take a name off")),
        (open_names and N.LIST in needs, "election-ties", _("Names of equal strokes")),
        (may_object(here), "election-object", _("Enter an objection")),
        (unanswered, "election-answer", _("Answer an objection")),
        (N.COUNT in needs and not waiting and may_reduce(election), "election-reduce", _("Fewer seats")),
    ]
    moves = [
        *(("confirm", "refuse") if waiting else ()), *(("post",) if N.POSTING in needs else ()),
        "pass", "cancel",
    ]  # fmt: skip
    found = [_move(election, move, soft=lacks and move == "pass") for move in moves]
    found += [
        Link(words, reverse(name, args=[election.pk]), soft=not lacks or name not in CARRY_ON)
        for fits, name, words in ways
        if fits
    ]
    yield from sorted(found, key=lambda one: one.soft)


def _move(election: Election, move: str, *, soft: bool) -> Link:
    later = soft or move in ("cancel", "refuse")
    return Link(MOVES[move][1], reverse("election-do", args=[election.pk, move]), soft=later)


def _notes(
    election: Election, stage: ElectionStage, waiting: ElectionSheet | None, what: object
) -> Iterator[str]:
    if election.ended_why:
        yield election.ended_why
    if election.state != ElectionState.RUNNING:
        return
    if what:
        yield _("This step: %(what)s.") % {"what": what}
    if stage.object_until:
        yield _("Hangs until %(day)s; objections are possible until then.") % {"day": stage.object_until}
    if opened := sum(one.answered_at is None for one in stage.objections.all()):
        yield _("%(n)s objection(s) without an answer: the next step has to wait.") % {"n": opened}
    if waiting:
        yield _("A tally sheet waits for a second person to compare it with the paper.")


def _stages(election: Election, stages: list[ElectionStage]) -> Iterator[dict[str, Any]]:
    for rule, stage in zip(rules_of(election).steps, stages, strict=True):
        yield {
            "label": said(rule), "no": stage.no, "done": stage.done_at, "posted": stage.posted_at,
            "until": stage.object_until, "here": stage.no == election.step and election.state == "running",
            "files": [
                (one.title, one.words,
                 reverse("election-paper", args=[election.pk, one.pk]) if one.sha256 else "")
                for one in stage.files.all()
            ],
            "objections": stage.objections.all(),
        }  # fmt: skip


def _tables(election: Election, sheets: list[ElectionSheet]) -> Iterator[Table]:
    named = in_stroke_order(election.candidates.all())
    fit = {None: _("not checked yet"), True: _("qualified"), False: _("not qualified")}
    rows = [
        (one.name, one.get_origin_display(), _("taken off") if one.withdrawn_at else fit[one.fit],
         one.withdrawn_why or one.reason or "–")
        for one in named if isinstance(one, Candidate)
    ]  # fmt: skip
    yield Table(
        _("Named, by strokes of the family name"),
        (pgettext("person", "Name"), _("How"), _("Qualification"), _("Reason")),
        rows,
    )
    if sheets:
        state = {None: _("waits"), True: _("confirmed"), False: _("sent back")}
        yield Table(
            _("Tally sheets"),
            (pgettext("election", "Ballot no."), _("Entered"), _("State"), _("Photograph")),
            [(str(one.round), minute(one.entered_at), state[one.confirmed],
              Link(_("Open"), reverse("election-sheet", args=[election.pk, one.pk]))) for one in sheets],
        )  # fmt: skip


def record(request: HttpRequest, election_id: int) -> HttpResponse:
    """The record, line by line, with the hash of its end."""
    election = election_for(request.viewer, election_id)
    lines = list(election.events.order_by("-seq")[: MOST * 5])
    rows = [(line.seq, minute(line.at), line.actor_label, Verb(line.verb).label) for line in lines]
    end = bytes(lines[0].hash).hex() if lines else ""
    note = "SHA-256 " + " ".join(end[place : place + 16] for place in range(0, len(end), 16))
    context = {
        "title": _("Record of the election"), "intro": election.title,
        "tables": [Table(_("Record"), (_("Line"), _("Time"), _("Who"), _("What")), rows, note=note)],
        "back": Link(election.title, reverse("election-work", args=[election_id])),
    }  # fmt: skip
    return render(request, "steward/page.html", context)
