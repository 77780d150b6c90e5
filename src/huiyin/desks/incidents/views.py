"""Mass incidents: open one, take requests in, tell everybody, end it with one answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s4_handling import incidents as acts
from huiyin.casework.s4_handling.incident_changes import change_incident, changes_of
from huiyin.casework.s4_handling.models import Incident
from huiyin.desks.ledger.answer import MOST_ROWS, sheet_answer
from huiyin.desks.ledger.cases import local
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import categories_for

from .forms import ChangeForm, EndForm, IncidentForm

MOST_LISTED, MOST_TAKEN = 100, 200
WRONG = 422


def listed(request: HttpRequest) -> HttpResponse:
    """The incidents of the area, open ones first."""
    found = acts.incidents_of(_viewer(request))[:MOST_LISTED]
    rows = sorted(found, key=lambda one: one.ended_at is not None)
    return render(request, "incidents/list.html", {"rows": rows})


def table(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx, with how many requests each took in."""
    found = acts.incidents_of(_viewer(request)).annotate(n=Count("members"))[:MOST_ROWS]
    headings = [
        _("What"), _("Place"), _("Since when"), _("Expected to be over"), _("Over at"), _("Requests"),
        _("Answer"),
    ]  # fmt: skip
    rows = (
        [one.title, one.place.label, local(one.begun_at), local(one.expected_at), local(one.ended_at), one.n,
         one.answer]
        for one in found
    )  # fmt: skip
    return sheet_answer(headings, rows, _("Incidents"))


def new(request: HttpRequest) -> HttpResponse:
    """Open one."""
    viewer = _viewer(request)
    form = IncidentForm(request.POST or None, viewer=viewer)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                opened = acts.open_incident(
                    place=form.cleaned_data["where"], opening=form.opening(), by=viewer
                )
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(request, _("Opened. Now mark the requests that belong to it."))
            return redirect("incident", opened.pk)
    return render(request, "incidents/new.html", {"form": form}, status=WRONG if form.errors else 200)


def show(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident with its requests. Raises NotThere."""
    return _page(request, _incident(request, incident_id))


def take_in(request: HttpRequest, incident_id: int) -> HttpResponse:
    """The marked requests belong to it. Raises NotThere."""
    incident = _incident(request, incident_id)
    if request.method == "POST":
        marked = request.POST.getlist("number")[:MOST_TAKEN]
        found = cases_of(_viewer(request)).filter(number__in=marked).values_list("pk", flat=True)
        try:
            with transaction.atomic():
                acts.absorb(incident_id=incident.pk, case_ids=list(found), by=_viewer(request))
        except NotThere:
            raise
        except Refusal as no:
            messages.error(request, f"{no.said} {no.advice}")
    return redirect("incident", incident.pk)


def change(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Other words or another end, while it lasts. Raises NotThere."""
    incident = _incident(request, incident_id)
    if request.method != "POST":
        return redirect("incident", incident.pk)
    form = ChangeForm(request.POST, incident=incident)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                change_incident(
                    incident_id=incident.pk, told=said["told"], expected_at=form.expected(),
                    seen=said["seen"], by=_viewer(request),
                )  # fmt: skip
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(
                request, _("Changed. Everybody who asked sees it; messages go out by the rules.")
            )
            return redirect("incident", incident.pk)
    return _page(request, incident, changing=form, status=WRONG)


def end(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It is over: one answer to everybody. Raises NotThere."""
    incident = _incident(request, incident_id)
    if request.method != "POST":
        return redirect("incident", incident.pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                acts.end_incident(
                    incident_id=incident.pk, answer=form.cleaned_data["answer"], by=_viewer(request)
                )
        except NotThere:
            raise
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
        else:
            messages.success(request, _("It is over. Everybody gets the answer and is asked."))
            return redirect("incident", incident.pk)
    return _page(request, incident, form, status=WRONG)


def _page(
    request: HttpRequest, incident: Incident, form: forms.Form | None = None, *,
    changing: forms.Form | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    viewer = _viewer(request)
    members = list(acts.members_of(incident).select_related("case__place"))
    seen = set(cases_of(viewer).filter(pk__in=[one.case_id for one in members]).values_list("pk", flat=True))
    open_now = incident.ended_at is None
    sorts = open_now and viewer.may(Permission.CASE_TRIAGE, incident.scope_id)
    near: Any = acts.proposed_for(viewer, incident.place, incident.category) if sorts else []
    context = {
        "incident": incident, "category": _category(incident),
        "members": [{"case": one.case, "seen": one.case_id in seen} for one in members],
        "near": near, "form": form or EndForm(), "changing": changing or ChangeForm(incident=incident),
        "changes": list(changes_of(incident)),
        "may_end": open_now and viewer.may(Permission.CASE_DISPATCH, incident.scope_id),
    }  # fmt: skip
    return render(request, "incidents/incident.html", context, status=status)


def _category(incident: Incident) -> str:
    found = categories_for(scope_tree().up(incident.scope_id), now()).get(incident.category)
    return _(found.name) if found else ""


def _incident(request: HttpRequest, incident_id: int) -> Incident:
    found = acts.incidents_of(_viewer(request)).filter(pk=incident_id).first()
    if found is None:
        raise NotThere
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return viewer
