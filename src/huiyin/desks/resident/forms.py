"""What the requester may send about the own case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s5_closure.words import Satisfaction, WithdrawalReason
from huiyin.desks.public.fields import Phone, PlainText

YES_NO = (("yes", _("Solved")), ("no", _("Not solved")))


class VerdictForm(forms.Form):
    """Solved? Satisfied? Words are optional."""

    solved = forms.ChoiceField(
        label=_("Is it solved?"), choices=YES_NO,
        error_messages={"required": _("Please say whether it is solved.")},
    )  # fmt: skip
    satisfied = forms.ChoiceField(label=_("Satisfied?"), choices=Satisfaction.choices, required=False)
    words = PlainText(label=_("Anything to add?"), required=False, max_length=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "verdict-%s", **options})


class MoreForm(forms.Form):
    """More words or photos."""

    words = PlainText(
        label=_("Anything to add?"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    photo = forms.Field(required=False, label=_("Photo"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **options})


class ReopenForm(forms.Form):
    """Why it is not solved after all."""

    words = PlainText(
        label=_("What is not solved?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "reopen-%s", **options})


class ContactForm(forms.Form):
    """How to be reached; an empty number takes the old one away."""

    phone = Phone(
        label=_("Phone"), help_text=_("Used for this matter only. Empty it to have it removed."),
    )  # fmt: skip
    wants_reply = forms.BooleanField(label=_("Send me text messages about it (at most four)"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "contact-%s", **options})


class WithdrawForm(forms.Form):
    """Take the own request back; another reason needs words."""

    reason = forms.ChoiceField(
        label=_("Why do you take it back?"), choices=WithdrawalReason.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Please say why.")},
    )  # fmt: skip
    words = PlainText(label=_("In your own words"), required=False, max_length=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "withdraw-%s", **options})


class AloneForm(forms.Form):
    """Why it is not the same matter as the others."""

    words = PlainText(
        label=_("What is different with you?"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "alone-%s", **options})
