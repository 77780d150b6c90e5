"""Photographs of a work: add one, show one."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c4_works.picturing import add_photograph
from huiyin.commons.c4_works.reads import picture_of, project_for, public_project
from huiyin.commons.c4_works.refusals import ProjectWordsMissing
from huiyin.commons.c4_works.words import Moment
from huiyin.desks.picture_form import PictureErrand, fill_picture, show_picture
from huiyin.ground.files.images import CleanImage

from .forms import PhotographForm


def add(request: HttpRequest, project_id: int) -> HttpResponse:
    """Add a picture."""
    found = project_for(request.viewer, project_id)

    def act(told: dict[str, Any], clean: CleanImage) -> None:
        add_photograph(
            project_id=found.pk, spot=told["spot"], moment=Moment(told["moment"]), words=told["words"],
            picture=clean, by=request.viewer,
        )  # fmt: skip

    note = _("Everybody around reads this page: show the place, no faces and no door plates.")
    back = reverse("work", args=[found.pk])
    errand = PictureErrand(found, _("Add a photograph"), note, back, ProjectWordsMissing, act)
    return fill_picture(request, errand, PhotographForm)


def show(request: HttpRequest, project_id: int, photograph_id: UUID) -> HttpResponse:
    """A picture, for who keeps the project."""
    return show_picture(picture_of(project_for(request.viewer, project_id), photograph_id))


def show_public(_request: HttpRequest, project_id: int, photograph_id: UUID) -> HttpResponse:
    """A picture, for everybody around."""
    return show_picture(picture_of(public_project(project_id), photograph_id))
