"""The requester's own page: follow, judge, open again, add, say how to be reached."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from huiyin.casework.casefile.reads import own_case
from huiyin.casework.s2_triage.merging import go_alone
from huiyin.casework.s4_handling.seen_there import confirm_arrival
from huiyin.casework.s5_closure.acts import judge, reopen
from huiyin.casework.s5_closure.additions import add_more, leave_contact, stop_messages
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.desks.case.plan_paper import own_copy
from huiyin.desks.proposals.printing import printed
from huiyin.desks.public.limits import ASKING, spend
from huiyin.desks.public.uploads import Uploads, uploads_of
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.chain import check_case

from .forms import AloneForm, ContactForm, MoreForm, ReopenForm, VerdictForm, WithdrawForm
from .progress import headline, progress_of
from .receipt import receipt_png, receipt_words

WRONG = 422
Act = Callable[[UUID, Viewer, dict[str, Any]], object]


def case(request: HttpRequest, token: str) -> HttpResponse:
    """Where the case stands; `?new=1` right after sending."""
    return _draw(request, token, new=request.GET.get("new") == "1")


def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """Solved or not: ends the case or opens it again."""

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        solved = said["solved"] == "yes"
        return judge(case_id=case_id, solved=solved, satisfied=said["satisfied"], words=said["words"], by=by)

    return _write(request, token, "verdict", VerdictForm(request.POST), act)


def again(request: HttpRequest, token: str) -> HttpResponse:
    """Not solved after all."""

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        return reopen(case_id=case_id, words=said["words"], by=by)

    return _write(request, token, "reopen", ReopenForm(request.POST), act)


def there(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody is at the place: one tap."""

    def act(case_id: UUID, by: Viewer, _said: dict[str, Any]) -> object:
        return confirm_arrival(case_id=case_id, by=by)

    return _write(request, token, "there", forms.Form(request.POST), act)


def plan(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001 - part of the address
    """The plan of the own case on one page."""
    found = own_case(_viewer(request))
    return printed(own_copy(found), "pdf", f"{found.number}-plan")


def back(request: HttpRequest, token: str) -> HttpResponse:
    """Take the request back while nobody has answered it."""

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        return withdraw(case_id=case_id, reason=said["reason"], words=said["words"], by=by)

    return _write(request, token, "withdraw", WithdrawForm(request.POST), act)


def alone(request: HttpRequest, token: str) -> HttpResponse:
    """Not the same matter as the others after all."""

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        return go_alone(case_id=case_id, by=by, words=said["words"])

    return _write(request, token, "alone", AloneForm(request.POST), act)


def more(request: HttpRequest, token: str) -> HttpResponse:
    """Words and photos for the open case."""
    form, uploads = MoreForm(request.POST), uploads_of(request)
    uploads.faults = [fault for fault in uploads.faults if fault[0] == "photo"]
    uploads.tell(form)

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        return add_more(case_id=case_id, words=said["words"], files=uploads.files, by=by)

    return _write(request, token, "more", form, act, uploads)


def contact(request: HttpRequest, token: str) -> HttpResponse:
    """How to be reached; with `stop` no more messages, by one press."""
    if request.POST.get("stop") == "1":
        viewer = _viewer(request)
        if viewer.case_id is None:
            raise NotThere
        stop_messages(case_id=viewer.case_id, by=viewer)
        return redirect("c", token)

    def act(case_id: UUID, by: Viewer, said: dict[str, Any]) -> object:
        return leave_contact(case_id=case_id, phone=said["phone"], wants_reply=said["wants_reply"], by=by)

    return _write(request, token, "contact", ContactForm(request.POST), act)


def file(request: HttpRequest, token: str, file_id: UUID) -> HttpResponse:  # noqa: ARG001 - part of the address
    """A photo or voice note of the own case."""
    found = own_case(_viewer(request)).attachments.filter(pk=file_id).first()
    if found is None:
        raise NotThere
    return HttpResponse(bytes(found.body), headers=file_headers(found.name, found.mime))


def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The receipt as a picture to keep; the page itself can be printed. Raises TooMany."""
    spend(request, "receipt", ASKING)
    progress = progress_of(_viewer(request))
    picture = receipt_png(receipt_words(progress, f"{settings.PUBLIC_URL}{reverse('c', args=[token])}"))
    return HttpResponse(picture, headers=file_headers(f"{progress.case.number}.png", "image/png", drawn=True))


def draw_again(request: HttpRequest, token: str, name: str, sentence: str, status: int) -> HttpResponse:
    """The page with what was typed into one of its forms, and why it was not taken."""
    kinds: dict[str, type[forms.Form]] = {
        "verdict": VerdictForm, "reopen": ReopenForm, "more": MoreForm, "contact": ContactForm,
        "withdraw": WithdrawForm, "alone": AloneForm, "there": forms.Form,
    }  # fmt: skip
    form = kinds[name](request.POST)
    form.add_error(None, sentence)
    return _draw(request, token, status=status, form=form, **{name: form})


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by token_route
    return viewer


def _write(
    request: HttpRequest, token: str, name: str, form: forms.Form, act: Act, uploads: Uploads | None = None
) -> HttpResponse:
    by, status = _viewer(request), WRONG
    try:
        if form.is_valid() and by.case_id is not None:
            act(by.case_id, by, form.cleaned_data)
            return redirect("c", token)
    except Refusal as no:
        status = no.status
        form.add_error(None, f"{no.said} {no.advice}")
    kept = uploads.kept if uploads else []
    return _draw(request, token, status=status, form=form, kept=kept, **{name: form})


def _draw(request: HttpRequest, token: str, *, status: int = 200, **more_context: Any) -> HttpResponse:
    progress = progress_of(_viewer(request))
    context = {
        "p": progress, "token": token, "help": progress.help, "headline": headline(progress),
        "proof": check_case(progress.case),
        "verdict": VerdictForm(), "reopen": ReopenForm(), "more": MoreForm(), "withdraw": WithdrawForm(),
        "alone": AloneForm(),
        "contact": ContactForm(initial={"wants_reply": progress.wants_reply if progress.phone else False}),
    } | more_context  # fmt: skip
    return render(request, "resident/case.html", context, status=status)
