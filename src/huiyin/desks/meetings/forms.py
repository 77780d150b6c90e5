"""The forms of a meeting: HTTP in, clean values out."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c1_proposals.meetings.refusals import MeetingWordsMissing, MinutesMissing
from huiyin.desks.proposals.forms import day_field
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.ground.clock import ZONE

FRIDAY, MONDAY_AFTER, HOUR = 5, 8, time(14, 30)
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


class WeeklyForm(forms.Form):
    """When and where the triage meeting is, and what is added to its draft."""

    title = needed(MeetingWordsMissing, label=_("Title"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("Day and hour"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    venue = needed(MeetingWordsMissing, label=_("Room"), max_length=120)
    called_by = needed(MeetingWordsMissing, label=_("Who calls it"), max_length=120)
    own = forms.CharField(
        label=_("Matters of your own, one a line"), max_length=3000, required=False, widget=_BOX,
        help_text=_("They stand in papers: no names, no telephones, no home numbers."),
    )  # fmt: skip

    @property
    def lines(self) -> list[str]:
        """What was added, line by line; blank lines say nothing."""
        return [line for text in self.cleaned_data["own"].splitlines() if (line := text.strip())]


def usual_call(today: date, place: str) -> dict[str, Any]:
    """What the form says at first: this Friday (from a Friday on: next Monday), the place that calls."""
    year, number, weekday = today.isocalendar()
    day = today + timedelta(days=FRIDAY - weekday if weekday < FRIDAY else MONDAY_AFTER - weekday)
    return {
        "title": gettext("Triage meeting, week %(week)s of %(year)s") % {"week": number, "year": year},
        "starts_at": datetime.combine(day, HOUR, tzinfo=ZONE), "called_by": place,
    }  # fmt: skip


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


class PickItem(Chosen):
    """One of the items."""

    no = forms.ChoiceField(label=_("Item"), widget=forms.RadioSelect)


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
