"""The ballot, and an objection."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c2_voices.owners_vote.refusals import ChoiceMissing, VoteWordsMissing
from huiyin.desks.steward.filling import needed

from .shown import answers_of


class BallotForm(forms.Form):
    """One choice for each question; on paper a question may be left blank."""

    def __init__(self, *args: Any, vote: OwnersVote, blank: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: dict[str, int] = {}
        questions = list(vote.questions.all())
        for question in questions:
            name = f"q{question.no}"
            self.names[name] = question.no
            self.fields[name] = forms.ChoiceField(
                label=f"{question.no}. {question.text}" if len(questions) > 1 else question.text,
                choices=answers_of(question), widget=forms.RadioSelect, required=not blank,
                error_messages={"required": str(ChoiceMissing.sentence) % {"no": question.no}},
            )  # fmt: skip

    def said(self) -> dict[int, str]:
        """{question number: letter}."""
        return {no: self.cleaned_data.get(name, "") for name, no in self.names.items()}

    def chosen(self) -> list[tuple[str, str, str, str]]:
        """Field, letter, question and the words of the answer, for the check page."""
        rows = []
        for name in self.names:
            letter = self.cleaned_data[name]
            field = self.fields[name]
            rows.append((name, letter, str(field.label), str(dict(field.choices)[letter])))
        return rows


class ObjectionForm(forms.Form):
    """Who objects, and why."""

    name = needed(VoteWordsMissing, label=_("Your name"), max_length=80)
    text = needed(
        VoteWordsMissing, label=_("What is wrong with the result"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
