"""The forms of a survey: what keepers fill in, and the sheet itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c2_voices.models import SurveyQuestion
from huiyin.commons.c2_voices.survey.answers import HIGHEST, LONGEST
from huiyin.commons.c2_voices.survey.facts import Known
from huiyin.commons.c2_voices.survey.preparing import Choice
from huiyin.commons.c2_voices.survey.refusals import SurveyWordsMissing
from huiyin.commons.c2_voices.survey.words import Means, QuestionKind, Result, SheetWay
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.desks.steward.tables import day

_BOX = forms.Textarea(attrs={"rows": 5})
_PROBLEM, _NEED = ("!", "！"), ("+", "＋")


class SurveyForm(Chosen):
    """What is asked, and where."""

    place = forms.ChoiceField(label=_("Which homes"), help_text=_("Every home at this place."))
    title = needed(SurveyWordsMissing, label=_("Title"), max_length=120)
    words = needed(
        SurveyWordsMissing, label=_("Why it is asked"), max_length=2000, widget=_BOX,
        help_text=_("Residents read this first: what for, who reads the answers, that every answer is free."),
    )  # fmt: skip
    called_by = needed(SurveyWordsMissing, label=_("Who asks"), max_length=120)
    until = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    template = forms.ChoiceField(
        label=_("Begin with"), required=False,
        choices=[("estate", _("the questions for an estate")), ("", _("no question"))],
    )  # fmt: skip


class QuestionForm(Sure):
    """One thing more that is asked."""

    section = forms.CharField(label=_("Section"), max_length=60, required=False)
    text = needed(SurveyWordsMissing, label=_("Question"), max_length=200)
    kind = forms.ChoiceField(label=_("How it is answered"), choices=QuestionKind.choices)
    choices = forms.CharField(
        label=_("Choices"), required=False, max_length=1500, widget=_BOX,
        help_text=_("One on each line. A line that begins with ! names a problem, one with + a need."),
    )  # fmt: skip
    fact = forms.BooleanField(
        label=_("A fact of the household, asked once a year"), required=False,
        help_text=_("Whoever visits finds filled in what the home told within a year, and nothing else."),
    )  # fmt: skip

    def clean_choices(self) -> list[Choice]:
        """The lines as choices."""
        lines = [one.strip() for one in str(self.cleaned_data["choices"]).splitlines() if one.strip()]
        return [_choice(one) for one in lines]


def _choice(line: str) -> Choice:
    if line.startswith(_PROBLEM):
        return Choice(line[1:].strip(), Means.PROBLEM)
    if line.startswith(_NEED):
        return Choice(line[1:].strip(), Means.NEED)
    return Choice(line)


class UnquestionForm(Chosen):
    """Which question goes."""

    no = forms.ChoiceField(label=_("Question"), widget=forms.RadioSelect)


class AnswersForm(forms.Form):
    """The questions of a survey; each may be left open."""

    def __init__(self, *args: Any, questions: Sequence[SurveyQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[f"q{one.no}"] = _field(one)

    def told(self) -> dict[int, Any]:
        """Number of the question -> numbers of choices, number or text."""
        found: dict[int, Any] = {}
        for one in self.questions:
            said = self.cleaned_data.get(f"q{one.no}")
            found[one.no] = [said] if one.kind == QuestionKind.ONE and said not in (None, "") else said
        return found

    def rows(self) -> Iterator[tuple[str, forms.BoundField, bool]]:
        """(section where it begins, field, whether it is chosen) in order."""
        before = ""
        for one in self.questions:
            chosen = one.kind in (QuestionKind.ONE, QuestionKind.MANY)
            yield (one.section if one.section != before else ""), self[f"q{one.no}"], chosen
            before = one.section


def _field(one: SurveyQuestion) -> forms.Field:
    label = f"{one.no}. {one.text}"
    choices = [(str(no), each["words"]) for no, each in enumerate(one.choices, 1)]
    if one.kind == QuestionKind.ONE:
        return forms.TypedChoiceField(
            label=label, coerce=int, empty_value=None, required=False, choices=choices,
            widget=forms.RadioSelect,
        )  # fmt: skip
    if one.kind == QuestionKind.MANY:
        return forms.TypedMultipleChoiceField(
            label=label, coerce=int, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    if one.kind == QuestionKind.NUMBER:
        return forms.IntegerField(label=label, min_value=0, max_value=HIGHEST, required=False)
    box = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=LONGEST, required=False, widget=box)


class SheetForm(AnswersForm):
    """The same at the door, with what came of it. `known`: household facts that stand filled in."""

    result = forms.ChoiceField(
        label=_("What came of it"), choices=Result.choices, initial=Result.ANSWERED, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label=_("How"), initial=SheetWay.VISIT, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (SheetWay.VISIT, SheetWay.PHONE, SheetWay.PAPER)],
    )  # fmt: skip
    paper_no = forms.CharField(label=_("Number of the paper"), max_length=20, required=False)

    def __init__(self, *args: Any, known: Mapping[int, Known] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for no, one in (known or {}).items():
            asked = self.fields[f"q{no}"]
            asked.initial = one.value
            asked.help_text = _("Told on %(day)s. Ask only whether it is still so.") % {"day": day(one.at)}


class DoorForm(AnswersForm):
    """The same behind a public code: which home it is, as it stands on the door."""

    door = needed(
        SurveyWordsMissing, label=pgettext_lazy("survey", "Your home"), max_length=160,
        help_text=_("As on the door, such as 3-2-501. No name is needed."),
    )  # fmt: skip
