"""The field for a table somebody sends: what it takes, and what it says of one that is too large."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.channels.spreadsheets.table import LARGEST_PACKED


class TableField(forms.FileField):
    """A table, no larger than the reader takes. `too_large` tells how to split it."""

    def __init__(self, *, too_large: str | Promise, **options: Any) -> None:
        self.too_large = too_large
        super().__init__(
            label=_("Table"),
            help_text=_(".xlsx, .xls, .ods or .csv with headings, at most 10 MB."),
            error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
            **options,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Nothing larger than the reader takes."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST_PACKED:
            raise forms.ValidationError(self.too_large)
        return file
