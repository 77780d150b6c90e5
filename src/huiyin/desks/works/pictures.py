"""Photographs of a work: add one, show one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c4_works.models import Photograph, Project
from huiyin.commons.c4_works.picturing import add_photograph
from huiyin.commons.c4_works.reads import picture_of, project_for, public_project
from huiyin.commons.c4_works.refusals import ProjectWordsMissing
from huiyin.commons.c4_works.words import Moment
from huiyin.desks.votes.entering import picture
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal

from .forms import PhotographForm

WRONG = 422


def add(request: HttpRequest, project_id: int) -> HttpResponse:
    """Add a picture."""
    found, sent, status = project_for(request.viewer, project_id), request.method == "POST", 200
    form = PhotographForm(request.POST if sent else None, request.FILES if sent else None)
    if sent:
        status = WRONG
        try:
            if form.is_valid():
                _add(request, found, form)
                messages.success(request, _("Written down."))
                return redirect("work", found.pk)
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    context = {
        "project": found, "form": form, "title": _("Add a photograph"),
        "note": _("Everybody around reads this page: show the place, no faces and no door plates."),
        "back": reverse("work", args=[found.pk]),
    }  # fmt: skip
    return render(request, "works/enter.html", context, status=status)


def _add(request: HttpRequest, found: Project, form: PhotographForm) -> None:
    told = form.cleaned_data
    clean = picture(told["picture"])
    if clean is None:
        raise ProjectWordsMissing
    add_photograph(
        project_id=found.pk,
        spot=told["spot"],
        moment=Moment(told["moment"]),
        words=told["words"],
        picture=clean,
        by=request.viewer,
    )


def show(request: HttpRequest, project_id: int, photograph_id: UUID) -> HttpResponse:
    """A picture, for who keeps the project."""
    return _answer(picture_of(project_for(request.viewer, project_id), photograph_id))


def show_public(_request: HttpRequest, project_id: int, photograph_id: UUID) -> HttpResponse:
    """A picture, for everybody around."""
    return _answer(picture_of(public_project(project_id), photograph_id))


def _answer(found: Photograph) -> HttpResponse:
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))
