"""The forms of a proposal: HTTP in, clean values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c1_proposals.four_steps.refusals import AnswerIncomplete, ProposalWordsMissing
from huiyin.commons.c1_proposals.four_steps.words import Origin, Way
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 4})


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), **more
    )


def money_field(label: Any, *, needed: bool = False, **more: Any) -> forms.DecimalField:
    """Yuan with two decimals."""
    return forms.DecimalField(
        label=label, required=needed, min_value=0, max_digits=12, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}), **more,
    )  # fmt: skip


class ProposalForm(Chosen):
    """What a proposal says."""

    place = forms.ChoiceField(label=_("Whom it concerns"))
    title = needed(ProposalWordsMissing, label=_("What it is about, in a few words"), max_length=120)
    words = needed(ProposalWordsMissing, label=_("What the matter is"), max_length=5000, widget=_BOX)
    origin = forms.ChoiceField(
        label=_("Where it comes from"), choices=Origin.choices, widget=forms.RadioSelect
    )
    origin_words = forms.CharField(
        label=_("From which requests, whom, which meeting"), max_length=120, required=False
    )
    raised_by = needed(ProposalWordsMissing, label=_("Which branch raises it"), max_length=80)
    council = forms.ChoiceField(label=_("Who talks it over"), widget=forms.RadioSelect)
    matter = forms.ChoiceField(
        label=_("Do the owners have to vote on it?"),
        help_text=_("What Civil Code 278 leaves to all owners cannot be settled at a table."),
    )

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, options={name: held for name, held in options.items() if held}, **kwargs)
        if not options["place"]:
            del self.fields["place"]


class ChoiceForm(Sure):
    """A way to solve it."""

    words = needed(ProposalWordsMissing, label=pgettext_lazy("proposal", "Way"), max_length=500, widget=_BOX)
    cost = money_field(_("What it costs, in yuan"), help_text=_("Empty: not known yet."))
    bearer = forms.CharField(label=_("Who would pay"), max_length=120, required=False)


class PickChoice(Chosen):
    """One of the ways."""

    no = forms.ChoiceField(label=pgettext_lazy("proposal", "Way"), widget=forms.RadioSelect)


class AskForm(Chosen):
    """Which unit answers."""

    unit = forms.ChoiceField(label=_("Who has to answer"))


class AnswerForm(Chosen):
    """What a unit promises, or why it refuses."""

    answer = forms.ChoiceField(label=_("For which unit"), widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=[("yes", _("It is done as follows")), ("no", _("No, for this reason"))],
    )  # fmt: skip
    measure = forms.CharField(label=_("What is done"), max_length=1000, required=False, widget=_BOX)
    owner = forms.CharField(label=_("Who is responsible"), max_length=80, required=False)
    until = day_field(pgettext_lazy("task", "Until when"), required=False)
    cost = money_field(_("What it costs, in yuan"), help_text=_("Empty: nothing."))
    reason = forms.CharField(label=_("Reason for a refusal"), max_length=1000, required=False, widget=_BOX)


class DoneForm(Chosen):
    """A measure is done."""

    answer = forms.ChoiceField(label=_("For which unit"), widget=forms.RadioSelect)
    words = needed(AnswerIncomplete, label=_("What was done"), max_length=1000, widget=_BOX)


class RatingForm(Sure):
    """What a home says of the outcome; on the slip, and on paper."""

    solved = forms.ChoiceField(
        label=_("Is it solved?"), widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("rating", "Yes, solved")),
            ("no", pgettext_lazy("rating", "No, not solved")),
        ],
    )  # fmt: skip
    satisfied = forms.ChoiceField(
        label=_("Was it well done?"), widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("rating", "Yes, well done")),
            ("no", pgettext_lazy("rating", "No, not well")),
        ],
    )  # fmt: skip
    words = forms.CharField(label=_("A word on it"), max_length=500, required=False, widget=_BOX)


class RatingForHome(RatingForm):
    """The same, written down by a clerk."""

    door = forms.CharField(label=_("Home"), max_length=160, help_text=_("Such as 3-2-501."))
    way = forms.ChoiceField(
        label=_("How it came"), widget=forms.RadioSelect,
        choices=[(Way.PAPER.value, Way.PAPER.label), (Way.VISIT.value, Way.VISIT.label)],
    )  # fmt: skip
    field_order = ("door", "way", "solved", "satisfied", "words")


class DropForm(Sure):
    """Why it is not carried on; everybody reads it."""

    reason = needed(ProposalWordsMissing, label=_("Reason"), max_length=300, widget=_BOX)
