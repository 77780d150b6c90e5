"""A called unit on the phone: report in, be there, tell progress, deliver. No position, no photo (R-1)."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s3_dispatch.whistles.answering import be_present, deliver, report_in, tell_progress
from huiyin.casework.s3_dispatch.whistles.reads import call_to
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .clocks import limits_of
from .rows import call_row


class Words(forms.Form):
    """What the unit says."""

    text = forms.CharField(
        label=gettext_lazy("What your unit did"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class Progress(Words):
    """How far it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = gettext_lazy("How far it is, and why not further")


STEPS: Mapping[str, tuple[type[forms.Form] | None, Callable[..., Any], Any]] = {
    "report": (None, report_in, gettext_lazy("Reported in.")),
    "present": (None, be_present, gettext_lazy("Noted: on site.")),
    "progress": (Progress, lambda text, **who: tell_progress(text=text, **who), gettext_lazy("Told.")),
    "deliver": (Words, lambda text, **who: deliver(result=text, **who), gettext_lazy("Delivered.")),
}
"""The word in the address → what is asked, the act, what is said afterwards."""
BACK = frozenset({"field-today", "duty-board", "inbox", "hands-home"})
"""Pages with the one tap; it comes back to them."""


def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """One call to one's own unit."""
    return _page(request, call_id)


def step(request: HttpRequest, call_id: int, step: str) -> HttpResponse:
    """A tap or a form; a refusal keeps what was typed."""
    if step not in STEPS:
        raise NotThere
    asked, act, told = STEPS[step]
    form = asked(request.POST, auto_id=f"{step}-%s") if asked else None
    if form is not None and not form.is_valid():
        call_to(request.viewer, call_id)
        return _page(request, call_id, step, form)
    try:
        act(call_id=call_id, by=request.viewer, **(form.cleaned_data if form else {}))
    except NotThere:
        raise
    except Refusal as no:
        messages.warning(request, f"{no.said} {no.advice}")
        return redirect("call", call_id)
    messages.success(request, str(told))
    back = "hands-home" if step == "deliver" else request.POST.get("back", "")
    return redirect(back) if back in BACK else redirect("call", call_id)


def _page(request: HttpRequest, call_id: int, sent: str = "", form: forms.Form | None = None) -> HttpResponse:
    viewer: Viewer = request.viewer
    found = call_to(viewer, call_id)
    at = now()
    shown = {
        name: form if name == sent else STEPS[name][0](auto_id=f"{name}-%s")  # type: ignore[misc]  # both ask
        for name in ("progress", "deliver")
    }
    context = {
        "row": call_row(found, at), "call": found, "case": found.case, "limits": limits_of(found, at),
        "open": found.delivered_at is None, "forms": shown, "form": form, "reason": found.whistle.reason,
        "seen": _("Case %(number)s") % {"number": found.case.number},
    }  # fmt: skip
    return render(request, "hands/call.html", context, status=422 if form else 200)
