"""One way of filling in a form that ends in one act: shown, sent once, sent back with what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.viewer import Viewer

from .choices import Choices
from .handover import keep_secret

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Secret:
    """Something shown once: an invitation's address, a pairing code, a token."""

    title: Text
    text: str
    advice: Text
    back: str


DONE = _("Written down.")


@dataclass(frozen=True, slots=True)
class Errand:
    """A form, what it is called, what it does and where it leads.

    `act` gets clean values; a Secret that it gives is shown once, anything else it gives is its own affair.
    """

    title: Text
    button: Text
    form: type[forms.Form]
    act: Callable[[dict[str, Any]], object]
    back: str
    options: dict[str, Any] = field(default_factory=dict)
    note: Text = ""
    done: Text = DONE
    initial: dict[str, Any] = field(default_factory=dict)


Opener = Callable[..., Errand]
"""(viewer, **path) -> Errand. Raises NotThere."""


class Sure(forms.Form):
    """Nothing to fill in: the button is the answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("options", None)
        super().__init__(*args, **kwargs)


class Why(Sure):
    """An act that asks for its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=120, help_text=_("Kept in the history."))


class Chosen(forms.Form):
    """A form whose choices come from the viewer's area: `options` maps field names to choices."""

    def __init__(self, *args: Any, options: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in options.items():
            self.fields[name].choices = choices


def needed(refusal: type[Refusal], **options: Any) -> forms.CharField:
    """A field the act refuses to go without: empty, it says what the refusal says."""
    return forms.CharField(error_messages={"required": refusal.sentence}, **options)


def filling(opener: Opener) -> Callable[..., HttpResponse]:
    """The view of an errand."""

    def view(request: HttpRequest, **path: Any) -> HttpResponse:
        errand = opener(request.viewer, **path)
        sent = request.POST if request.method == "POST" else None
        form = errand.form(sent, initial=errand.initial, options=errand.options)
        if sent is not None and form.is_valid() and (answer := _carry_out(request, errand, form)):
            return answer
        status = 422 if sent is not None else 200
        return render(request, "steward/form.html", {"errand": errand, "form": form}, status=status)

    return view


def _carry_out(request: HttpRequest, errand: Errand, form: forms.Form) -> HttpResponse | None:
    try:
        secret = errand.act(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, f"{refusal.said} {refusal.advice}")
        return None
    if not isinstance(secret, Secret):
        messages.success(request, str(errand.done))
        return redirect(errand.back)
    viewer: Viewer = request.viewer
    keep_secret(
        request,
        viewer,
        title=str(secret.title),
        text=secret.text,
        advice=str(secret.advice),
        back=secret.back,
    )
    return redirect("steward-shown")
