"""A part has to come, other works have to end first: by which day, while the clocks run on."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.waits import begin_wait
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.service_levels import WaitKind

from .job_form import JobForm

USUAL = timedelta(days=3)
"""The day a new form shows."""


class WaitForm(JobForm):
    """Named, with a day; it stops no clock."""

    title, button = _("It waits for a part or for other works"), _("Write down the wait")
    told = _("Written down. The clocks run on. The resident sees what it waits for and until when.")
    what = forms.ChoiceField(label=_("What it waits for"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("By which day it is there"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("When that day is over, it comes back on the list by itself."),
    )
    note = forms.CharField(
        label=_("Which part, which works"), max_length=200, required=False,
        help_text=_("The resident reads it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, self.waits)

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        said = self.cleaned_data
        begin_wait(case_id=case_id, by=by, what=said["what"], until=said["until"], note=said["note"])


def _offer(form: forms.Form, kinds: tuple[WaitKind, ...]) -> None:
    """Give the form its choices and the days it may name."""
    what, until = form.fields["what"], form.fields["until"]
    what.choices = [(kind.code, gettext(kind.name)) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField
    today = localtime(now()).date()
    until.initial = today + USUAL
    until.widget.attrs["min"] = today.isoformat()
