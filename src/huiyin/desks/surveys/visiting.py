"""From door to door: who still needs a visit, and the sheet; nothing of what homes answered."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.models import SurveySheet
from huiyin.commons.c2_voices.survey.facts import known_facts
from huiyin.commons.c2_voices.survey.lists import standing_sheets
from huiyin.commons.c2_voices.survey.reads import homes_for, survey_for
from huiyin.commons.c2_voices.survey.taking import Taken, take_sheet
from huiyin.commons.c2_voices.survey.words import Result, SheetWay
from huiyin.desks.steward.tables import Link, Table, minute
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .forms import SheetForm

MOST, WRONG = 300, 422


def visits(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The homes that were not met yet, in the order of the doors; then those that are done."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    survey = survey_for(viewer, survey_id)
    homes, stands = homes_for(viewer, survey), standing_sheets(survey)
    rows, done = [], []
    for home in homes:
        held = stands.get(home.pk)
        if _settled(held):
            done.append((Link(home.label, reverse("survey-sheet", args=[survey.pk, home.pk])),))
        else:
            last = f"{held.get_result_display()} {minute(held.at)}" if held else "–"
            rows.append((Link(home.label, reverse("survey-sheet", args=[survey.pk, home.pk])), last))
    note = _("%(n)s of %(whole)s homes are done.") % {"n": len(done), "whole": len(homes)}
    waiting = Table(
        _("Still to be visited"), (_("Home"), _("Last time")), rows[:MOST], note=note,
        empty=_("Every home is done."),
    )  # fmt: skip
    back = Link(_("Surveys"), reverse("surveys"), soft=True)
    context = {
        "title": f"{survey.title}：{_('Visits')}", "buttons": [back],
        "tables": [waiting, Table(_("Done; a later sheet replaces the earlier"), (_("Home"),), done[:MOST])],
    }  # fmt: skip
    return render(request, "steward/page.html", context)


def _settled(held: SurveySheet | None) -> bool:
    """Whether a home said something itself: met, on paper or by its slip."""
    return held is not None and held.result != Result.NOT_OPEN and held.way != SheetWay.DOOR


def sheet(request: HttpRequest, survey_id: int, home_id: int) -> HttpResponse:
    """The sheet of a home, household facts of the year filled in; nothing else that was answered is shown."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    survey = survey_for(viewer, survey_id)
    home = next((one for one in homes_for(viewer, survey) if one.pk == home_id), None)
    if home is None:
        raise NotThere
    sent = request.POST if request.method == "POST" else None
    form = SheetForm(sent, questions=list(survey.questions.all()), known=known_facts(survey, home_id))
    status = WRONG if form.errors else 200
    back = reverse("survey-visits", args=[survey.pk])
    if sent is not None and form.is_valid():
        told = form.cleaned_data
        taken = Taken(Result(told["result"]), SheetWay(told["way"]), form.told(), told["paper_no"])
        try:
            take_sheet(survey_id=survey_id, home_id=home_id, taken=taken, by=viewer)
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
            status = no.status
        else:
            messages.success(request, _("Written down."))
            return redirect(back)
    context = {"survey": survey, "place": home, "form": form, "back": back}
    return render(request, "surveys/sheet.html", context, status=status)
