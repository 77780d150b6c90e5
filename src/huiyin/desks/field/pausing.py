"""The resident is not there: until when the clocks stand still, with one tap for the usual spans."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.pauses import pause_clocks
from huiyin.casework.s4_handling.refusals import PauseEnd
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

from .job_form import JobForm

RESIDENT_AWAY = "resident_unavailable"
MORNING, OTHER = "morning", "other"
WORK_BEGINS = time(9)
SPANS = [
    ("30", _("In half an hour")),
    ("60", _("In an hour")),
    ("120", _("In two hours")),
    ("240", _("In four hours")),
    (MORNING, _("Tomorrow at 9:00")),
    (OTHER, _("Another time, below")),
]
"""Until when a pause may be planned with one tap: minutes, or a word."""


class PauseForm(JobForm):
    """The only lawful pause; waiting for parts is none."""

    title, button = _("The resident is not there"), _("Pause the clocks")
    told = _("The clocks stand still until then and run on by themselves. The resident sees the pause.")
    how_long = forms.ChoiceField(label=_("Until when"), choices=SPANS, initial="60", widget=forms.RadioSelect)
    until = forms.DateTimeField(
        label=_("The time agreed with the resident"), required=False, help_text=_("Only for another time."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("how_long") == OTHER and not said.get("until") and "until" not in self.errors:
            self.add_error("until", PauseEnd().said)
        return said

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        until = ends_at(self.cleaned_data["how_long"], self.cleaned_data["until"], now())
        pause_clocks(case_id=case_id, by=by, reason=RESIDENT_AWAY, until=until)


def ends_at(how_long: str, other: datetime | None, at: datetime) -> datetime:
    """The planned end behind a choice of SPANS; `other` counts when that was chosen."""
    if how_long == OTHER and other is not None:
        return other
    if how_long == MORNING:
        tomorrow = localtime(at).date() + timedelta(days=1)
        return make_aware(datetime.combine(tomorrow, WORK_BEGINS))
    return at + timedelta(minutes=int(how_long))
