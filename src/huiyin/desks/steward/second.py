"""What a second person has to agree to."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people import two_persons
from huiyin.registers.people.models import TwoPersonRequest

from .accounts import invitation
from .filling import Errand, Secret, Sure


class Decision(Sure):
    """Agree or not."""

    agree = forms.ChoiceField(
        label=gettext_lazy("Your decision"),
        widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("I agree")), ("no", gettext_lazy("I do not agree"))],
    )


def request_words(request: TwoPersonRequest) -> str:
    """What somebody asks a second person for."""
    if request.what == two_persons.RESET:
        return _("reset password and second factor")
    words = {"role": request.get_role_display(), "area": request.scope.name}
    return _("%(role)s in %(area)s") % words


def decide(viewer: Viewer, request_id: int) -> Errand:
    """The second person's word."""
    return decision(viewer, request_id, reverse("steward-home"))


def decision(viewer: Viewer, request_id: int, back: str) -> Errand:
    """The second person's word, wherever it is given. Raises NotThere."""
    row = two_persons.open_requests(viewer).filter(pk=request_id).first()
    if row is None:
        raise NotThere

    def act(told: dict[str, Any]) -> Secret | None:
        link = two_persons.decide(request=row, agree=told["agree"] == "yes", by=viewer)
        if not link:
            return None
        secret = invitation(link, row.account)
        return Secret(secret.title, secret.text, secret.advice, back)

    words = {"name": row.account.display_name, "what": request_words(row), "who": row.asked_by.display_name}
    title = _("%(name)s: %(what)s") % words
    return Errand(title, _("Decide"), Decision, act, back, note=_("Asked by %(who)s.") % words)
