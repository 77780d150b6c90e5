"""What organisers of an election fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c2_voices.election.counting import Line, Sheet
from huiyin.commons.c2_voices.election.refusals import ElectionWordsMissing
from huiyin.commons.c2_voices.election.words import Origin
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 5})
MOST = 5000


class ElectionForm(Chosen):
    """An election: which branch, how many seats."""

    scope = forms.ChoiceField(label=_("Where"))
    title = needed(ElectionWordsMissing, label=_("Title"), max_length=120)
    body = needed(
        ElectionWordsMissing, label=_("Which branch elects"), max_length=120,
        help_text=_("As it stands on the notice and the ballot."),
    )  # fmt: skip
    called_by = needed(ElectionWordsMissing, label=_("Who calls the election"), max_length=120)
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=30)


class RollForm(Sure):
    """The members who may vote."""

    names = needed(
        ElectionWordsMissing, label=_("Members who may vote"), max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One name on each line. Only full members vote; nothing but the name is kept."),
    )  # fmt: skip


class ReceivedForm(Chosen):
    """Who received a ballot."""

    received = forms.MultipleChoiceField(
        label=_("Received a ballot"), required=False, widget=forms.CheckboxSelectMultiple
    )


class NameForm(Sure):
    """Somebody is named."""

    name = needed(ElectionWordsMissing, label=pgettext_lazy("person", "Name"), max_length=60)
    origin = forms.ChoiceField(label=_("How"), choices=Origin.choices, widget=forms.RadioSelect)


class WithdrawForm(Chosen):
    """Whose name goes, and why."""

    candidate = forms.ChoiceField(label=pgettext_lazy("person", "Name"), widget=forms.RadioSelect)
    reason = needed(ElectionWordsMissing, label=_("Reason"), max_length=300)


class VetForm(Chosen):
    """Whether somebody is qualified."""

    candidate = forms.ChoiceField(label=pgettext_lazy("person", "Name"), widget=forms.RadioSelect)
    fit = forms.ChoiceField(
        label=_("Qualified?"), widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("no", _("No"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Needed for “no”; it is kept in writing."),
    )


class TiesForm(Chosen):
    """The place of each name among those of equal strokes."""

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        rows = options["names"]
        super().__init__(*args, options={}, **kwargs)
        for key, name, place in rows:
            self.fields[f"c{key}"] = forms.IntegerField(label=name, min_value=1, max_value=99, initial=place)


class ObjectForm(Sure):
    """An objection to what hangs."""

    name = needed(ElectionWordsMissing, label=_("Who objects"), max_length=80)
    text = needed(ElectionWordsMissing, label=_("Objection"), max_length=2000, widget=_BOX)


class AnswerForm(Chosen):
    """Its answer."""

    objection = forms.ChoiceField(label=_("Objection"), widget=forms.RadioSelect)
    answer = needed(ElectionWordsMissing, label=_("Answer"), max_length=2000, widget=_BOX)
    upheld = forms.ChoiceField(
        label=_("Is it right?"), widget=forms.RadioSelect,
        choices=[("no", _("No, the posting stands")), ("yes", _("Yes, it has to be posted again"))],
    )  # fmt: skip


class ReduceForm(Sure):
    """How many agree to fewer seats."""

    agree = forms.IntegerField(label=_("Members there who agree"), min_value=0, max_value=MOST)


class FileForm(forms.Form):
    """A document of a step."""

    title = needed(ElectionWordsMissing, label=_("Document"), max_length=120)
    words = forms.CharField(label=_("What it says"), max_length=2000, required=False, widget=_BOX)
    scan = forms.FileField(label=_("Picture of the document"), required=False)


class CountForm(forms.Form):
    """A tally sheet as the paper says it: sums, and each candidate's votes."""

    def __init__(self, *args: Any, names: list[str], entitled: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names, self.entitled = names, entitled
        for key, words in (
            ("present", _("Members there")), ("issued", _("Ballots issued")),
            ("collected", _("Ballots collected")), ("invalid", _("Invalid ballots")),
        ):  # fmt: skip
            self.fields[key] = _number(words)
        for place, name in enumerate(names):
            self.fields[f"yes{place}"] = _number(_("%(name)s: for") % {"name": name})
            self.fields[f"no{place}"] = _number(_("%(name)s: against") % {"name": name})
            self.fields[f"abstain{place}"] = _number(_("%(name)s: abstaining") % {"name": name})
        self.fields["others"] = forms.CharField(
            label=_("Others written in"), max_length=2000, required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("One on each line: name, space, votes. Such as: 周敏 2"),
        )  # fmt: skip
        self.fields["scan"] = forms.FileField(label=_("Photograph of the tally sheet"))

    def clean_others(self) -> tuple[tuple[str, int], ...]:
        """(name, votes) of each line."""
        found = []
        for line in str(self.cleaned_data["others"]).splitlines():
            name, _space, votes = line.strip().rpartition(" ")
            if not line.strip():
                continue
            if not name.strip() or not (votes.isascii() and votes.isdigit() and len(votes) < 5):  # noqa: PLR2004
                raise forms.ValidationError(_("Write each as: name, space, votes."))
            found.append((name.strip()[:60], int(votes)))
        return tuple(found)

    def sheet(self) -> Sheet:
        """What was entered."""
        told = self.cleaned_data
        lines = tuple(
            Line(name, told[f"yes{place}"], told[f"no{place}"], told[f"abstain{place}"])
            for place, name in enumerate(self.names)
        )
        sums = {key: told[key] for key in ("present", "issued", "collected", "invalid")}
        return Sheet(entitled=self.entitled, lines=lines, others=told["others"], **sums)


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST)
