"""The board of proposals, and one proposal with its four steps and what can be done now."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from huiyin.bridges.decisions import ANSWERED as DECIDED
from huiyin.bridges.topics import topic_behind
from huiyin.commons.c1_proposals.four_steps.links import public_link
from huiyin.commons.c1_proposals.four_steps.ratings import opinions_of, ratings_of
from huiyin.commons.c1_proposals.four_steps.reads import OVER, proposal_for, proposals_of, words_of
from huiyin.commons.c1_proposals.four_steps.words import ProposalState, Stance, Verb, VoteOutcome
from huiyin.commons.c1_proposals.models import Answer, Proposal
from huiyin.commons.c2_voices.models import ProposalVote
from huiyin.commons.c3_decisions.reads import decisions_from
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works.reads import projects_from
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .errands import MOVES, council_said
from .names import yuan
from .steps import steps_of

MOST = 100
S = ProposalState
_PLAIN: dict[ProposalState, tuple[str, ...]] = {
    S.DRAFT: ("raise",), S.DISCUSSED: ("close-answers", "back"), S.ANSWERED: ("post",),
    S.RATING: ("settle", "send-back", "prolong"),
}  # fmt: skip

Offer = tuple[Any, str, tuple[ProposalState, ...], bool]
"""What the button says, the name of its address, in which states it is there, whether it stands back."""
OFFERS: tuple[Offer, ...] = (
    (gettext_lazy("Way to solve it"), "proposal-choice", (S.DRAFT, S.RAISED), True),
    (gettext_lazy("Take a way out"), "proposal-unchoice", (S.DRAFT, S.RAISED), True),
    (gettext_lazy("Change the proposal"), "proposal-change", (S.DRAFT,), True),
    (gettext_lazy("Call a meeting"), "meeting-new", (S.RAISED,), False),
    (gettext_lazy("Close the discussion"), "proposal-choose", (S.RAISED,), False),
    (gettext_lazy("Ask for an answer"), "proposal-ask", (S.DISCUSSED,), False),
    (gettext_lazy("Enter an answer"), "proposal-answer", (S.DISCUSSED,), False),
    (gettext_lazy("Report it done"), "proposal-done", (S.DISCUSSED, S.ANSWERED), True),
    (gettext_lazy("Enter a rating"), "proposal-rate", (S.RATING,), False),
)
OF_UNITS: tuple[Offer, ...] = (
    (gettext_lazy("Answer"), "proposal-answer", (S.DISCUSSED,), False),
    (gettext_lazy("Report it done"), "proposal-done", (S.DISCUSSED, S.ANSWERED), False),
)


def listed(request: HttpRequest) -> HttpResponse:
    """The board: what goes on, by where it stands; then what is over."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = list(proposals_of(viewer)[:MOST])
    headings = (
        _("Proposal"),
        _("Concerns"),
        _("Where it stands"),
        _("Since"),
        _("Should be done by"),
        _("Code"),
    )
    going_on = [_row(one) for one in found if one.state not in OVER]
    over = [_row(one) for one in found if one.state in OVER]
    tables = [Table(_("Going on"), headings, going_on, empty=_("Nothing goes on."))]
    tables += [Table(_("Ended proposals"), headings, over)] if over else []
    buttons = []
    if viewer.may(Permission.PROPOSAL_WORK):
        buttons = [
            Link(_("Write a proposal"), reverse("proposal-new")),
            Link(_("Meetings"), reverse("meetings")),
        ]
    context = {"title": _("Proposals"), "tables": tables, "buttons": buttons}
    return render(request, "steward/page.html", context)


def _row(one: Proposal) -> tuple[Any, ...]:
    again = f" · {_('round %(n)s') % {'n': one.round}}" if one.round > 1 else ""
    return (
        Link(one.title, reverse("proposal-work", args=[one.pk])), one.place.label,
        f"{one.get_state_display()}{again}", day(one.step_since), day(one.step_due), one.code,
    )  # fmt: skip


def one(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A proposal: its four steps, what is missing for the next, answers, opinions, record."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = proposal_for(viewer, proposal_id)
    keeps = viewer.may(Permission.PROPOSAL_WORK, found.scope_id)
    vote = ProposalVote.objects.filter(proposal=found).select_related("vote").order_by("-pk").first()
    context = {
        "title": found.title, "sub": f"{found.place.label} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Proposals"), reverse("proposals")), "steps": list(_steps(viewer, found, keeps)),
        "notes": list(_notes(found)), "four": steps_of(found), "words": found.words,
        "facts": _facts(viewer, found, vote), "tables": list(_tables(viewer, found)),
        "prints": list(_prints(found, keeps)),
    }  # fmt: skip
    return render(request, "proposals/thing.html", context)


def _steps(viewer: Viewer, found: Proposal, keeps: bool) -> Iterator[Link]:  # noqa: FBT001 - of `one`
    state = S(found.state)
    for words, name, states, soft in OFFERS if keeps else OF_UNITS:
        if state in states:
            yield Link(words, reverse(name, args=[found.pk] if name != "meeting-new" else []), soft=soft)
    if not keeps:
        return
    yield from _vote_step(viewer, found)
    if state in DECIDED and not decisions_from(viewer, DecidedBy.PROPOSAL, found.pk).exists():
        yield Link(
            _("Write the decision down"), reverse("decision-from-proposal", args=[found.pk]), soft=True
        )
    for move in _PLAIN.get(state, ()):
        soft = move in ("back", "send-back", "prolong")
        yield Link(MOVES[move][1], reverse("proposal-do", args=[found.pk, move]), soft=soft)
    if state not in (S.RATING, *OVER):
        yield Link(_("Drop it"), reverse("proposal-drop", args=[found.pk]), soft=True)


