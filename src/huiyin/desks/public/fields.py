"""Form fields for what strangers type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.ground.phones import normalise_phone
from huiyin.reading.folding import clean


class PlainText(forms.CharField):
    """Text with NUL bytes, control characters and halves of emoji taken out before anything looks at it."""

    def to_python(self, value: Any) -> str:
        """The text as a person may read it."""
        return clean(str(value or "")).strip()

    def clean(self, value: Any) -> str:
        """As CharField, but too long a text is measured as typed: nothing is cut off silently."""
        if self.max_length and len(str(value or "")) > 2 * self.max_length:
            raise forms.ValidationError(self.too_long())
        return str(super().clean(value))

    def too_long(self) -> str:
        """What to say about a text beyond the limit."""
        return _("The text is longer than %(most)s characters.") % {"most": self.max_length}


class Phone(PlainText):
    """One telephone number in its stored spelling; an empty text where none is `needed`.

    `needed`: the sentence for whoever left it empty.
    """

    def __init__(self, *, needed: Any = "", **options: Any) -> None:
        look = {"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        options.setdefault("widget", forms.TextInput(attrs=look))
        if needed:
            options["error_messages"] = {"required": needed}
        super().__init__(max_length=40, required=bool(needed), **options)

    def clean(self, value: Any) -> str:
        """The number. Refuses what cannot be dialled."""
        typed = super().clean(value)
        number = normalise_phone(typed) if typed else ""
        if number is None:
            no = _("This is not a number one can call. Correct it, or leave it empty.")
            raise forms.ValidationError(no)
        return number
