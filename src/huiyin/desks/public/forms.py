"""What the residents' forms take: almost nothing is asked, nothing is required but one sign of the matter."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .fields import Phone, PlainText
from .tiles import Tile

LONGEST_WORDS = 2000
NOT_OF_CHILDREN = ("whose_home", "name", "phone", "voice")
"""Under 14 nobody is asked who they are, and no voice is taken (PIPL art. 28, 31)."""


class RequestForm(forms.Form):
    """The second page behind a code. Photos, voice and phrases are read beside it."""

    words = PlainText(
        label=_("In your words"), required=False, max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    private = forms.BooleanField(
        label=_("Do not show this to neighbours"), required=False,
        help_text=_("Only those who work on it see it."),
    )  # fmt: skip
    whose_home = PlainText(
        label=_("For somebody else? Whose home?"), required=False, max_length=60,
        help_text=_("For example 3-2-501."),
    )  # fmt: skip
    name = PlainText(label=_("How may we call you?"), required=False, max_length=50)
    phone = Phone(
        label=_("Phone, so that we can call you back"),
        help_text=_(
            "Used for this matter only: a call, and at most four text messages. Under 14? Leave it empty."
        ),
    )  # fmt: skip
    photo = forms.Field(required=False, label=_("Photo"))
    voice = forms.Field(required=False, label=_("Voice note"))

    def __init__(self, *args: Any, tile: Tile, child: bool = False, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **options})
        self.child = child
        for name in NOT_OF_CHILDREN if child else ():
            del self.fields[name]
        sent = self.data.getlist("phrase") if isinstance(self.data, QueryDict) else []
        self.chosen = tile.chosen(sent)

    @property
    def further(self) -> bool:
        """Whether one of the fields in the folded part holds something or is wrong."""
        names = () if self.child else ("whose_home", "name", "phone")
        return self.is_bound and any(self.data.get(name) or self.errors.get(name) for name in names)


class CallForm(forms.Form):
    """“Call me”: one number, and nothing else is asked."""

    phone = Phone(label=_("Your phone number"), needed=_("Please type the number we should call."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "call-%s", **options})


class CodeForm(forms.Form):
    """The query code of a paper slip."""

    code = PlainText(
        label=_("Query code (10 letters and digits)"), max_length=40,
        help_text=_(
            "It stands under the case number on your receipt. Capital or small letters do not matter."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Please type the query code.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **options})
