"""What people type on the case page. Each form is shown only when its step is open."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import Kind
from huiyin.casework.s3_dispatch.reads import Unit
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

from .facts import Facts

Choices = list[tuple[str, Any]]
LARGEST_PHOTO = 20 * 1024 * 1024


class StepForm(forms.Form):
    """Base: knows the facts of its case, and how each field is drawn."""

    def __init__(self, *args: Any, facts: Facts, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.facts = facts
        self.prepare(facts)

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


def _words(
    label: Any, *, rows: int = 3, most: int = 5000, required: bool = True, hint: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=hint, strip=True,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": _("Please write this in a few words.")},
    )  # fmt: skip


class NoteForm(StepForm):
    """An inner note."""

    text = _words(_("Note for colleagues"), most=2000)


class OptionalNoteForm(StepForm):
    """A step with a remark."""

    note = _words(_("Remark"), rows=2, most=500, required=False)


class ReasonForm(StepForm):
    """A step that wants its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class RevealForm(StepForm):
    """Open the telephone number."""

    reason = forms.CharField(label=_("What do you need the number for?"), max_length=200)


class AnswerForm(StepForm):
    """The written answer."""

    answer = _words(
        _("Answer to the resident"), rows=4, hint=_("What was done, in words the resident understands.")
    )


class DeclineForm(StepForm):
    """Not accepted: a lawful outcome and words for the resident."""

    outcome = forms.ChoiceField(label=_("Lawful ground"), choices=LegalOutcome.choices)
    answer = _words(_("Answer to the resident"), rows=4, hint=_("Say why, and where the resident can turn."))


class ReviewForm(StepForm):
    """The second person's decision."""

    uphold = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=(("yes", _("Uphold: not accepted")), ("no", _("Give back: it has to be handled"))),
    )  # fmt: skip
    note = _words(_("Remark"), rows=2, most=500, required=False)


class CallForm(StepForm):
    """The follow-up call: reached, solved, satisfied."""

    reached = forms.ChoiceField(
        label=_("Reached?"), widget=forms.RadioSelect,
        choices=(("yes", _("Reached")), ("no", _("Not reached"))),
    )  # fmt: skip
    solved = forms.ChoiceField(
        label=_("Solved?"), widget=forms.RadioSelect, required=False,
        choices=(("yes", _("Solved")), ("no", _("Not solved"))),
    )  # fmt: skip
    satisfied = forms.ChoiceField(
        label=_("Satisfied?"), widget=forms.RadioSelect, required=False, choices=Satisfaction.choices
    )
    words = _words(_("In the resident's words"), rows=2, most=1000, required=False)


class EvidenceForm(StepForm):
    """A photo of the work."""

    stage = forms.ChoiceField(
        label=_("When"), widget=forms.RadioSelect,
        choices=(("before", _("Before the work")), ("work", _("During the work")), ("after", _("After the work"))),
    )  # fmt: skip
    file = forms.FileField(label=_("Photo"), help_text=_("At most 20 MB; place and time in it are removed."))

    def clean_file(self) -> Any:
        """Nothing larger than a telephone's photo."""
        if self.cleaned_data["file"].size > LARGEST_PHOTO:
            raise forms.ValidationError(_("This photo is larger than 20 MB. Send a smaller one."))
        return self.cleaned_data["file"]


class PauseForm(StepForm):
    """Pause: only for the reasons the rules allow."""

    LABELS = {"resident_unavailable": _("The resident is unavailable")}
    reason = forms.ChoiceField(label=_("Reason"))

    def prepare(self, facts: Facts) -> None:
        """The lawful reasons."""
        self.fields["reason"].choices = [(key, self.LABELS.get(key, key)) for key in facts.pause_reasons]


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

    steps = _words(_("What will be done, step by step"), rows=4)
    owner = forms.CharField(label=_("Who answers for it"), max_length=60)
    done_by = forms.DateField(label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
    cost = forms.DecimalField(
        label=_("Cost in yuan"), required=False, min_value=0, max_value=100_000_000, decimal_places=2
    )


class DispatchForm(StepForm):
    """Whom the case goes to."""

    owner = forms.ChoiceField(label=_("Goes to"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def prepare(self, facts: Facts) -> None:
        """By the list of duties, or a unit, or one of its people."""
        self.fields["owner"].choices = owner_choices(facts)


class SortForm(StepForm):
    """What the case is about; with `owner` it goes out in the same step."""

    hint = forms.ChoiceField(label=_("Category"), widget=forms.RadioSelect, required=False)
    category = forms.ChoiceField(label=_("Another category"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    kind = forms.ChoiceField(label=_("What is wanted"), choices=Kind.choices)
    place = forms.CharField(
        label=_("Place"), max_length=160, required=False, help_text=_("Such as 3-2-501, or the name of a gate."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )  # fmt: skip
    private = forms.BooleanField(label=_("Private: only those who work on it"), required=False)
    owner = forms.ChoiceField(label=_("Goes to"), required=False)

    def prepare(self, facts: Facts) -> None:
        """Suggestions first, everything preselected."""
        case, suggestion = facts.case, facts.suggestion
        hints = suggestion.categories if suggestion else ()
        self.fields["hint"].choices = [(h.category.code, gettext(h.category.name)) for h in hints]
        self.fields["category"].choices = category_choices(facts)
        self.fields["urgency"].choices = urgency_choices()
        self.fields["owner"].choices = owner_choices(facts)
        place = suggestion.place if suggestion else None
        self.initial = {
            "hint": hints[0].category.code if hints else "", "urgency": _urgency(facts), "private": case.private,
            "kind": case.kind if case.kind != Kind.HELP or suggestion is None else suggestion.kind,
            "place": case.place.label if case.place else place.label if place else "",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The list wins over the suggestions, since it was opened on purpose."""
        cleaned = super().clean() or {}
        cleaned["code"] = cleaned.get("category") or cleaned.get("hint")
        if not cleaned["code"]:
            self.add_error("category", _("Choose a category from the list."))
        return cleaned


def _urgency(facts: Facts) -> str:
    """A new case shows the guess, a sorted one what was decided."""
    guess = facts.suggestion.urgency if facts.suggestion else facts.case.urgency
    return facts.case.urgency if facts.case.category and facts.case.urgency < guess else guess


def urgency_choices() -> Choices:
    """Every class in words; the first leaves it to the category."""
    usual = pgettext_lazy("urgency", "Usual for the category")
    return [("", usual), *((u.value, URGENCY_LABELS[u]) for u in Urgency)]


def category_choices(facts: Facts) -> Choices:
    """The leaves in their groups."""
    listed = categories_for(scope_tree().up(facts.case.scope_id), facts.at)
    grouped = [
        (gettext(group.name), [(leaf.code, gettext(leaf.name)) for leaf in listed.of(group.code)])
        for group in listed.groups.values()
    ]
    return [("", _("None of another kind")), *grouped]


def owner_choices(facts: Facts) -> Choices:
    """First the list of duties, then each unit with its people ("12" or "12/5")."""
    named = facts.owner
    words = gettext("By the list of duties")
    if named:
        words = f"{words}: {named.organisation.name}{_person(named.account)}"
    return [("", words), *(_unit(unit) for unit in facts.units)]


def _unit(unit: Unit) -> tuple[str, Any]:
    code = str(unit.organisation.pk)
    people = [(f"{code}/{person.pk}", person.display_name) for person in unit.people]
    return unit.organisation.name, [(code, gettext("Whoever is on duty")), *people]


def _person(account: Any) -> str:
    return f" · {account.display_name}" if account else ""
