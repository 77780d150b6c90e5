"""Sorting and dispatching a case: suggestions first, everything preselected."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import Kind
from huiyin.casework.s3_dispatch.reads import Unit
from huiyin.desks.kept_select import KeptSelect
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

from .facts import Facts
from .forms import StepForm

Choices = list[tuple[str, Any]]


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
    category = forms.ChoiceField(label=_("Another category"), required=False, widget=KeptSelect)
    urgency = forms.ChoiceField(label=_("Urgency"), widget=forms.RadioSelect, required=False)
    kind = forms.ChoiceField(label=_("What is wanted"), choices=Kind.choices)
    place = forms.CharField(
        label=_("Place"),
        max_length=160,
        required=False,
        help_text=_("Such as 3-2-501, or the name of a gate."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    private = forms.BooleanField(label=_("Private: only those who work on it"), required=False)
    owner = forms.ChoiceField(label=_("Goes to"), required=False)

    def prepare(self, facts: Facts) -> None:
        """Suggestions first, everything preselected."""
        case, suggestion = facts.case, facts.suggestion
        hints = suggestion.categories if suggestion else ()
        frequent = suggestion.frequent if suggestion else ()
        near = [*(hint.category for hint in hints), *frequent]
        self.fields["hint"].choices = [(category.code, gettext(category.name)) for category in near]
        self.fields["category"].choices = category_choices(facts)
        self.fields["urgency"].choices = urgency_choices()
        self.fields["owner"].choices = owner_choices(facts)
        place = suggestion.place if suggestion else None
        self.initial = {
            "hint": hints[0].category.code if hints else "",
            "urgency": _urgency(facts),
            "private": case.private,
            "kind": case.kind if case.kind != Kind.HELP or suggestion is None else suggestion.kind,
            "place": case.place.label if case.place else place.label if place else "",
        }

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
    """Every class in words."""
    return [(u.value, URGENCY_LABELS[u]) for u in Urgency]


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
