"""What those who keep the duties fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desks.proposals.forms import day_field
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.neighbours.volunteers.acts import MOST
from huiyin.neighbours.volunteers.refusals import DutyIncomplete, ThanksMissing

_BOX = forms.Textarea(attrs={"rows": 5})


class DutyForm(Sure):
    """What is to be done, when, where, by how many."""

    title = needed(DutyIncomplete, label=_("Name of the duty"), max_length=60)
    words = needed(
        DutyIncomplete, label=_("What is to be done"), max_length=2000, widget=_BOX,
        help_text=_("What to bring, and whom to ask for."),
    )  # fmt: skip
    day = day_field(_("Day"))
    hours = needed(
        DutyIncomplete, label=_("From when to when"), max_length=40, help_text=_("For example 9:00 to 11:00.")
    )
    venue = needed(DutyIncomplete, label=_("Where to meet"), max_length=80)
    wanted = forms.IntegerField(label=_("How many are wanted"), min_value=1, max_value=MOST)
    signed = needed(DutyIncomplete, label=_("Who signs it"), max_length=60)


class NewDutyForm(Chosen, DutyForm):
    """A new one: for whom."""

    place = forms.ChoiceField(label=_("Whose volunteers are asked"))
    field_order = ("place", "title", "words", "day", "hours", "venue", "wanted", "signed")


class OffForm(Sure):
    """Why it does not take place."""

    reason = needed(
        ThanksMissing, label=_("Reason"), max_length=300, help_text=_("Whoever wanted to come reads it.")
    )


class ThanksForm(Sure):
    """The note."""

    words = needed(
        ThanksMissing, label=_("What the note says"), max_length=500, widget=_BOX,
        help_text=_("The same words for everybody; each note is printed with its name."),
    )  # fmt: skip


class WhyForm(Sure):
    """Why telephones are opened, or somebody is taken off."""

    reason = needed(ThanksMissing, label=_("Reason"), max_length=200, help_text=_("Kept on record."))
