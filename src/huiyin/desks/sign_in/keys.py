"""My keys: switch the single letters off, or give each thing a key of one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.desks.keys import ACTS, OFF, is_key, keys_of
from huiyin.registers.people.models import Account


class KeysForm(forms.Form):
    """One character for each thing; two things cannot share one."""

    on = forms.BooleanField(label=_("Single keys work"), required=False)

    def __init__(self, *args: Any, stored: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        keys = keys_of(stored)
        self.initial = {"on": keys.on, **keys.at}
        for act in ACTS:
            self.fields[act.name] = forms.CharField(
                label=act.words,
                max_length=1,
                widget=forms.TextInput(
                    attrs={"class": "one-key", "autocomplete": "off", "autocapitalize": "off"}
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Each a character a keyboard gives without shift, and each only once."""
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for act in ACTS:
            key = cleaned.get(act.name)
            if key is None:
                continue
            if not is_key(key):
                self.add_error(act.name, gettext("This cannot be a key. Choose a letter or a mark."))
            elif key in seen:
                self.add_error(act.name, gettext("Already used for: %(what)s") % {"what": seen[key]})
            seen.setdefault(key, str(act.words))
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Only what differs from the usual keys is kept."""
        said = self.cleaned_data
        own: dict[str, Any] = {act.name: said[act.name] for act in ACTS if said[act.name] != act.key}
        return own if said["on"] else own | {OFF: True}

    def drawn(self) -> list[Any]:
        """The keys in their order."""
        return [self[act.name] for act in ACTS]


def keys(request: HttpRequest) -> HttpResponse:
    """See and change my keys, or take the usual ones back."""
    account = request.user
    if not isinstance(account, Account):  # a registered screen
        return _usual(request)
    form = KeysForm(request.POST or None, stored=account.keys)
    if request.method == "POST" and (request.POST.get("do") == "usual" or form.is_valid()):
        account.keys = {} if request.POST.get("do") == "usual" else form.chosen()
        account.save(update_fields=["keys"])
        messages.success(request, gettext("Your keys are kept with your account."))
        return redirect("me-keys")
    return render(request, "sign_in/keys.html", {"form": form}, status=422 if form.errors else 200)


def _usual(request: HttpRequest) -> HttpResponse:
    """A screen that several people share has the usual keys: nobody finds another's there."""
    if request.method == "POST":
        messages.error(request, gettext("A shared screen has the usual keys. Sign in to have your own."))
        return redirect("me-keys")
    return render(request, "sign_in/keys.html", {"form": KeysForm(stored={})})
