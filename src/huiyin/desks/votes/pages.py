"""The list of votes, one vote with what can be done now, who needs a visit, the record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.bridges.decisions import undecided_questions
from huiyin.commons.c2_voices.models import Delivery, OwnersVote, Paper, VoteEvent
from huiyin.commons.c2_voices.owners_vote.drafting import until_of
from huiyin.commons.c2_voices.owners_vote.links import OWNER, vote_link
from huiyin.commons.c2_voices.owners_vote.listing import list_by_home
from huiyin.commons.c2_voices.owners_vote.participation import participation_of, square_metres
from huiyin.commons.c2_voices.owners_vote.reads import (
    both_ways,
    mandates_of,
    papers_of,
    result_of,
    unread_papers,
    visits_of,
    vote_for,
    votes_of,
)
from huiyin.commons.c2_voices.owners_vote.roll import foresee
from huiyin.commons.c2_voices.owners_vote.rules import mode_of, publish_by, rules_of
from huiyin.commons.c2_voices.owners_vote.words import Verb, VoteState
from huiyin.desks.ballot.shown import facts_of, missing_words, questions_of, results_of
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import WAY_LABELS, BallotWay, LegalMode

from .errands import MOVES

MOST, MOST_NAMES = 100, 8
S = VoteState


def listed(request: HttpRequest) -> HttpResponse:
    """Every vote the viewer works at, the newest first."""
    viewer: Viewer = request.viewer
    rows = [
        (
            Link(vote.title, reverse("vote-work", args=[vote.pk])), vote.scope.name,
            vote.get_state_display(), day(vote.opens_on), until_of(vote), vote.code,
        )
        for vote in votes_of(viewer)[:MOST]
    ]  # fmt: skip
    headings = (_("Vote"), _("Estate"), _("Where it stands"), _("Opens"), _("Closes"), _("Code"))
    table = Table(_("Votes"), headings, rows, empty=_("No vote yet."))
    buttons = [Link(_("Prepare a vote"), reverse("vote-new"))] if viewer.may(Permission.VOTE_ORGANISE) else []
    context = {"title": _("Owners' votes"), "tables": [table], "buttons": buttons}
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, vote_id: int) -> HttpResponse:
    """A vote: where it stands, who takes part (never what was chosen), what can be done now."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    vote = vote_for(viewer, vote_id)
    part = participation_of(vote) if vote.opened_at and vote.mode != LegalMode.IMPORTED else None
    result = result_of(vote)
    context = {
        "vote": vote, "state": vote.get_state_display(), "steps": list(_steps(viewer, vote)),
        "facts": facts_of(vote),
        "questions": questions_of(vote), "part": part, "missing": missing_words(part) if part else "",
        "area": square_metres(part.part.area) if part else "", "whole": square_metres(vote.area),
        "results": results_of(vote, result), "result": result, "binding": mode_of(vote).binding,
        "public": vote_link(vote.code) if vote.noticed_at else "", "tables": list(_tables(vote)),
        "prints": list(_prints(vote)), "notes": list(_notes(vote)),
    }  # fmt: skip
    return render(request, "votes/vote.html", context)


def _steps(viewer: Viewer, vote: OwnersVote) -> Any:
    """Buttons of this moment; the one that carries on stands first."""
    key = [vote.pk]
    here = {
        S.DRAFT: ("notice", "cancel"), S.NOTICE: ("open", "cancel"),
        S.OPEN: ("close", "papers", "links", "cancel"),
        S.CLOSED: ("count", "void"), S.COUNTED: ("post", "void"), S.POSTED: ("finish", "void"),
    }.get(S(vote.state), ())  # fmt: skip
    imported = vote.mode == LegalMode.IMPORTED
    ways = mode_of(vote).ways
    if vote.state == S.DRAFT:
        yield Link(_("Add a question"), reverse("vote-ask", args=key), soft=True)
        yield Link(_("Take a question out"), reverse("vote-unask", args=key), soft=True)
        yield Link(_("Change the draft"), reverse("vote-change", args=key), soft=True)
    if vote.state == S.OPEN and not imported:
        yield Link(_("Enter a paper ballot"), reverse("vote-enter", args=key))
        yield Link(_("Who needs a visit"), reverse("vote-visits", args=key))
        yield Link(_("Enter a proxy"), reverse("vote-proxy", args=key), soft=True)
        yield Link(_("Take an authority back"), reverse("vote-proxy-end", args=key), soft=True)
        yield Link(_("Paper out of use"), reverse("vote-paper-end", args=key), soft=True)
    if vote.state == S.POSTED:
        yield Link(_("Enter an objection"), reverse("vote-object", args=key), soft=True)
        yield Link(_("Answer an objection"), reverse("vote-answer", args=key), soft=True)
    if undecided_questions(viewer, vote.pk):
        yield Link(_("Write the decision down"), reverse("decision-from-vote", args=key))
    if vote.state == S.CLOSED and imported:
        here = ("void",)
        yield Link(_("Enter the official result"), reverse("vote-official", args=key))
    for move in here:
        fits = {"links": BallotWay.ONLINE in ways, "papers": BallotWay.PAPER in ways}.get(move, True)
        if fits:
            yield Link(
                MOVES[move][1], reverse("vote-do", args=[vote.pk, move]), soft=move in ("cancel", "void")
            )


