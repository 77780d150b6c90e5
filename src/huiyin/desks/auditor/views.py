"""The auditor's pages: the trail, its export, the chain of one case, requests for a second person."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.casefile.models import Case
from huiyin.channels.spreadsheets.writing import write_csv
from huiyin.desks.steward.filling import Errand
from huiyin.desks.steward.second import decision, request_words
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.chain import check_case, last_seals
from huiyin.insight.periods import ZONE, Period
from huiyin.insight.trail import EXPORTED, SHOWN, Question, TrailKind, audited, trail
from huiyin.registers.people.two_persons import open_requests

USUAL_DAYS = 7


class Search(forms.Form):
    """What to look for."""

    kind = forms.ChoiceField(label=gettext_lazy("Look in"), choices=TrailKind.choices)
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))
    actor = forms.CharField(label=gettext_lazy("Who"), max_length=60, required=False)
    number = forms.CharField(label=gettext_lazy("Case number"), max_length=40, required=False)


def search(request: HttpRequest) -> HttpResponse:
    """Search the trail; below it the state of the chain and what waits for a second person."""
    viewer: Viewer = request.viewer
    form = _asked(request)
    question = _question(form)
    lines = trail(viewer, question) if question else []
    context = {
        "form": form,
        "lines": lines,
        "most": SHOWN,
        "seals": last_seals(audited(viewer)),
        "export": f"{reverse('auditor-export')}?{request.GET.urlencode()}",
        "waiting": [{"row": row, "what": request_words(row)} for row in open_requests(viewer)],
    }
    return render(request, "auditor/search.html", context, status=200 if question else 422)


def export(request: HttpRequest) -> HttpResponse:
    """The same lines as a table that no spreadsheet program takes for formulas. Raises NotThere."""
    question = _question(_asked(request))
    if question is None:
        raise NotThere
    headings = (_("Time"), _("Account"), _("Who"), _("What"), _("About"), _("Words"), _("Reason"))
    rows = [
        (
            timezone.localtime(line.at).isoformat(),
            line.actor,
            line.label,
            line.what,
            line.subject,
            line.words,
            line.reason,
        )
        for line in trail(request.viewer, question, most=EXPORTED)
    ]
    answer = HttpResponse(write_csv(headings, rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="trail-{question.kind.value}.csv"'
    return answer


def case_chain(request: HttpRequest, number: str) -> HttpResponse:
    """Re-compute the chain of one case, now. Raises NotThere."""
    viewer: Viewer = request.viewer
    case = Case.objects.filter(number=number, scope_id__in=audited(viewer)).first()
    if case is None:
        raise NotThere
    everything = Period(datetime(2000, 1, 1, tzinfo=ZONE), datetime(2200, 1, 1, tzinfo=ZONE))
    question = Question(TrailKind.CASES, everything, number=number)
    return render(
        request,
        "auditor/case.html",
        {
            "case": case,
            "checked": check_case(case),
            "lines": trail(viewer, question),
            "readings": trail(viewer, Question(TrailKind.READINGS, everything, number=number)),
        },
    )


def decide(viewer: Viewer, request_id: int) -> Errand:
    """The second person's word."""
    return decision(viewer, request_id, reverse("auditor-home"))


def _asked(request: HttpRequest) -> Search:
    today = timezone.localdate()
    usual: dict[str, Any] = {
        "kind": TrailKind.CASES.value,
        "since": (today - timedelta(days=USUAL_DAYS)).isoformat(),
        "until": today.isoformat(),
    }
    return Search({**usual, **{name: value for name, value in request.GET.items() if value}})


def _question(form: Search) -> Question | None:
    if not form.is_valid():
        return None
    told = form.cleaned_data
    period = Period(_start(told["since"]), _start(told["until"] + timedelta(days=1)))
    return Question(TrailKind(told["kind"]), period, told["actor"].strip(), told["number"].strip().upper())


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZONE)