def _vote_step(viewer: Viewer, found: Proposal) -> Iterator[Link]:
    waiting = found.vote_outcome in (VoteOutcome.NONE, VoteOutcome.FAILED)
    may = viewer.may(Permission.VOTE_ORGANISE, found.scope_id)
    if found.matter and waiting and may and found.state in (S.RAISED, S.DISCUSSED):
        yield Link(_("Begin the owners' vote"), reverse("proposal-vote", args=[found.pk]))


def _notes(found: Proposal) -> Iterator[str]:
    if found.ended_why:
        yield found.ended_why
    if found.matter and found.vote_outcome != VoteOutcome.PASSED:
        yield _("The owners have to vote on this (Civil Code 278). Without their vote it cannot pass.")
    if found.state == S.RATING:
        yield _("Everybody can rate until %(day)s.") % {"day": found.rate_until}


def _facts(viewer: Viewer, found: Proposal, vote: ProposalVote | None) -> list[dict[str, Any]]:
    topic = topic_behind(viewer, found)
    facts = [
        {
            "label": _("Where it comes from"), "value": found.get_origin_kind_display(),
            "note": found.origin_words, "url": reverse("topic", args=[topic.pk]) if topic else "",
        },
        {"label": _("Raised by"), "value": found.raised_by},
        {"label": _("Who talks it over"), "value": council_said(found)},
        {"label": _("Round"), "value": found.round},
    ]  # fmt: skip
    if found.matter:
        note = f"{vote.vote.code} {vote.vote.get_state_display()}" if vote else ""
        outcome = VoteOutcome(found.vote_outcome).label
        facts.append({"label": _("Owners' vote"), "value": outcome, "note": note})
    return facts


def _tables(viewer: Viewer, found: Proposal) -> Iterator[Table]:
    ways = [
        (f"{one.no}. {one.words}", yuan(one.cost), one.bearer or "–", _("chosen") if one.chosen else "")
        for one in found.choices.filter(round=found.round)
    ]
    headings = (pgettext("proposal", "Way"), _("Cost"), _("Who would pay"), _("Chosen"))
    yield Table(_("Ways to solve it"), headings, ways, empty=_("None yet."))
    answers = [_answer(one) for one in found.answers.select_related("organisation").order_by("-round", "pk")]
    headings = (
        _("Unit"),
        _("Answer"),
        _("Who is responsible"),
        pgettext("task", "Until when"),
        _("Cost"),
        _("Done"),
    )
    if answers:
        yield Table(_("Answers"), headings, answers)
    told = [(Stance(one.stance).label, one.homes, one.heard) for one in opinions_of(found)]
    if any(homes or heard for _words, homes, heard in told):
        yield Table(_("Opinions"), (_("Opinion"), _("Homes"), _("More voices heard")), told)
    if found.state in (S.RATING, S.SETTLED):
        yield _rated(found)
    opinions, ratings = words_of(viewer, found)
    said = [*((minute(one.at), one.get_stance_display(), one.words) for one in opinions)]
    said += [(minute(one.at), _("Rating"), one.words) for one in ratings]
    if said:
        yield Table(_("What people wrote"), (_("Time"), _("What"), _("Words")), said)
    decided = [
        (Link(one.title, reverse("decision", args=[one.pk])), one.get_state_display(), one.code)
        for one in decisions_from(viewer, DecidedBy.PROPOSAL, found.pk)
    ]
    works = [
        (Link(one.title, reverse("work", args=[one.pk])), one.get_state_display(), one.code)
        for one in projects_from(viewer, DecidedBy.PROPOSAL, found.pk)
    ]
    if decided:
        yield Table(_("What came of it"), (_("What"), _("Where it stands"), _("Code")), [*decided, *works])
    lines = [
        (minute(one.at), one.actor_label or _("a clerk"), Verb(one.verb).label, one.round)
        for one in found.events.order_by("-pk")[:MOST]
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), _("What"), _("Round")), lines)


def _answer(one: Answer) -> tuple[Any, ...]:
    if one.answered_at is None:
        return (one.organisation.name, _("asked, until %(day)s") % {"day": one.due_on}, "–", "–", "–", "–")
    if one.refused:
        return (one.organisation.name, _("refuses: %(why)s") % {"why": one.reason}, "–", "–", "–", "–")
    done = f"{day(one.done_at)} {one.done_words}" if one.done_at else _("not yet")
    return (one.organisation.name, one.measure, one.owner, day(one.promised_on), yuan(one.cost), done)


def _rated(found: Proposal) -> Table:
    told = ratings_of(found)
    row = (f"{told.rated}/{told.homes}", f"{told.solved}/{told.rated}", f"{told.satisfied}/{told.rated}")
    return Table(_("Ratings"), (_("Homes that rated"), _("Solved"), _("Well done")), [row])


def _prints(found: Proposal, keeps: bool) -> Iterator[Link]:  # noqa: FBT001 - of `one`
    if not keeps or found.raised_at is None:
        return
    if found.state in (S.RAISED, S.DISCUSSED, S.RATING):
        yield Link(_("Slips for the homes"), reverse("proposal-print", args=[found.pk, "slips", "pdf"]))
    for kind in ("pdf", "docx", "txt"):
        words = _("Public notice (%(kind)s)") % {"kind": kind}
        yield Link(words, reverse("proposal-print", args=[found.pk, "notice", kind]))
    yield Link(_("Public page"), public_link(found.code))
