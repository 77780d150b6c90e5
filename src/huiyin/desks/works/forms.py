"""The forms of decisions and works: HTTP in, clean values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c3_decisions.refusals import DecisionWordsMissing
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c4_works.picturing import MOST_SPOTS
from huiyin.commons.c4_works.refusals import ProjectWordsMissing
from huiyin.commons.c4_works.words import Basis, Moment, Way
from huiyin.desks.proposals.forms import day_field, money_field
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 4})
BY_HAND = (DecidedBy.MEETING, DecidedBy.PARTIES, DecidedBy.OWN)
ON_PAPER = [(one.value, one.label) for one in (Way.PAPER, Way.VISIT)]


def number_field(label: Any, **more: Any) -> forms.IntegerField:
    """A whole number."""
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **more,
    )


class DecisionForm(Chosen):
    """What was decided, by whom."""

    place = forms.ChoiceField(label=_("Whom it concerns"))
    title = needed(DecisionWordsMissing, label=_("What it is about, in a few words"), max_length=120)
    words = needed(DecisionWordsMissing, label=_("What was decided"), max_length=5000, widget=_BOX)
    kind = forms.ChoiceField(
        label=_("How it was decided"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in BY_HAND],
    )
    body = needed(DecisionWordsMissing, label=_("Who decided"), max_length=120)
    article = forms.CharField(
        label=_("Under which rule"),
        max_length=120,
        required=False,
        help_text=_("Such as the rules of the meeting."),
    )
    agreed = number_field(
        _("How many agreed"), required=False, help_text=_("Empty where nothing was counted.")
    )
    entitled = number_field(_("Of how many"), required=False)
    decided_on = day_field(_("Day of the decision"))


class QuestionForm(Chosen):
    """Which question of a vote: each is decided by itself."""

    question = forms.ChoiceField(label=_("What the owners agreed to"), widget=forms.RadioSelect)


class ReasonForm(Sure):
    """A reason everybody reads."""

    reason = needed(ProjectWordsMissing, label=_("Reason"), max_length=300, widget=_BOX)


class ProjectForm(Chosen):
    """What a project is to be."""

    title = needed(ProjectWordsMissing, label=_("What it is about, in a few words"), max_length=120)
    words = forms.CharField(label=_("What is done"), max_length=5000, required=False, widget=_BOX)
    contractor = forms.ChoiceField(label=_("Who does the work"), required=False)
    budget = money_field(_("Budget, in yuan"), help_text=_("Empty: not known yet."))


class StageForm(Sure):
    """A stage of the work."""

    title = needed(ProjectWordsMissing, label=pgettext_lazy("project", "Stage"), max_length=120)
    planned_on = day_field(_("Planned for"))


class SlipForm(Chosen):
    """A stage gets a later day."""

    no = forms.ChoiceField(label=pgettext_lazy("project", "Stage"), widget=forms.RadioSelect)
    to = day_field(_("New day"))
    why = needed(ProjectWordsMissing, label=_("Reason"), max_length=300, help_text=_("Everybody reads it."))


class StageDoneForm(Chosen):
    """A stage is done."""

    no = forms.ChoiceField(label=pgettext_lazy("project", "Stage"), widget=forms.RadioSelect)
    done_on = day_field(_("Done on"))


class AcceptForm(Sure):
    """Accept the work, and the answer to everybody who asked."""

    answer = forms.CharField(
        label=_("Answer to everybody who asked"),
        max_length=2000,
        required=False,
        widget=_BOX,
        help_text=_(
            "Every open request of this matter gets it, and each person is asked whether it is solved."
        ),
    )
    reason = forms.CharField(
        label=_("Your reasons, where no home answered"), max_length=300, required=False, widget=_BOX
    )


class DivideForm(Chosen):
    """Who pays what."""

    homes = forms.MultipleChoiceField(label=_("Homes that share it"), widget=forms.CheckboxSelectMultiple)
    total = money_field(_("Whole cost, in yuan"))
    part = money_field(_("Of it, borne by the homes together, in yuan"))
    basis = forms.ChoiceField(label=_("How it is divided"), choices=Basis.choices, widget=forms.RadioSelect)
    payer = forms.ChoiceField(
        label=_("Who pays the rest"),
        help_text=_("Also what homes do not agree to, and what it costs more."),
    )


class HomeForm(Chosen):
    """What a home said about its part."""

    home = forms.ChoiceField(label=_("Home"))
    says = forms.ChoiceField(
        label=_("What it says"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("cost share", "Yes, it pays")),
            ("no", pgettext_lazy("cost share", "No")),
        ],
    )
    way = forms.ChoiceField(label=_("How it came"), choices=ON_PAPER, widget=forms.RadioSelect)


class ReceiptForm(Chosen):
    """A home has paid."""

    home = forms.ChoiceField(label=_("Home"))
    receipt = needed(ProjectWordsMissing, label=_("Number of the receipt"), max_length=40)


class ActualForm(Sure):
    """What it cost."""

    actual = money_field(_("What it cost in the end, in yuan"), needed=True)


class FitForm(Sure):
    """What a home says of finished work; on the slip, and on paper."""

    fit = forms.ChoiceField(
        label=_("Is the work fit?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("acceptance", "Yes, fit")),
            ("no", pgettext_lazy("acceptance", "No, not yet")),
        ],
    )
    words = forms.CharField(label=_("A word on it"), max_length=500, required=False, widget=_BOX)


class FitForHome(Chosen, FitForm):
    """The same, written down for a home."""

    home = forms.ChoiceField(label=_("Home"))
    way = forms.ChoiceField(label=_("How it came"), choices=ON_PAPER, widget=forms.RadioSelect)
    field_order = ("home", "way", "fit", "words")


class AgreeForm(Sure):
    """What a home says about its part, by its slip."""

    agrees = forms.ChoiceField(
        label=_("Do you agree to pay your part?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", pgettext_lazy("cost share", "Yes, it pays")),
            ("no", pgettext_lazy("cost share", "No")),
        ],
    )


class PhotographForm(forms.Form):
    """A picture of a place of the work."""

    moment = forms.ChoiceField(label=_("When"), choices=Moment.choices, widget=forms.RadioSelect)
    spot = forms.IntegerField(
        label=_("Number of the place"), min_value=1, max_value=MOST_SPOTS, initial=1,
        help_text=_("Pictures of the same place have the same number: they stand side by side."),
    )  # fmt: skip
    words = needed(ProjectWordsMissing, label=_("What it shows"), max_length=120)
    picture = forms.FileField(label=_("Picture"), error_messages={"required": ProjectWordsMissing.sentence})
