"""What a worker writes down at a job. Nothing here asks for a position, a check-in or a photo (rule R-1)."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s1_intake.request import File
from huiyin.casework.s4_handling.acts import (
    add_evidence,
    note,
    pause_clocks,
    propose,
    publish_plan,
    record_contact,
)
from huiyin.casework.s4_handling.regrade import ask_regrade
from huiyin.ground.files.images import clean_image
from huiyin.ground.tenancy.viewer import Viewer

RESIDENT_AWAY = "resident_unavailable"
LONGEST_NOTE = 2000
STAGES = [("before", _("Before the work")), ("after", _("After the work"))]


class JobForm(forms.Form):
    """A form that ends in one act. `title` heads it, `button` sends it, `told` is said afterwards."""

    title: ClassVar[Promise]
    button: ClassVar[Promise]
    told: ClassVar[Promise] = _("Written down.")
    ends: ClassVar[bool] = False
    """Whether the job leaves the worker's hands by it."""

    def __init__(self, *args: Any, tiers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "tier" in self.fields:
            self.fields["tier"].choices = tiers or []

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        """Do the act with the clean values. Raises the act's refusals."""
        raise NotImplementedError


def _words(
    label: Promise, *, most: int = LONGEST_NOTE, rows: int = 3, required: bool = True, hint: Any = ""
) -> Any:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, widget=box, required=required, help_text=hint)


class AnswerForm(JobForm):
    """The written answer without which no case ends (report 001)."""

    title, button = _("Answer the resident"), _("Send the answer")
    told = _("The answer was sent. The resident is asked whether it is solved.")
    ends = True
    answer = _words(
        _("What was done"),
        most=5000,
        rows=4,
        hint=_("In words the resident understands. The resident then judges."),
    )

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        propose(case_id=case_id, by=by, answer=self.cleaned_data["answer"])


class ContactedForm(JobForm):
    """The resident was spoken to."""

    title, button = _("I spoke to the resident"), _("Write it down")
    note = _words(_("What was agreed"), most=200, rows=2, required=False)

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        record_contact(case_id=case_id, by=by, note=self.cleaned_data["note"])


class PauseForm(JobForm):
    """The only lawful pause; waiting for parts is none."""

    title, button = _("The resident is not there"), _("Pause the clocks")
    told = _("The clocks stand still until you let them run on. The resident sees the pause.")

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        pause_clocks(case_id=case_id, by=by, reason=RESIDENT_AWAY)


class RegradeForm(JobForm):
    """Ask for a higher class; a second person decides."""

    title, button = _("This is bigger than it looked"), _("Ask for the higher class")
    told = _("Asked. A second person decides before the clock ends.")
    tier = forms.ChoiceField(label=_("Higher class"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=200, help_text=_("The resident sees the reason."))

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        ask_regrade(
            case_id=case_id, tier=self.cleaned_data["tier"], reason=self.cleaned_data["reason"], by=by
        )


class PlanForm(JobForm):
    """How and until when, when it cannot be done at once (report 004: a plan within a day)."""

    title, button = _("It takes longer: tell a plan"), _("Tell the plan")
    told = _("The plan was told. The resident sees it.")
    steps = _words(_("What will be done"))
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

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        said = self.cleaned_data
        fen = None if said["cost"] is None else int(said["cost"] * 100)
        publish_plan(
            case_id=case_id,
            by=by,
            steps=said["steps"],
            owner=said["owner"],
            done_by=said["done_by"],
            cost_fen=fen,
        )


class PhotoForm(JobForm):
    """A picture of the work, if somebody wants to add one."""

    title, button = _("Add a photo"), _("Add")
    photo = forms.FileField(
        label=_("Photo"), help_text=_("Never needed. Please keep faces out of the picture."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    stage = forms.ChoiceField(label=_("When"), choices=STAGES, initial="after", widget=forms.RadioSelect)

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        upload = self.cleaned_data["photo"]
        clean = clean_image(upload.read())
        add_evidence(case_id=case_id, by=by, file=File(clean.mime, upload.name, clean.data),
                     stage=self.cleaned_data["stage"])  # fmt: skip


class NoteForm(JobForm):
    """An inner note."""

    title, button = _("A note for colleagues"), _("Write it down")
    text = _words(_("Note"), hint=_("Residents do not see it."))

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        note(case_id=case_id, by=by, text=self.cleaned_data["text"])


FORMS: dict[str, type[JobForm]] = {
    "answer": AnswerForm,
    "contacted": ContactedForm,
    "pause": PauseForm,
    "regrade": RegradeForm,
    "plan": PlanForm,
    "photo": PhotoForm,
    "note": NoteForm,
}
"""The word in the address → the form, in the order of the page."""