def _prints(vote: OwnersVote) -> Any:
    """What can be printed now."""
    sheets = []
    if vote.noticed_at:
        sheets.append(("notice", _("Notice")))
    if vote.opened_at and vote.mode != LegalMode.IMPORTED:
        sheets += [("roll", _("Roll with places to sign")), ("tally", _("Tally sheet"))]
        if BallotWay.PAPER in mode_of(vote).ways and vote.state == S.OPEN:
            sheets.insert(1, ("ballots", _("Paper ballots")))
    if vote.posted_at:
        sheets.append(("result", _("Notice of the result")))
    if list_by_home(vote):
        sheets.append(("homes", _("List by home")))
    return [Link(words, reverse("vote-print", args=[vote.pk, sheet])) for sheet, words in sheets]


def _notes(vote: OwnersVote) -> Any:
    """What somebody has to know before the next step."""
    if named := vote.asked.count():
        yield _("Only these are asked: %(n)s homes that share a common part.") % {"n": named}
    if vote.state in (S.DRAFT, S.NOTICE) and vote.mode != LegalMode.IMPORTED:
        seen = foresee(vote)
        yield _("The roll today: %(heads)s owners, %(area)s m².") % {
            "heads": len(seen.heads), "area": square_metres(seen.area),
        }  # fmt: skip
        if seen.missing:
            yield _("Units without an area: %(n)s, such as %(places)s. The vote cannot open without it.") % {
                "n": len(seen.missing), "places": "、".join(unit.label for unit in seen.missing[:MOST_NAMES]),
            }  # fmt: skip
        if seen.ownerless:
            yield _("Units without a known owner: %(n)s. They count in the roll but cannot vote.") % {
                "n": len(seen.ownerless)
            }
        if seen.left_out:
            yield _("Left out by the local rule: %(n)s units.") % {"n": len(seen.left_out)}
    if vote.closed_at and not vote.posted_at and vote.state != S.VOID:
        yield _("The result has to be posted by %(day)s.") % {
            "day": publish_by(rules_of(vote), vote.closed_at)
        }
    if vote.state == S.POSTED:
        yield _("Objections are possible until %(day)s.") % {"day": vote.object_until}


def _tables(vote: OwnersVote) -> Any:
    if vote.opened_at and vote.mode != LegalMode.IMPORTED:
        part = participation_of(vote)
        yield Table(
            _("Who takes part"), (_("Building"), _("Homes"), _("Voted"), _("To come"), _("Area to come, m²")),
            [(one.building or "–", one.units, one.voted_units, one.waiting, square_metres(one.waiting_area))
             for one in part.buildings],
        )  # fmt: skip
        yield from _paper_tables(vote)
    if vote.posted_at:
        rows = [
            (one.name, one.text, one.answer or _("not answered yet"))
            for one in vote.objections.order_by("pk")
        ]
        yield Table(_("Objections"), (_("Who"), _("Objection"), _("Answer")), rows, empty=_("None."))


