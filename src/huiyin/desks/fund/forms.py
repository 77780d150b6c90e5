"""The forms of a use of the fund: HTTP in, clean values out."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c2_voices.owners_vote.refusals import VoteWordsMissing
from huiyin.commons.c6_fund.refusals import DangerWrong, UseWordsMissing
from huiyin.desks.proposals.forms import day_field, money_field
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.desks.votes.forms import VoteForm

_BOX = forms.Textarea(attrs={"rows": 4})
_READ = _("Everybody reads it.")


class UseForm(Chosen):
    """What is to be repaired, where."""

    place = forms.ChoiceField(
        label=_("Where the common part lies"),
        help_text=_("Every home of the owners' register there shares it; you can narrow that afterwards."),
    )
    part = forms.ChoiceField(label=_("Which common part"))
    title = needed(UseWordsMissing, label=_("What it is about, in a few words"), max_length=120)
    words = needed(
        UseWordsMissing, label=_("What is wrong, and what is to be done"), max_length=5000, widget=_BOX
    )


class ScopeForm(Chosen):
    """Which entrances or homes share the part."""

    entrances = forms.MultipleChoiceField(
        label=_("Whole buildings and entrances"), required=False, widget=forms.CheckboxSelectMultiple
    )
    homes = forms.MultipleChoiceField(
        label=_("Single homes besides"), required=False, widget=forms.CheckboxSelectMultiple
    )
    why = needed(UseWordsMissing, label=_("Why just these"), max_length=300, widget=_BOX, help_text=_READ)


class QuotationForm(Chosen):
    """What an organisation asks for."""

    organisation = forms.ChoiceField(label=_("Who offers it"))
    amount = money_field(_("For how much, in yuan"), needed=True)
    words = forms.CharField(
        label=_("What is offered for it"), max_length=500, required=False, widget=_BOX,
        help_text=_("Such as material, warranty, days of work."),
    )  # fmt: skip


class ScanForm(Chosen):
    """The picture of a quotation."""

    no = forms.ChoiceField(label=pgettext_lazy("fund", "Quotation"), widget=forms.RadioSelect)
    picture = forms.FileField(label=_("Picture"), error_messages={"required": UseWordsMissing.sentence})


class ChooseForm(Chosen):
    """Which quotation, and why."""

    no = forms.ChoiceField(label=pgettext_lazy("fund", "Quotation"), widget=forms.RadioSelect)
    why = needed(UseWordsMissing, label=_("Why this one"), max_length=300, widget=_BOX, help_text=_READ)


class FundVoteForm(VoteForm):
    """The vote on a use, with its question."""

    text = needed(
        VoteWordsMissing,
        label=pgettext_lazy("vote", "Question"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class BindForm(Chosen):
    """A vote that was prepared already."""

    vote = forms.ChoiceField(label=_("Which vote"), widget=forms.RadioSelect)


class DangerForm(Chosen):
    """An emergency."""

    danger = forms.ChoiceField(label=_("What danger it is"))
    confirmed_by = needed(
        DangerWrong, label=_("Who confirmed the danger"), max_length=120,
        help_text=_("Such as the housing office, the lift inspector, the street; everybody reads it."),
    )  # fmt: skip
    confirmed_at = forms.DateTimeField(
        label=_("When it was confirmed"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    contractor = forms.ChoiceField(label=_("Who does the work"), required=False)


class ObjectionForm(Sure):
    """What somebody objects to."""

    name = needed(UseWordsMissing, label=_("Who objects"), max_length=80, help_text=_("Not shown in public."))
    text = needed(UseWordsMissing, label=_("Objection"), max_length=2000, widget=_BOX)


class AnswerObjection(Chosen):
    """The answer to an objection."""

    objection = forms.ChoiceField(label=_("Objection"), widget=forms.RadioSelect)
    answer = needed(UseWordsMissing, label=_("Answer"), max_length=2000, widget=_BOX)
    upheld = forms.ChoiceField(
        label=_("Is it right?"), widget=forms.RadioSelect,
        choices=[
            ("no", pgettext_lazy("fund", "No, the use goes on")),
            ("yes", pgettext_lazy("fund", "Yes, the use cannot go on")),
        ],
    )  # fmt: skip


class PaymentForm(Sure):
    """Money that left the fund."""

    amount = money_field(_("How much was paid, in yuan"), needed=True)
    paid_on = day_field(_("On which day"))
    paper = needed(UseWordsMissing, label=_("Number of the receipt"), max_length=60)


class StopForm(Sure):
    """A reason everybody reads."""

    reason = needed(UseWordsMissing, label=_("Reason"), max_length=300, widget=_BOX, help_text=_READ)
