"""It takes longer: steps with their days, who answers, what it costs."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.acts import publish_plan
from huiyin.ground.tenancy.viewer import Viewer

from .job_form import JobForm

STEPS = 4
"""Steps of a plan the form has room for."""


class PlanForm(JobForm):
    """How and until when, when it cannot be done at once (report 004: a plan within a day).

    Steps with their days, who answers, what it costs; what comes out is what the resident reads.
    """

    title, button = _("It takes longer: tell a plan"), _("Tell the plan")
    told = _("The plan was told. The resident sees it.")
    owner = forms.CharField(label=_("Who answers for it"), max_length=60)
    done_by = forms.DateField(
        label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    cost = forms.DecimalField(
        label=_("What the resident pays, in yuan"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = {"type": "date"}
        for number in range(1, STEPS + 1):
            self.fields[f"step_{number}"] = forms.CharField(
                label=_("Step %(n)s") % {"n": number}, max_length=200, required=number == 1
            )
            self.fields[f"by_{number}"] = forms.DateField(
                label=_("Step %(n)s until") % {"n": number}, required=False,
                widget=forms.DateInput(attrs=day, format="%Y-%m-%d"),
            )  # fmt: skip
        self.order_fields([f"{part}_{n}" for n in range(1, STEPS + 1) for part in ("step", "by")])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for number in range(1, STEPS + 1):
            step, day, last = said.get(f"step_{number}"), said.get(f"by_{number}"), said.get("done_by")
            if day and not step and f"step_{number}" not in self.errors:
                self.add_error(f"step_{number}", gettext("Say what is done by this day."))
            if day and last and day > last:
                self.add_error(f"by_{number}", gettext("This lies after the day on which all is done."))
        return said

    @property
    def steps(self) -> str:
        """The steps with their days, a line each."""
        said, lines = self.cleaned_data, []
        for number in range(1, STEPS + 1):
            step, day = said[f"step_{number}"], said[f"by_{number}"]
            when = " " + gettext("(until %(day)s)") % {"day": date_format(day, "n-j")} if day else ""
            lines += [f"{len(lines) + 1}. {step}{when}"] if step else []
        return "\n".join(lines)

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        said = self.cleaned_data
        fen = None if said["cost"] is None else int(said["cost"] * 100)
        publish_plan(
            case_id=case_id,
            by=by,
            steps=self.steps,
            owner=said["owner"],
            done_by=said["done_by"],
            cost_fen=fen,
        )
