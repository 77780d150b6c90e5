"""The owner's own ballot: read, choose, check, sent; a receipt that shows no choice.

No account, no script needed.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.commons.c2_voices.models import Ballot, RollHead, TurnedAway
from huiyin.commons.c2_voices.owners_vote.casting import cast, effective, receipt_of
from huiyin.commons.c2_voices.owners_vote.choices import read_choices
from huiyin.commons.c2_voices.owners_vote.objections import object_to
from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c2_voices.owners_vote.reads import own_head, result_of
from huiyin.commons.c2_voices.owners_vote.rules import mode_of
from huiyin.commons.c2_voices.owners_vote.words import PUBLIC, VoteState
from huiyin.desks.public.limits import ASKING, spend
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import BallotWay, Repeated

from .forms import BallotForm, ObjectionForm
from .shown import facts_of, questions_of, results_of

WRONG = 422


def ballot(request: HttpRequest, ballot_token: str) -> HttpResponse:
    """The page behind the link: vote, check, receipt; before and after that, where the vote stands."""
    head = own_head(request.viewer)  # type: ignore[attr-defined]  # set by ballot_route
    if request.method == "POST":
        spend(request, "ballot", ASKING)
        return _sent(request, ballot_token, head)
    return _page(request, ballot_token, head)


def objection(request: HttpRequest, ballot_token: str) -> HttpResponse:
    """Object to the posted result."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by ballot_route
    head = own_head(viewer)
    form, status = ObjectionForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = WRONG
        try:
            if form.is_valid():
                told = form.cleaned_data
                object_to(
                    vote_id=head.vote_id, head_id=head.pk, name=told["name"], text=told["text"], by=viewer
                )
                return redirect("ballot", ballot_token)
        except Refusal as no:
            status = no.status
            form.add_error(None, f"{no.said} {no.advice}")
    context = {"vote": head.vote, "form": form, "token": ballot_token}
    return render(request, "ballot/objection.html", context, status=status)


def ballot_again(request: HttpRequest, *, ballot_token: str, sentence: str, status: int) -> HttpResponse:
    """The ballot with what was chosen, after a failed form check."""
    from huiyin.commons.c2_voices.owners_vote.links import owner_by_link
    from huiyin.ground.tenancy.wall import seen_as

    viewer = owner_by_link(ballot_token)
    request.viewer = viewer  # type: ignore[attr-defined]  # see routes.py
    with seen_as(viewer):
        head = own_head(viewer)
        form = BallotForm(request.POST, vote=head.vote)
        form.add_error(None, sentence)
        return _page(request, ballot_token, head, form, status)


def _sent(request: HttpRequest, token: str, head: RollHead) -> HttpResponse:
    """First the check page; only "sure" casts. Back shows the form with the choices still there."""
    form = BallotForm(request.POST, vote=head.vote)
    if not form.is_valid():
        return _page(request, token, head, form, WRONG)
    sure = request.POST.get("sure", "")
    if sure == "no":
        return _page(request, token, head, BallotForm(initial=form.cleaned_data, vote=head.vote), again=True)
    if sure != "yes":
        context = {
            "chosen": form.chosen(),
            "head": head,
            "doors": _doors(head),
            "vote": head.vote,
            "token": token,
        }
        return render(request, "ballot/check.html", context)
    try:
        letters = read_choices(head.vote, form.said())
        outcome = cast(head_id=head.pk, letters=letters, by=request.viewer)  # type: ignore[attr-defined]
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return _page(request, token, head, form, no.status)
    return redirect(
        f"/b/{token}?turned={outcome.why}" if isinstance(outcome, TurnedAway) else f"/b/{token}?new=1"
    )


def _page(
    request: HttpRequest, token: str, head: RollHead, form: BallotForm | None = None, status: int = 200,
    *, again: bool = False,
) -> HttpResponse:  # fmt: skip
    vote, standing = head.vote, effective(head)
    live = vote.state == VoteState.OPEN and now() < vote.closes_at
    online = BallotWay.ONLINE in mode_of(vote).ways
    wants = form is not None or again or request.GET.get("again") == "1" or standing is None
    may = live and online and (standing is None or vote.repeated == Repeated.LAST)
    context: dict[str, Any] = {
        "vote": vote, "head": head, "doors": _doors(head), "token": token, "live": live, "online": online,
        "state": PUBLIC[VoteState(vote.state)].label, "facts": facts_of(vote),
        "questions": questions_of(vote),
        "form": (form or BallotForm(vote=vote)) if may and wants else None, "receipt": _receipt(standing),
        "may_change": may and standing is not None, "new": request.GET.get("new") == "1",
        "turned": request.GET.get("turned", ""), "results": results_of(vote, result_of(vote)),
        "may_object": vote.state == VoteState.POSTED,
        "objections": list(head.objections.order_by("pk")) if vote.posted_at else [],
    }  # fmt: skip
    return render(request, "ballot/ballot.html", context, status=status)


def _receipt(standing: Ballot | None) -> dict[str, Any] | None:
    if standing is None:
        return None
    return {"no": standing.no, "code": receipt_of(standing), "at": standing.at, "way": standing.way}


def _doors(head: RollHead) -> list[tuple[str, str]]:
    """The units of the head with their areas."""
    return [(unit.label, square_metres(unit.area)) for unit in head.units.order_by("pk")]
