"""What a telephone kept and that comes when somebody else was faster: kept beside theirs (ux C5)."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s4_handling.conflicts import keep_late
from huiyin.casework.s4_handling.refusals import SamePicture
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.web.kept import made_at

from .forms import FORMS
from .job_form import JobForm

LOSES_WORDS = "not_now", "not_pausable", "wait_unknown"
"""Codes of refusals that no other wording would change: the case stands elsewhere by now."""


def case_id_of(viewer: Viewer, number: str) -> UUID:
    """The id of a case the viewer may see. Raises NotThere."""
    found = cases_of(viewer).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotThere
    return found


def fill_gone(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """A form for a job that left the list meanwhile.

    A note and a photo are possible in any state and simply done; what anything else says is kept beside what
    the faster one wrote. Raises NotThere for whoever has lost the right to write there: then it stays on the
    telephone.
    """
    viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    form, case_id = FORMS[step](request.POST, request.FILES), case_id_of(viewer, number)
    if not form.is_valid():
        return keep_form(request, number, step, form)
    try:
        with transaction.atomic():
            form.carry_out(case_id=case_id, by=viewer)
    except SamePicture as there:
        messages.warning(request, there.said)
    except Refusal as refusal:
        return keep_form(request, number, step, form, refusal)
    else:
        messages.success(request, str(form.told))
    return redirect("case", number)


def keep_form(
    request: HttpRequest, number: str, step: str, form: JobForm, refusal: Refusal | None = None
) -> HttpResponse:
    """Keep what a form says whose step is not possible any more, and tell so. Raises NotThere."""
    viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    words = "\n".join(_said(form))
    if not words:
        raise NotThere
    _keep(request, case_id_of(viewer, number), step, words)
    why = refusal.said if refusal is not None and not isinstance(refusal, NotThere) else ""
    kept = _("Somebody was faster. What you wrote is kept on the case, beside theirs.")
    messages.warning(request, f"{why} {kept}".strip())
    return redirect("case", number)


def keep_tap(request: HttpRequest, case_id: UUID, step: str, refusal: Refusal) -> None:
    """Keep that a step was taken on site which is not possible any more, and tell so. Raises NotThere."""
    kept = _keep(request, case_id, step, "")
    beside = _("That you pressed it, and when, is kept on the case.") if kept else refusal.advice
    messages.warning(request, f"{refusal.said} {beside}")


def _keep(request: HttpRequest, case_id: UUID, step: str, words: str) -> Event | None:
    viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    at = made_at(request)
    assert isinstance(at, datetime)  # noqa: S101 - asked for before, by `came_late`
    return keep_late(case_id=case_id, step=step, words=words, made_at=at, by=viewer)


def _said(form: JobForm) -> Iterator[str]:
    """What was typed and chosen, one line a field; each under its label when there are several."""
    told = [(field, text) for field in form if (text := _text(field))]
    for field, text in told:
        yield text if len(told) == 1 else f"{field.label}：{text}"


def _text(bound: forms.BoundField) -> str:
    if isinstance(bound.field, forms.FileField):
        return ""
    given = str(bound.data or "").strip()
    choices = getattr(bound.field, "choices", None)
    return str(dict(choices).get(given, "")) if choices is not None else given
