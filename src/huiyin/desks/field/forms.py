"""What a worker writes down at a job. Nothing here asks for a position, a check-in or a photo (rule R-1)."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s1_intake.apart import photo_file
from huiyin.casework.s4_handling.acts import (
    add_evidence,
    note,
    propose,
    record_contact,
)
from huiyin.casework.s4_handling.handing_back import hand_back
from huiyin.casework.s4_handling.regrade import ask_regrade
from huiyin.ground.tenancy.viewer import Viewer

from .job_form import JobForm, words
from .pausing import PauseForm
from .planning import PlanForm
from .waiting import WaitForm

APART = _(
    "The photo was kept apart: the malware scanner does not answer."
    " It is added by itself when it was looked at."
)
STAGES = [("before", _("Before the work")), ("after", _("After the work"))]


class AnswerForm(JobForm):
    """The written answer without which no case ends (report 001)."""

    title, button = _("Answer the resident"), _("Send the answer")
    told = _("The answer was sent. The resident is asked whether it is solved.")
    ends = True
    answer = words(
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
    note = words(_("What was agreed"), most=200, rows=2, required=False)

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        record_contact(case_id=case_id, by=by, note=self.cleaned_data["note"])


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


class HandBackForm(JobForm):
    """A job taken by mistake."""

    title, button = _("I took this job by mistake"), _("Hand it back")
    told = _("Handed back. The clocks run on from the first dispatch.")
    ends = True
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("The duty room and the clerk read it.")
    )

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        hand_back(case_id=case_id, by=by, reason=self.cleaned_data["reason"])


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
        file = photo_file(upload.read(), upload.name)
        if add_evidence(case_id=case_id, by=by, file=file, stage=self.cleaned_data["stage"]) is None:
            self.told = APART


class NoteForm(JobForm):
    """An inner note."""

    title, button = _("A note for colleagues"), _("Write it down")
    text = words(_("Note"), hint=_("Residents do not see it."))

    def carry_out(self, *, case_id: UUID, by: Viewer) -> None:
        note(case_id=case_id, by=by, text=self.cleaned_data["text"])


FORMS: dict[str, type[JobForm]] = {
    "answer": AnswerForm,
    "contacted": ContactedForm,
    "pause": PauseForm,
    "wait": WaitForm,
    "regrade": RegradeForm,
    "plan": PlanForm,
    "photo": PhotoForm,
    "note": NoteForm,
    "hand-back": HandBackForm,
}
"""The word in the address → the form, in the order of the page."""
