"""Enter what came on paper: ballots, each read by two clerks, and written authorities."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.models import OwnersVote, TurnedAway
from huiyin.commons.c2_voices.owners_vote.choices import read_choices
from huiyin.commons.c2_voices.owners_vote.mandates import give_mandate
from huiyin.commons.c2_voices.owners_vote.papers import Entry, enter_paper
from huiyin.commons.c2_voices.owners_vote.reads import scan_of, vote_for
from huiyin.commons.c2_voices.owners_vote.rules import mode_of
from huiyin.ground.files.headers import file_headers
from huiyin.ground.files.images import LARGEST_SOURCE, CleanImage, clean_image
from huiyin.ground.files.refused import FileTooLarge
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import WAY_LABELS, BallotWay

from .errands import heads_spoken
from .forms import MandateForm, PaperForm

WRONG = 422


def enter(request: HttpRequest, vote_id: int) -> HttpResponse:
    """One clerk's reading of a paper; the page never shows the other's."""
    vote = vote_for(request.viewer, vote_id, Permission.VOTE_ENTER)
    ways = [(way.value, WAY_LABELS[way]) for way in mode_of(vote).ways if way is not BallotWay.ONLINE]
    if not ways:
        raise NotThere
    sent = request.method == "POST"
    initial = {"said": request.GET.get("paper", "")[:40], "way": BallotWay.PAPER.value}
    form = PaperForm(
        request.POST if sent else None, request.FILES if sent else None, vote=vote, ways=ways, initial=initial
    )
    status = 200
    if sent:
        status = WRONG
        try:
            if form.is_valid():
                _tell(request, _read(request, vote, form))
                return redirect("vote-enter", vote_id)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    return _page(request, vote, form, _("Enter a paper ballot"), status, note=_(
        "Enter what the sheet says; a question left blank abstains."
        " A second clerk reads the sheet apart from you."
    ))  # fmt: skip


def _read(request: HttpRequest, vote: OwnersVote, form: PaperForm) -> Entry:
    told = form.cleaned_data
    letters = read_choices(vote, form.said(), blank=True)
    return enter_paper(
        vote_id=vote.pk, said=told["said"], letters=letters, way=BallotWay(told["way"]), by=request.viewer,
        scan=picture(told.get("scan")),
    )  # fmt: skip


def picture(sent: Any) -> CleanImage | None:
    """The cleaned picture of an upload, if there is one. Raises FileTooLarge and what cleaning raises."""
    if not sent:
        return None
    if (sent.size or 0) > LARGEST_SOURCE:
        raise FileTooLarge(limit=LARGEST_SOURCE // 1024 // 1024)
    return clean_image(sent.read())


def _tell(request: HttpRequest, entry: Entry) -> None:
    """What came of it, in a sentence."""
    if entry.again:
        messages.warning(request, _("The two readings differ. The sheet has to be read again by two clerks."))
    elif entry.outcome is None:
        messages.success(request, _("Read once. A second clerk has to read the sheet."))
    elif isinstance(entry.outcome, TurnedAway):
        told = _("This ballot does not count: %(why)s. It was listed.")
        messages.warning(request, told % {"why": entry.outcome.get_why_display()})
    else:
        messages.success(request, _("Both readings agree. The ballot counts."))


def proxy(request: HttpRequest, vote_id: int) -> HttpResponse:
    """A written authority with its picture."""
    vote = vote_for(request.viewer, vote_id, Permission.VOTE_ENTER)
    sent = request.method == "POST"
    form = MandateForm(request.POST if sent else None, request.FILES if sent else None)
    status = 200
    if sent:
        status = WRONG
        try:
            if form.is_valid():
                told = form.cleaned_data
                (head_id, *_more) = heads_spoken(vote, told["door"])
                give_mandate(
                    vote_id=vote_id, head_id=head_id, agent=told["agent"], phone=told["phone"],
                    by=request.viewer,
                    scan=picture(told["scan"]),
                )  # fmt: skip
                messages.success(request, _("Written down."))
                return redirect("vote-work", vote_id)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    note = _("One person can vote for at most %(most)s owners here.") % {"most": vote.most_proxies}
    return _page(request, vote, form, _("Enter a proxy"), status, note=note)


def scan(request: HttpRequest, vote_id: int, scan_id: UUID) -> HttpResponse:
    """The picture of a paper ballot, after the close."""
    found = scan_of(vote_for(request.viewer, vote_id, Permission.VOTE_ORGANISE), scan_id)
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))


def scans(request: HttpRequest, vote_id: int) -> HttpResponse:
    """The pictures of paper ballots, after the close."""
    vote = vote_for(request.viewer, vote_id, Permission.VOTE_ORGANISE)
    rows = (
        [] if vote.closed_at is None else list(vote.scans.select_related("paper").order_by("paper__no", "pk"))
    )
    return render(request, "votes/scans.html", {"vote": vote, "rows": rows})


def _page(
    request: HttpRequest, vote: OwnersVote, form: Any, title: str, status: int, *, note: str
) -> HttpResponse:
    context = {
        "vote": vote, "form": form, "title": title, "note": note,
        "back": reverse("vote-work", args=[vote.pk]),
    }  # fmt: skip
    return render(request, "votes/enter.html", context, status=status)
