"""A form with a picture that ends in one act: shown, sent once, sent back with what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.desks.votes.entering import picture
from huiyin.ground.files.headers import file_headers
from huiyin.ground.files.images import CleanImage
from huiyin.ground.refusals import NotThere, Refusal

WRONG = 422


class Kept(Protocol):
    """A picture as tables keep it: a JPEG and its SHA-256."""

    body: Any
    sha256: str


@dataclass(frozen=True, slots=True)
class PictureErrand:
    """What the form is for. `of`: the thing its title leads back to; `missing`: refused without a picture.

    `act` gets clean values and the cleaned picture.
    """

    of: Any
    title: str
    note: str
    back: str
    missing: type[Refusal]
    act: Callable[[dict[str, Any], CleanImage], object]


def fill_picture(
    request: HttpRequest, errand: PictureErrand, form_of: Callable[..., forms.Form]
) -> HttpResponse:
    """The page of the form; `form_of` gets data and files, or nothing. Raises NotThere."""
    sent = request.method == "POST"
    form = form_of(request.POST, request.FILES) if sent else form_of(None, None)
    if sent and form.is_valid() and _carried_out(errand, form):
        messages.success(request, _("Written down."))
        return redirect(errand.back)
    context = {
        "project": errand.of, "form": form, "title": errand.title, "note": errand.note, "back": errand.back,
    }  # fmt: skip
    return render(request, "works/enter.html", context, status=WRONG if sent else 200)


def show_picture(found: Kept) -> HttpResponse:
    """A kept picture as a file."""
    return HttpResponse(bytes(found.body), headers=file_headers(f"{found.sha256[:12]}.jpg", "image/jpeg"))


def _carried_out(errand: PictureErrand, form: forms.Form) -> bool:
    try:
        clean = picture(form.cleaned_data["picture"])
        if clean is None:
            raise errand.missing
        errand.act(form.cleaned_data, clean)
    except NotThere:
        raise
    except Refusal as no:
        form.add_error(None, f"{no.said} {no.advice}")
        return False
    return True
