"""The public page of a vote: notice, who takes part, result, file for recounts; and the door for owners."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.models import OwnersVote, RollHead
from huiyin.commons.c2_voices.owners_vote.links import ballot_token, reader_of
from huiyin.commons.c2_voices.owners_vote.listing import list_by_home
from huiyin.commons.c2_voices.owners_vote.participation import participation_of, square_metres
from huiyin.commons.c2_voices.owners_vote.reads import public_vote, result_of
from huiyin.commons.c2_voices.owners_vote.rules import mode_of, rules_of
from huiyin.commons.c2_voices.owners_vote.words import PUBLIC, VoteState
from huiyin.desks.public.limits import ASKING, spend
from huiyin.desks.sign_in.forms import CodeForm, PhoneForm
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.owners.entry import check_owner_code, send_owner_code
from huiyin.registers.people.refusals import WrongCode
from huiyin.registers.rules.words import BallotWay, HomeList, LegalMode

from .shown import facts_of, missing_words, questions_of, results_of

WRONG = 422
_PHONE, _SHOWN, _MINE = "owner-phone", "owner-shown", "owner-heads"


def vote(request: HttpRequest, vote_id: int) -> HttpResponse:
    """Notice, participation by building, and once posted the result with its days."""
    found = public_vote(vote_id)
    held_here = found.mode != LegalMode.IMPORTED
    part = participation_of(found) if found.opened_at and held_here else None
    context = {
        "vote": found, "state": PUBLIC[VoteState(found.state)].label, "facts": facts_of(found),
        "questions": questions_of(found), "part": part, "missing": missing_words(part) if part else "",
        "area": square_metres(part.part.area) if part else "", "whole": square_metres(found.area),
        "needed": square_metres(part.needed.area) if part else "", "buildings": _buildings(part),
        "binding": mode_of(found).binding, "result": (shown := result_of(found)),
        "results": results_of(found, shown), "can_vote": found.state == VoteState.OPEN
        and BallotWay.ONLINE in mode_of(found).ways,
        "listed": list_by_home(found), "covered": rules_of(found).homes is HomeList.MASKED,
    }  # fmt: skip
    return render(request, "ballot/vote.html", context)


def _buildings(part: object) -> list[dict[str, object]]:
    rows = getattr(part, "buildings", [])
    return [
        {"name": one.building, "units": one.units, "voted": one.voted_units, "waiting": one.waiting,
         "area": square_metres(one.waiting_area)}
        for one in rows
    ]  # fmt: skip


def file(_request: HttpRequest, vote_id: int) -> HttpResponse:
    """The file from which anybody counts again."""
    found = public_vote(vote_id)
    result = result_of(found)
    if result is None or not bytes(result.file) or found.posted_at is None:
        raise NotThere
    return HttpResponse(bytes(result.file), headers=file_headers(f"{found.code}.csv", "text/csv"))


def knock(request: HttpRequest, vote_code: str) -> HttpResponse:
    """An owner without the link: a code to the telephone of the register.

    The answer is the same for any number.
    """
    vote_id, viewer = reader_of(vote_code)
    with seen_as(viewer):
        found = public_vote(vote_id)
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        phone = request.session[_PHONE] = form.cleaned_data["phone"]
        try:
            spend(request, "owner", ASKING)
            with transaction.atomic():
                code = send_owner_code(scope_id=found.scope_id, phone=phone)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            request.session[_SHOWN] = code if settings.MODE == "demo" else ""
            return redirect("vote-code", vote_code)
    context = {"vote": found, "form": form}
    return render(request, "ballot/knock.html", context, status=WRONG if form.errors else 200)


def code(request: HttpRequest, vote_code: str) -> HttpResponse:
    """The code that came: it opens the ballots of this number."""
    vote_id, viewer = reader_of(vote_code)
    phone = request.session.get(_PHONE)
    if not phone:
        return redirect("vote-knock", vote_code)
    with seen_as(viewer):
        found = public_vote(vote_id)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend(request, "owner", ASKING)
        tokens = _open(found, phone, form.cleaned_data["code"])
        if tokens is not None:
            request.session[_MINE], request.session[_SHOWN] = {vote_code: tokens}, ""
            return _lead(request, vote_code, tokens)
        form.add_error("code", WrongCode().said)
    context = {"vote": found, "form": form, "shown_code": request.session.get(_SHOWN, "")}
    return render(request, "ballot/code.html", context, status=WRONG if form.errors else 200)


def _lead(request: HttpRequest, vote_code: str, tokens: list[str]) -> HttpResponse:
    if not tokens:
        messages.info(request, _("This number belongs to an owner who is not on the roll of this vote."))
        return redirect("vote", vote_code)
    return redirect("ballot", tokens[0]) if len(tokens) == 1 else redirect("vote-mine", vote_code)


def mine(request: HttpRequest, vote_code: str) -> HttpResponse:
    """The ballots of somebody with several titles."""
    vote_id, viewer = reader_of(vote_code)
    with seen_as(viewer):
        found = public_vote(vote_id)
    tokens = request.session.get(_MINE, {}).get(vote_code)
    if not tokens:
        return redirect("vote-knock", vote_code)
    with seen_as(SYSTEM):
        heads = RollHead.objects.filter(vote=found).prefetch_related("units")
        rows = [
            (one, "、".join(unit.label for unit in head.units.all()))
            for head in heads
            if (one := ballot_token(head.pk)) in tokens
        ]
    return render(request, "ballot/mine.html", {"vote": found, "rows": rows})


def _open(found: OwnersVote, phone: str, typed: str) -> list[str] | None:
    """The links of a number's heads, or None for a wrong code. The tries counted must stay counted."""
    with transaction.atomic():
        try:
            owners = check_owner_code(scope_id=found.scope_id, phone=phone, code=typed)
        except WrongCode:
            return None
    with seen_as(SYSTEM):
        heads = RollHead.objects.filter(vote=found, people__owner__in=owners).order_by("no").distinct()
        return [ballot_token(head.pk) for head in heads]
