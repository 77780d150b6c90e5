"""The forms of a shared problem: HTTP in, clean values out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.s6_topics.refusals import CaseNotHere, NoneChosen, TopicWordsMissing
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 3})


class NameForm(Sure):
    """What people call it."""

    name = needed(TopicWordsMissing, label=_("What people call it"), max_length=80)


class ReasonForm(Sure):
    """Why, or how."""

    why = needed(TopicWordsMissing, label=_("Reason, kept on record"), max_length=200, widget=_BOX)


class HowForm(Sure):
    """How it was solved."""

    why = needed(TopicWordsMissing, label=_("How was it solved?"), max_length=200, widget=_BOX)


def _requests() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Which requests"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NoneChosen.sentence},
    )  # fmt: skip


class SplitForm(Chosen):
    """Which requests are a problem of their own, and what it is called."""

    cases = _requests()
    name = needed(TopicWordsMissing, label=_("What the other problem is called"), max_length=80)


class OutForm(Chosen):
    """Which requests do not belong to it."""

    cases = _requests()
    why = forms.CharField(label=_("Reason, kept on record"), max_length=200, required=False, widget=_BOX)


class JoinForm(Chosen):
    """The problem it belongs to."""

    into = forms.ChoiceField(label=_("Which problem it belongs to"), widget=forms.RadioSelect)


class InForm(Sure):
    """The number of a request that belongs to it."""

    number = needed(CaseNotHere, label=_("Number of the request"), max_length=40)
