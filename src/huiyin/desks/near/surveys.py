"""A survey a resident answers: by the slip of the home, or behind a public code with the door's number."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.c2_voices.survey.links import home_by_slip
from huiyin.commons.c2_voices.survey.reads import homes_of, public_survey
from huiyin.commons.c2_voices.survey.refusals import HomeNotInSurvey
from huiyin.commons.c2_voices.survey.taking import answer_own
from huiyin.commons.c2_voices.survey.words import SurveyState
from huiyin.desks.public.standing import help_at
from huiyin.desks.surveys.forms import AnswersForm, DoorForm
from huiyin.ground.clock import today
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place

WRONG = 422


def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Behind a public code: the home is what the door says, not proved."""
    found = public_survey(survey_id)
    return _answer(request, found, reverse("survey", args=[found.code]))


def slip(request: HttpRequest, survey_id: int, survey_slip: str) -> HttpResponse:
    """By the slip of the home."""
    found = public_survey(survey_id)
    home = home_by_slip(found, survey_slip)
    return _answer(request, found, reverse("survey-slip", args=[found.code, survey_slip]), home)


def _answer(request: HttpRequest, found: Survey, here: str, home: Place | None = None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = (AnswersForm if home else DoorForm)(sent, questions=list(found.questions.all()))
    status = WRONG if form.errors else 200
    if sent is not None and form.is_valid():
        try:
            _keep(request, found, form, home)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
            status = no.status
        else:
            return redirect(f"{here}?said=1")
    context = {
        "survey": found, "place": home, "form": form, "said": request.GET.get("said") == "1",
        "takes": found.state == SurveyState.RUNNING and today() <= found.until,
        "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/survey.html", context, status=status)


def _keep(request: HttpRequest, found: Survey, form: Any, home: Place | None) -> None:
    spoken = home or find_spoken([found.scope_id], form.cleaned_data["door"])
    if spoken is None or (home is None and spoken.pk not in {one.pk for one in homes_of(found)}):
        raise HomeNotInSurvey
    answer_own(
        survey=found, home_id=spoken.pk, told=form.told(), proved=home is not None,
        by=request.viewer,  # type: ignore[attr-defined]  # set by the route
    )  # fmt: skip
