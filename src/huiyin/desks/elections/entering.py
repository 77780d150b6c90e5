"""Forms with a picture: a document of a step, a tally sheet with its photograph."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.election.meeting import enter_sheet, sheet_of
from huiyin.commons.c2_voices.election.reads import election_for, file_of
from huiyin.commons.c2_voices.election.refusals import NothingToVoteOn
from huiyin.commons.c2_voices.election.rules import ballot_names, counted, seats_left
from huiyin.commons.c2_voices.election.stepping import file_document
from huiyin.commons.c2_voices.models import Election
from huiyin.desks.votes.entering import picture
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal

from .forms import CountForm, FileForm

WRONG = 422


def document(request: HttpRequest, election_id: int) -> HttpResponse:
    """File a document with the step that is on."""
    election = election_for(request.viewer, election_id)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None)

    def act() -> None:
        told = form.cleaned_data
        file_document(
            election_id=election_id, title=told["title"], words=told["words"], scan=picture(told["scan"]),
            by=request.viewer,
        )  # fmt: skip

    return _filled(
        request, election, form, act, _("File a document"), _("Minutes, approvals, lists, photographs.")
    )


def count(request: HttpRequest, election_id: int) -> HttpResponse:
    """Enter a tally sheet."""
    election = election_for(request.viewer, election_id)
    sheets = counted(election)
    names = ballot_names(election, sheets)
    sent = request.method == "POST"
    form = CountForm(
        request.POST if sent else None, request.FILES if sent else None, names=names,
        entitled=election.voters.count(),
    )  # fmt: skip

    def act() -> None:
        scan = picture(form.cleaned_data["scan"])
        if scan is None:
            raise NothingToVoteOn
        enter_sheet(election_id=election_id, sheet=form.sheet(), scan=scan, by=request.viewer)

    note = _(
        "Enter what the paper says: sums only. %(left)s seat(s) are open. Another person confirms it."
    ) % {"left": seats_left(election, sheets)}
    return _filled(request, election, form, act, _("Enter a tally sheet"), note)


def _filled(
    request: HttpRequest, election: Election, form: Any, act: Callable[[], None], title: str, note: str
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        status = WRONG
        try:
            if form.is_valid():
                act()
                messages.success(request, _("Written down."))
                return redirect("election-work", election.pk)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    context = {
        "election": election, "form": form, "title": title, "note": note,
        "back": reverse("election-work", args=[election.pk]),
    }  # fmt: skip
    return render(request, "elections/enter.html", context, status=status)


def file(request: HttpRequest, election_id: int, stage_file_id: UUID) -> HttpResponse:
    """The picture of a document."""
    found = file_of(election_for(request.viewer, election_id), stage_file_id)
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))


def photograph(request: HttpRequest, election_id: int, tally_id: UUID) -> HttpResponse:
    """The photograph of a tally sheet."""
    found = sheet_of(election_for(request.viewer, election_id), tally_id)
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))
