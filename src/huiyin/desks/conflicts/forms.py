"""Which of two holds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.conflicts import LONGEST, Holds


class SettleForm(forms.Form):
    """One of three, and a few words; who lets the later one hold has to say what happens now."""

    holds = forms.ChoiceField(
        label=_("Which holds?"), choices=Holds.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Please choose which of the two holds.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("What happens now"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed only when what came later holds. Colleagues read it, the resident does not."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
