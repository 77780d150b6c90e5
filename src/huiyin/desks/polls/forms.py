"""What those who keep a poll fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c2_voices.poll.drafting import MOST_DAYS, MOST_EACH
from huiyin.commons.c2_voices.poll.refusals import PollWordsMissing
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 5})


class PollForm(Chosen):
    """What is asked, and of whom."""

    place = forms.ChoiceField(label=_("Who is asked"), help_text=_("Every home at this place."))
    title = needed(PollWordsMissing, label=_("Question"), max_length=120)
    words = needed(PollWordsMissing, label=_("What it is about"), max_length=2000, widget=_BOX)
    called_by = needed(PollWordsMissing, label=_("Who asks"), max_length=120)
    each = forms.IntegerField(
        label=_("Voices of one home"), min_value=1, max_value=MOST_EACH, initial=1,
        help_text=_("1: each home has one voice. More: so many persons of a home have a voice each."),
    )  # fmt: skip
    persons = forms.IntegerField(
        label=_("Persons asked"), min_value=0, max_value=1_000_000, required=False,
        help_text=_("Residents of 18 years and over; needed only where persons have a voice each."),
    )  # fmt: skip


class RoundForm(Sure):
    """How the next round runs."""

    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=MOST_DAYS, initial=7,
        help_text=_("The day on which it opens is not counted."),
    )  # fmt: skip
    naming = forms.BooleanField(label=_("Residents may write their own words"), required=False)
    most = forms.IntegerField(
        label=_("Options one voice may choose"), min_value=1, max_value=MOST_EACH, initial=1
    )
    options = forms.CharField(
        label=_("Options you put"), required=False, max_length=3000, widget=_BOX,
        help_text=_("One on each line. What went on from the round before is on the list by itself."),
    )  # fmt: skip


class PaperForm(Chosen):
    """A paper as it was filled in."""

    no = needed(PollWordsMissing, label=_("Number of the paper"), max_length=20)
    door = forms.CharField(label=_("Home"), max_length=160, help_text=_("Such as 3-2-501."))
    said_on = forms.DateField(
        label=_("Day on the paper"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    seat = forms.IntegerField(
        label=_("Which person of the home"), min_value=1, max_value=MOST_EACH, initial=1,
        help_text=_("1 where a home has one voice."),
    )  # fmt: skip
    picks = forms.MultipleChoiceField(
        label=pgettext_lazy("poll", "Chosen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("Own words"), required=False, max_length=60)


class DecideForm(forms.Form):
    """What becomes of each option, and why. `options`: rows of (number, words with count, fate, reason)."""

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = options["rows"]
        for no, words, fate, reason in rows:
            self.fields[f"f{no}"] = forms.ChoiceField(
                label=words, choices=_fates(no, rows), required=False, initial=fate
            )
            self.fields[f"r{no}"] = forms.CharField(
                label=_("Reason, option %(no)s") % {"no": no}, max_length=300, required=False, initial=reason
            )


def _fates(no: int, rows: Any) -> Choices:
    told = [
        ("", str(_("not decided yet"))), ("on", str(_("goes on"))), ("out", str(_("drops out"))),
        ("hide", str(_("drops out, its words are not fit to be published"))),
    ]  # fmt: skip
    others = [
        (f"with{one}", str(_("counted with %(no)s") % {"no": one})) for one, *_rest in rows if one != no
    ]
    return told + others


class FinishForm(Chosen):
    """The outcome."""

    no = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    reason = needed(PollWordsMissing, label=_("Reason"), max_length=500, widget=_BOX)


class CancelForm(Sure):
    """Why it is called off; everybody reads it."""

    reason = needed(PollWordsMissing, label=_("Reason"), max_length=300, widget=_BOX)