def _paper_tables(vote: OwnersVote) -> Any:
    told = papers_of(vote)
    if told.issued:
        row = (told.issued, told.cast, told.spoilt, told.returned, told.missing)
        headings = (_("Issued"), _("Cast"), _("Spoilt"), _("Given back"), _("Still out"))
        yield Table(_("Paper ballots"), headings, [row])
    if waiting := unread_papers(vote):
        yield Table(
            _("Papers to be read again"), (_("Paper"), _("Readings")),
            [(str(paper), _reading(paper)) for paper in waiting],
        )  # fmt: skip
    if mandates := list(mandates_of(vote)):
        yield Table(
            _("Proxies"), (_("Who votes"), _("For"), _("Taken back")),
            [(one.agent, "、".join(u.label for u in one.head.units.all()), minute(one.revoked_at))
             for one in mandates],
        )  # fmt: skip
    if both := both_ways(vote):
        rows = [("、".join(u.label for u in head.units.all()), _repeated(vote)) for head in both]
        yield Table(_("Voted on line and on paper"), (_("Homes"), _("What counts")), rows)
    away = list(vote.turned_away.select_related("head").prefetch_related("head__units").order_by("pk")[:MOST])
    if away:
        yield Table(
            _("Ballots that do not count"), (_("When"), _("Homes"), _("Way"), _("Why")),
            [(minute(one.at), "、".join(u.label for u in one.head.units.all()) if one.head else one.note,
              WAY_LABELS[BallotWay(one.way)], one.get_why_display()) for one in away],
        )  # fmt: skip


def _reading(paper: Paper) -> str:
    """One clerk, or two who differ; nothing of what they read."""
    last = max(paper.entries.all(), key=lambda entry: (entry.round, entry.turn))
    return (
        _("read once, a second clerk is needed") if last.turn == 1 else _("two clerks differ: read it again")
    )


def _repeated(vote: OwnersVote) -> str:
    return _("the last ballot") if vote.repeated == "last" else _("the first ballot")


def visits(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Who has not voted, by building, with what was tried. Nothing about choices."""
    vote = vote_for(request.viewer, vote_id)
    if vote.opened_at is None:
        raise NotThere
    rows = [
        (
            visit.doors, visit.names or _("no known owner"),
            "；".join(map(_tried, visit.tried)) or _("nothing yet"),
            square_metres(visit.head.area),
        )
        for visit in visits_of(vote)
    ]  # fmt: skip
    table = Table(
        _("Not voted yet"), (_("Homes"), _("Owners"), _("Delivery"), _("Area, m²")), rows,
        buttons=[Link(_("Note a delivery"), reverse("vote-deliver", args=[vote_id]))],
        empty=_("Everybody has voted."), note=_("Whoever visits asks nobody how they vote."),
    )  # fmt: skip
    context = {
        "title": _("Who needs a visit"), "intro": vote.title, "tables": [table],
        "back": Link(vote.title, reverse("vote-work", args=[vote_id])),
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _tried(one: Delivery) -> str:
    return f"{day(one.at)} {one.get_means_display()} {one.get_reached_display()}"


def record(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The record of the vote, line by line, with the hash of its end."""
    vote = vote_for(request.viewer, vote_id)
    lines = list(vote.events.order_by("-seq")[: MOST * 5])
    rows = [(one.seq, minute(one.at), _who(one), Verb(one.verb).label) for one in lines]
    end = bytes(lines[0].hash).hex() if lines else ""
    table = Table(
        _("Record"), (_("Line"), _("Time"), _("Who"), _("What")), rows, note=f"SHA-256 {_grouped(end)}"
    )
    context = {
        "title": _("Record of the vote"), "intro": vote.title, "tables": [table],
        "back": Link(vote.title, reverse("vote-work", args=[vote_id])),
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _grouped(digest: str) -> str:
    """Sixteen and sixteen, so that it breaks on a narrow screen and can be compared by eye."""
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))


def _who(line: VoteEvent) -> str:
    """Who did it; which owner a ballot is from is not shown."""
    return line.actor_label or (_("an owner") if line.actor.startswith(OWNER) else _("a clerk"))


def paper(request: HttpRequest, paper_code: str) -> HttpResponse:
    """Where the code on a paper ballot leads a clerk."""
    found = Paper.objects.filter(code=paper_code.upper()[:12]).first()
    if found is None or not request.viewer.may(Permission.VOTE_ENTER, found.scope_id):
        raise NotThere
    return redirect(f"{reverse('vote-enter', args=[found.vote_id])}?paper={found.code}")
