"""Pictures of an agreement: add one, show one."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c5_agreements.keeping import add_picture
from huiyin.commons.c5_agreements.models import Agreement
from huiyin.commons.c5_agreements.reads import agreement_for, dues_of, keeps, picture_of, public_agreement
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.refusals import AgreementWordsMissing
from huiyin.desks.picture_form import PictureErrand, fill_picture, show_picture
from huiyin.desks.steward.choices import Choices
from huiyin.ground.files.images import CleanImage

from .forms import PictureForm


def add(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Add a picture."""
    found = agreement_for(request.viewer, agreement_id, KEEP)

    def act(told: dict[str, Any], clean: CleanImage) -> None:
        kind, _sep, key = told["of"].partition("-")
        add_picture(
            agreement_id=found.pk, words=told["words"], picture=clean, by=request.viewer,
            party_no=int(key) if kind == "party" else None, due_id=int(key) if kind == "due" else None,
        )  # fmt: skip

    note = _("A picture of a duty is read by everybody: no faces. Signed papers the office keeps.")
    back = reverse("agreement-work", args=[found.pk])
    errand = PictureErrand(found, _("Add a picture"), note, back, AgreementWordsMissing, act)
    return fill_picture(request, errand, partial(PictureForm, options={"of": _things(found)}))


def show(request: HttpRequest, agreement_id: int, agreement_picture_id: UUID) -> HttpResponse:
    """A picture; one of a signed paper for who keeps the agreement alone."""
    found = agreement_for(request.viewer, agreement_id)
    signed = keeps(request.viewer, found.scope_id)
    return show_picture(picture_of(found, agreement_picture_id, signed=signed))


def show_public(_request: HttpRequest, agreement_id: int, agreement_picture_id: UUID) -> HttpResponse:
    """A picture of a duty, for everybody around."""
    return show_picture(picture_of(public_agreement(agreement_id), agreement_picture_id, signed=False))


def _things(found: Agreement) -> Choices:
    papers = [(f"party-{one.no}", f"{_('Signed paper')}: {one.name}") for one in found.parties.all()]
    days = [(f"due-{one.pk}", f"{one.due_on} · {one.duty.what}") for one in dues_of(found)]
    return [*days, *papers]
