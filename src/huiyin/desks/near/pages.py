"""What is near a printed code; a proposal everybody reads, with an opinion in one tap; the slip of a home."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from huiyin.commons.c1_proposals.four_steps import rating
from huiyin.commons.c1_proposals.four_steps import reads as proposals
from huiyin.commons.c1_proposals.four_steps.links import home_by_slip
from huiyin.commons.c1_proposals.four_steps.ratings import Opinions, opinions_of, ratings_of
from huiyin.commons.c1_proposals.four_steps.words import PUBLIC, ProposalState, Stance, VoteOutcome
from huiyin.commons.c1_proposals.meetings import reads as meetings
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c2_voices.models import ProposalVote
from huiyin.commons.c2_voices.owners_vote.reads import votes_near
from huiyin.commons.c2_voices.owners_vote.words import PUBLIC as VOTE_WORDS
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.commons.c2_voices.poll.reads import polls_near
from huiyin.commons.c2_voices.survey.reads import surveys_near
from huiyin.commons.c4_works.reads import works_near
from huiyin.commons.c5_agreements.reads import agreements_near, services_near
from huiyin.commons.c6_fund.reads import uses_near
from huiyin.desks.proposals.forms import RatingForm
from huiyin.desks.proposals.names import yuan
from huiyin.desks.proposals.steps import steps_of
from huiyin.desks.public.standing import found_code, help_at
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.board.reads import postings_near
from huiyin.neighbours.volunteers.reads import duties_near
from huiyin.registers.places.models import Place

WRONG, MOST = 422, 30


class OpinionForm(forms.Form):
    """One tap; a few words if one likes."""

    stance = forms.ChoiceField(label=gettext_lazy("Your opinion"), choices=Stance.choices)
    words = forms.CharField(
        label=gettext_lazy("A word on it"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _said(found: Proposal) -> list[Opinions]:
    """The opinions, while they are asked for or where there are any."""
    told = opinions_of(found)
    asked = found.state in rating.OPEN_TO_OPINIONS
    return told if asked or any(one.homes or one.heard for one in told) else []


def near(request: HttpRequest, code: str) -> HttpResponse:
    """What is being decided around a printed code. No account."""
    found = found_code(code)
    if found is None or found.revoked:
        raise NotThere
    path = scope_tree().up(found.scope_id)
    with seen_as(guest(around=path)):
        place = Place.objects.get(pk=found.place_id)
        rows = list(proposals.near(path)[:MOST])
        context = {
            "place": place, "code": code, "help": help_at(path), "meetings": list(meetings.near(path)[:MOST]),
            "proposals": [(one, PUBLIC[ProposalState(one.state)].label) for one in rows],
            "works": [(one, one.get_state_display()) for one in works_near(path)[:MOST]],
            "uses": [(one, one.get_state_display()) for one in uses_near(path)[:MOST]],
            "agreements": list(agreements_near(path)[:MOST]),
            "emergencies": list(services_near(path)[:MOST]),
            "surveys": list(surveys_near(path)[:MOST]),
            "postings": list(postings_near(path)[:MOST]),
            "duties": list(duties_near(path)[:MOST]),
            "polls": list(polls_near(path)[:MOST]),
            "votes": [(one, VOTE_WORDS[VoteState(one.state)].label) for one in votes_near(path)[:MOST]],
        }  # fmt: skip
        return render(request, "near/near.html", context)


def proposal(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """A proposal: its four steps, answers, opinions; a tap says one's own."""
    found = proposals.public_proposal(proposal_id)
    if request.method == "POST":
        return _opinion(request, found, reverse("proposal", args=[found.code]))
    return _page(request, found, OpinionForm())


def slip(request: HttpRequest, proposal_id: int, slip: str) -> HttpResponse:
    """The slip of a home: its opinion before, its rating after."""
    found = proposals.public_proposal(proposal_id)
    home = home_by_slip(found, slip)
    here = reverse("proposal-slip", args=[found.code, slip])
    if found.state != ProposalState.RATING:
        if request.method == "POST":
            return _opinion(request, found, here, home)
        return _page(request, found, OpinionForm(), home=home)
    form = RatingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        word = rating.Word(told["solved"] == "yes", told["satisfied"] == "yes", told["words"])
        rating.rate_own(proposal=found, home=home, word=word, by=request.viewer)  # type: ignore[attr-defined]  # set by the route
        return redirect(f"{here}?said=1")
    return _page(request, found, form, home=home, rates=True, status=WRONG if form.errors else 200)


def _opinion(request: HttpRequest, found: Proposal, back: str, home: Place | None = None) -> HttpResponse:
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, home=home, status=WRONG)
    told = form.cleaned_data
    try:
        rating.say(
            proposal=found, stance=Stance(told["stance"]), words=told["words"], home=home,
            by=request.viewer,  # type: ignore[attr-defined]  # set by the route
        )  # fmt: skip
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return _page(request, found, form, home=home, status=no.status)
    return redirect(f"{back}?said=1")


def _page(
    request: HttpRequest, found: Proposal, form: forms.Form, *, home: Place | None = None,
    rates: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    answers = found.answers.filter(round=found.round).select_related("organisation").order_by("pk")
    told = ratings_of(found) if found.state in (ProposalState.RATING, ProposalState.SETTLED) else None
    vote = ProposalVote.objects.filter(proposal=found).select_related("vote").order_by("-pk").first()
    context: dict[str, Any] = {
        "proposal": found, "state": PUBLIC[ProposalState(found.state)].label, "four": steps_of(found),
        "ways": [(one, yuan(one.cost)) for one in found.choices.filter(round=found.round)],
        "answers": [(one, yuan(one.cost)) for one in answers if one.answered_at], "told": told,
        "opinions": _said(found), "home": home, "form": form, "rates": rates,
        "open": found.state in rating.OPEN_TO_OPINIONS, "said": request.GET.get("said") == "1",
        "stances": Stance.choices, "vote": vote.vote if vote and vote.vote.noticed_at else None,
        "outcome": VoteOutcome(found.vote_outcome).label if found.matter else "",
        "meetings": list(meetings.about(found)), "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/proposal.html", context, status=status)
