"""Pictures of an agreement: add one, show one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c5_agreements.keeping import add_picture
from huiyin.commons.c5_agreements.models import Agreement, Picture
from huiyin.commons.c5_agreements.reads import agreement_for, dues_of, keeps, picture_of, public_agreement
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.refusals import AgreementWordsMissing
from huiyin.desks.steward.choices import Choices
from huiyin.desks.votes.entering import picture
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal

from .forms import PictureForm

WRONG = 422


def add(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Add a picture."""
    found, sent, status = agreement_for(request.viewer, agreement_id, KEEP), request.method == "POST", 200
    data: tuple[Any, Any] = (request.POST, request.FILES) if sent else (None, None)
    form = PictureForm(*data, options={"of": _things(found)})
    if sent:
        status = WRONG
        try:
            if form.is_valid():
                _add(request, found, form)
                messages.success(request, _("Written down."))
                return redirect("agreement-work", found.pk)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    context = {
        "project": found, "form": form, "title": _("Add a picture"),
        "note": _("A picture of a duty is read by everybody: no faces. Signed papers the office keeps."),
        "back": reverse("agreement-work", args=[found.pk]),
    }  # fmt: skip
    return render(request, "works/enter.html", context, status=status)


def _add(request: HttpRequest, found: Agreement, form: PictureForm) -> None:
    told = form.cleaned_data
    clean = picture(told["picture"])
    if clean is None:
        raise AgreementWordsMissing
    kind, _sep, key = told["of"].partition("-")
    add_picture(
        agreement_id=found.pk, words=told["words"], picture=clean, by=request.viewer,
        party_no=int(key) if kind == "party" else None, due_id=int(key) if kind == "due" else None,
    )  # fmt: skip


def show(request: HttpRequest, agreement_id: int, agreement_picture_id: UUID) -> HttpResponse:
    """A picture; one of a signed paper for who keeps the agreement alone."""
    found = agreement_for(request.viewer, agreement_id)
    signed = keeps(request.viewer, found.scope_id)
    return _answer(picture_of(found, agreement_picture_id, signed=signed))


def show_public(_request: HttpRequest, agreement_id: int, agreement_picture_id: UUID) -> HttpResponse:
    """A picture of a duty, for everybody around."""
    return _answer(picture_of(public_agreement(agreement_id), agreement_picture_id, signed=False))


def _things(found: Agreement) -> Choices:
    papers = [(f"party-{one.no}", f"{_('Signed paper')}: {one.name}") for one in found.parties.all()]
    days = [(f"due-{one.pk}", f"{one.due_on} · {one.duty.what}") for one in dues_of(found)]
    return [*days, *papers]


def _answer(found: Picture) -> HttpResponse:
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))
