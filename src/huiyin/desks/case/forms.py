"""What people type on the case page. Each form is shown only when its step is open."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s4_handling.refusals import BlankLeft
from huiyin.casework.s4_handling.rules import blanks_in
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction

from .facts import Facts

LARGEST_PHOTO = 20 * 1024 * 1024


PAUSES = {"resident_unavailable": _("The resident is unavailable")}


class StepForm(forms.Form):
    """Base: knows the facts of its case, and how each field is drawn."""

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.facts = facts
        self.prepare(facts)

    standard = False
    """Whether standard answers are offered."""

    def prepare(self, facts: Facts) -> None:
        """Fill choices and first values from the facts."""

    def drawn(self) -> Iterator[tuple[BoundField, str]]:
        """The visible fields and the way the `field` tag draws each."""
        for bound in self.visible_fields():
            widget = bound.field.widget
            tick = isinstance(widget, forms.CheckboxInput)
            yield bound, "tick" if tick else "choices" if isinstance(widget, forms.RadioSelect) else ""


class PlainForm(StepForm):
    """A step that asks nothing."""


def prose(
    label: Any, *, rows: int = 3, most: int = 5000, required: bool = True, hint: Any = ""
) -> forms.CharField:
    """A field for several lines."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=hint,
        strip=True,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Please write this in a few words.")},
    )


class NoteForm(StepForm):
    """An inner note."""

    text = prose(_("Note for colleagues"), most=2000)


class OptionalNoteForm(StepForm):
    """A step with a remark."""

    note = prose(_("Remark"), rows=2, most=500, required=False)


class ReasonForm(StepForm):
    """A step that wants its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RevealForm(StepForm):
    """Open the telephone number."""

    reason = forms.CharField(label=_("What do you need the number for?"), max_length=200)


class RenewForm(StepForm):
    """Take link and query code back and give new ones."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: slip lost, link in other hands.")
    )
    quiet = forms.BooleanField(
        label=_("The telephone is not the resident's: send no more messages"), required=False
    )


class AnswerForm(StepForm):
    """The written answer, begun with a standard answer if one was chosen."""

    standard = True
    answer = prose(
        _("Answer to the resident"), rows=4, hint=_("What was done, in words the resident understands.")
    )

    def clean_answer(self) -> str:
        """No blank of a standard answer may be left."""
        said: str = self.cleaned_data["answer"]
        if blanks := blanks_in(said):
            raise forms.ValidationError(BlankLeft(blanks="、".join(blanks)).said)
        return said


class DeclineForm(StepForm):
    """Not accepted: a lawful outcome and words for the resident."""

    outcome = forms.ChoiceField(label=_("Lawful ground"), choices=LegalOutcome.choices)
    answer = prose(_("Answer to the resident"), rows=4, hint=_("Say why, and where the resident can turn."))


class ReviewForm(StepForm):
    """The second person's decision."""

    uphold = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=(("yes", _("Uphold: not accepted")), ("no", _("Give back: it has to be handled"))),
    )
    note = prose(_("Remark"), rows=2, most=500, required=False)


class CallForm(StepForm):
    """The follow-up call: reached; then three questions apart: contacted, solved, satisfied."""

    reached = forms.ChoiceField(
        label=_("Reached?"),
        widget=forms.RadioSelect,
        choices=(("yes", _("Reached")), ("no", _("Not reached"))),
    )
    contacted = forms.ChoiceField(
        label=_("Did anybody get in touch?"),
        widget=forms.RadioSelect,
        required=False,
        choices=(("yes", _("Somebody did")), ("no", _("Nobody did"))),
    )
    solved = forms.ChoiceField(
        label=_("Solved?"),
        widget=forms.RadioSelect,
        required=False,
        choices=(("yes", _("Solved")), ("no", _("Not solved"))),
    )
    satisfied = forms.ChoiceField(
        label=_("Satisfied?"), widget=forms.RadioSelect, required=False, choices=Satisfaction.choices
    )
    words = prose(_("In the resident's words"), rows=2, most=1000, required=False)


class EvidenceForm(StepForm):
    """A photo of the work."""

    stage = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        choices=(
            ("before", _("Before the work")),
            ("work", _("During the work")),
            ("after", _("After the work")),
        ),
    )
    file = forms.FileField(label=_("Photo"), help_text=_("At most 20 MB; place and time in it are removed."))

    def clean_file(self) -> Any:
        """Nothing larger than a telephone's photo."""
        if self.cleaned_data["file"].size > LARGEST_PHOTO:
            raise forms.ValidationError(_("This photo is larger than 20 MB. Send a smaller one."))
        return self.cleaned_data["file"]


class PauseForm(StepForm):
    """Pause: only for the reasons the rules allow."""

    reason = forms.ChoiceField(label=_("Reason"))
    until = forms.DateTimeField(
        label=_("Until when"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("As agreed with the resident. The clock then runs again by itself."),
    )

    def prepare(self, facts: Facts) -> None:
        """The lawful reasons."""
        self.fields["reason"].choices = [(key, PAUSES.get(key, key)) for key in facts.pause_reasons]


class RegradeForm(StepForm):
    """Ask for a higher class."""

    tier = forms.ChoiceField(label=_("Class"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def prepare(self, facts: Facts) -> None:
        """The higher classes of the case's service level."""
        self.fields["tier"].choices = [(tier.code, gettext(tier.name)) for tier in facts.higher_tiers]


class DecideForm(StepForm):
    """Decide an asked change of class."""

    grant = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=(("yes", _("Agree")), ("no", _("Refuse")))
    )
    by_phone = forms.BooleanField(label=_("Confirmed by telephone"), required=False)


class PlanForm(StepForm):
    """The plan of a complex case."""

    steps = prose(_("What will be done, step by step"), rows=4, most=1000)
    owner = forms.CharField(label=_("Who answers for it"), max_length=60)
    done_by = forms.DateField(label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
    cost = forms.DecimalField(
        label=_("Cost in yuan"), required=False, min_value=0, max_value=100_000_000, decimal_places=2
    )
