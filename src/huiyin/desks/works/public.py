"""What everybody around reads of a work, and the slip of a home; no account, no script."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huiyin.commons.c4_works import accepting, paying
from huiyin.commons.c4_works.accepting import figures_of
from huiyin.commons.c4_works.links import home_by_work_slip
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.reads import cost_of, own_share, pictures_of, public_project
from huiyin.commons.c4_works.words import ProjectState
from huiyin.commons.c4_works.working import RUNNING
from huiyin.desks.proposals.names import yuan
from huiyin.desks.public.standing import help_at
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.places.models import Place

from .decisions import facts_of
from .forms import AgreeForm, FitForm

WRONG = 422


def work(request: HttpRequest, project_id: int) -> HttpResponse:
    """How a work goes on: what, stages, dates, pictures, n of N. Never a home's name."""
    return _page(request, public_project(project_id))


def slip(request: HttpRequest, project_id: int, work_slip: str) -> HttpResponse:
    """The slip of a home: yes or no to its part before the work is done, fit or not fit after."""
    found = public_project(project_id)
    home = home_by_work_slip(found, work_slip)
    share = own_share(found, home.pk)
    kind = _asked(found, has_part=share is not None and not share.receipt)
    data = request.POST if request.method == "POST" else None
    form = kind(data) if kind else None
    status = 200
    if data is not None and form is not None:
        status = WRONG
        if form.is_valid():
            try:
                _say(request, found, home, form)
            except Refusal as no:
                form.add_error(None, f"{no.said} {no.advice}")
                status = no.status
            else:
                return redirect(f"{reverse('project-slip', args=[found.code, work_slip])}?said=1")
    more = {"home": home, "form": form, "part": yuan(share.amount_fen) if share else "", "share": share}
    return _page(request, found, status=status, **more)


def _asked(found: Project, *, has_part: bool) -> type[FitForm | AgreeForm] | None:
    """What is asked of a home now."""
    if found.state == ProjectState.DONE:
        return FitForm
    return AgreeForm if has_part and found.state in RUNNING else None


def _say(request: HttpRequest, found: Project, home: Place, form: forms.Form) -> None:
    told, by = form.cleaned_data, request.viewer  # type: ignore[attr-defined]  # set by the route
    if isinstance(form, FitForm):
        accepting.say_own(project=found, home=home, fit=told["fit"] == "yes", words=told["words"], by=by)
    else:
        paying.consent_own(project=found, home=home, agrees=told["agrees"] == "yes", by=by)


def _page(request: HttpRequest, found: Project, status: int = 200, **more: Any) -> HttpResponse:
    cost = cost_of(found)
    context = {
        "project": found,
        "state": found.get_state_display(),
        "stages": list(found.stages.all()),
        "pictures": pictures_of(found),
        "told": figures_of(found),
        "budget": yuan(found.budget_fen),
        "cost": cost,
        "total": yuan(cost.total_fen) if cost else "",
        "homes_part": yuan(cost.homes_fen) if cost else "",
        "facts": facts_of(found.decision),
        "decision": found.decision,
        "said": request.GET.get("said") == "1",
        "accepted": found.get_accepted_by_display() if found.accepted_by else "",
        "help": help_at(scope_tree().up(found.scope_id)),
        **more,
    }
    return render(request, "works/public.html", context, status=status)
