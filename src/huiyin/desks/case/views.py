"""The one page of a case, for every desk. Who may see the case at all is `case_for`'s to say."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from huiyin.casework.casefile.presence import be_here, others_here
from huiyin.casework.casefile.reads import case_for
from huiyin.desks.proposals.printing import printed
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Outdated, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as

from .differing import differences
from .facts import Facts
from .forms import StepForm
from .page import Around, page_of
from .plan_paper import notice_of
from .steps import Step

LONGEST_VERSION = 9  # digits


def facts_for(request: HttpRequest, number: str) -> Facts:
    """The case of the address as this viewer meets it. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    return Facts(viewer, case_for(viewer, number))


def show(request: HttpRequest, number: str) -> HttpResponse:
    """The case."""
    around = Around(say=request.GET.get("say", "")[:LONGEST_VERSION])
    return render(request, "case/page.html", page_of(facts_for(request, number), around=around))


def here(request: HttpRequest, number: str) -> HttpResponse:
    """A sign that the page is open; answered with the colleagues who have it open too. Nothing is kept."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    with seen_as(viewer):
        case = case_for(viewer, number)
        be_here(case=case, by=viewer)
        return render(request, "case/here.html", {"others": others_here(case, viewer)})


def photo(request: HttpRequest, number: str, file_id: UUID) -> HttpResponse:
    """A file of the case, under headers that let a browser show or save it, never run it."""
    case = facts_for(request, number).case
    found = case.attachments.filter(pk=file_id).first()
    if found is None:
        raise NotThere
    return HttpResponse(bytes(found.body), headers=file_headers(found.name, found.mime))


def plan(request: HttpRequest, number: str) -> HttpResponse:
    """The newest plan on one page, to hang. Raises NotThere without one, and of a private case."""
    return printed(notice_of(facts_for(request, number).case), "pdf", f"{number}-plan")


def view_of(step: Step) -> Callable[..., HttpResponse]:
    """The address of a step: do it and go on, or show the page again with what was typed and why not."""

    def take(request: HttpRequest, number: str) -> HttpResponse:
        facts = facts_for(request, number)
        if request.method != "POST":  # somebody reloaded an answer
            return redirect("case", number)
        form = step.form(request.POST, request.FILES, facts=facts, auto_id=f"{step.name}-%s")
        if form.is_valid() and _done(step, facts, form, request):
            messages.success(request, str(step.done))
            return redirect(_then(request, number))
        return _again(request, number, step, form)

    return take


def _done(step: Step, facts: Facts, form: StepForm, request: HttpRequest) -> bool:
    """Take the step in a savepoint; a refusal leaves nothing and becomes the form's error."""
    values = form.cleaned_data | {"version": _version(request), "and": request.POST.get("and", "")}
    try:
        with transaction.atomic():
            step.do(facts, values)
    except NotThere:
        raise
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return False
    return True


def _again(request: HttpRequest, number: str, step: Step, form: StepForm) -> HttpResponse:
    """The page as it is now (somebody else may have been faster), with the refused form open."""
    fresh = facts_for(request, number)
    then = _safe(request, request.POST.get("next", ""))
    context = page_of(fresh, around=Around(then=then), refused={step.name: form}) | {"form": form}
    status = _status(form)
    if status == HTTPStatus.CONFLICT:
        context["both"] = differences(fresh, form)
    return render(request, "case/page.html", context, status=status)


def _status(form: StepForm) -> int:
    outdated = any(Outdated().said in text for text in form.non_field_errors())
    return HTTPStatus.CONFLICT if outdated else HTTPStatus.UNPROCESSABLE_ENTITY


def _version(request: HttpRequest) -> int | None:
    """The version the form was drawn from."""
    text = request.POST.get("version", "")[:LONGEST_VERSION]
    return int(text) if text.isascii() and text.isdigit() else None


def _then(request: HttpRequest, number: str) -> str:
    return _safe(request, request.POST.get("next", "")) or reverse("case", args=[number])


def _safe(request: HttpRequest, url: str) -> str:
    """An address of this site, or nothing."""
    mine = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()})
    return url if mine and url.isprintable() else ""
