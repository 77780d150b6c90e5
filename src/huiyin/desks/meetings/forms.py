"""The forms of a meeting: HTTP in, clean values out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c1_proposals.meetings.refusals import MeetingWordsMissing, MinutesMissing
from huiyin.desks.proposals.forms import day_field
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 4})
_MINUTES = forms.Textarea(attrs={"rows": 14})


class MeetingForm(Chosen):
    """What a meeting is to be."""

    scope = forms.ChoiceField(label=_("Where"))
    kind = forms.ChoiceField(label=_("Kind of meeting"), widget=forms.RadioSelect)
    council = forms.ChoiceField(label=_("At which table"), widget=forms.RadioSelect)
    title = needed(MeetingWordsMissing, label=_("Title"), max_length=120)
    venue = needed(MeetingWordsMissing, label=_("Room"), max_length=120)
    called_by = needed(MeetingWordsMissing, label=_("Who calls it"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, options={name: held for name, held in options.items() if held}, **kwargs)
        if not options["scope"]:
            del self.fields["scope"]


class SeatForm(Chosen):
    """Who sits for a party."""

    party = forms.ChoiceField(label=_("For which party"))
    holder = needed(MeetingWordsMissing, label=_("Who sits there"), max_length=80)
    substitute = forms.CharField(label=_("Substitute"), max_length=80, required=False)


class PickSeat(Chosen):
    """One of the seats."""

    no = forms.ChoiceField(label=_("Seat"), widget=forms.RadioSelect)


class ItemForm(Chosen):
    """An item of the agenda."""

    proposal = forms.ChoiceField(label=_("Proposal"), required=False)
    words = forms.CharField(label=_("Or in words"), max_length=300, required=False)


class OpenForm(Sure):
    """The meeting begins."""

    chair = needed(MeetingWordsMissing, label=_("Who is in the chair"), max_length=80)


class DecideForm(Chosen):
    """What came of an item."""

    no = forms.ChoiceField(label=_("Item"), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(
        label=_("What came of it"), widget=forms.RadioSelect,
        choices=[("vote", _("Voted on")), ("noted", _("Talked over, no vote")), ("put_off", _("Put off"))],
    )  # fmt: skip
    talk = forms.CharField(label=_("What was said"), max_length=5000, required=False, widget=_BOX)
    decision = forms.CharField(label=_("Words of the decision"), max_length=1000, required=False, widget=_BOX)
    agree = forms.IntegerField(label=_("In favour"), min_value=0, max_value=999, required=False)
    against = forms.IntegerField(label=_("Against"), min_value=0, max_value=999, required=False)
    abstain = forms.IntegerField(label=_("Abstained"), min_value=0, max_value=999, required=False)


class DissentForm(Chosen):
    """Who saw it otherwise."""

    no = forms.ChoiceField(label=_("Item"), widget=forms.RadioSelect)
    seat = forms.ChoiceField(label=_("Who"), widget=forms.RadioSelect)
    words = needed(MeetingWordsMissing, label=_("In the own words"), max_length=1000, widget=_BOX)


class TaskForm(Chosen):
    """What a decision gives somebody to do."""

    no = forms.ChoiceField(label=_("Item"), widget=forms.RadioSelect)
    words = needed(MeetingWordsMissing, label=_("What is to be done"), max_length=500, widget=_BOX)
    owner = needed(MeetingWordsMissing, label=_("Who is responsible"), max_length=80)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    until = day_field(
        pgettext_lazy("task", "Until when"), required=False, help_text=_("Empty: the usual working days.")
    )


class TaskDoneForm(Sure):
    """It is done."""

    words = needed(MeetingWordsMissing, label=_("What was done"), max_length=500, widget=_BOX)


class MinutesForm(Sure):
    """The minutes."""

    words = needed(MinutesMissing, label=_("Minutes"), max_length=20000, widget=_MINUTES)


class OffForm(Sure):
    """Why it does not take place; everybody reads it."""

    reason = needed(MeetingWordsMissing, label=_("Reason"), max_length=300, widget=_BOX)
