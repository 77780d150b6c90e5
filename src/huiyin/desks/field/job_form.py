"""What every small form of a job has in common."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.service_levels import WaitKind

LONGEST_NOTE = 2000


class JobForm(forms.Form):
    """A form that ends in one act. `title` heads it, `button` sends it, `told` is said afterwards."""

    title: ClassVar[Promise]
    button: ClassVar[Promise]
    told: Promise = _("Written down.")
    ends: ClassVar[bool] = False
    """Whether the job leaves the worker's hands by it."""

    def __init__(
        self, *args: Any, tiers: list[tuple[str, str]] | None = None, waits: tuple[WaitKind, ...] = (),
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.waits = waits
        if "tier" in self.fields:
            self.fields["tier"].choices = tiers or []

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        """Do the act with the clean values. Raises the act's refusals."""
        raise NotImplementedError


def words(
    label: Promise, *, most: int = LONGEST_NOTE, rows: int = 3, required: bool = True, hint: Any = ""
) -> Any:
    """A field of several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=box, required=required, help_text=hint)
