"""What organisers fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c2_voices.owners_vote.refusals import VoteWordsMissing
from huiyin.commons.c2_voices.owners_vote.words import Means, PaperEnd, Reached
from huiyin.desks.ballot.forms import BallotForm
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.ground.phones import normalise_phone
from huiyin.registers.rules.words import REPEATED_LABELS, SILENCE_LABELS, BallotWay

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_BOX = forms.Textarea(attrs={"rows": 5})


class VoteForm(Chosen):
    """A vote: what it is about, in what way, when."""

    scope = forms.ChoiceField(label=_("Estate"))
    title = needed(
        VoteWordsMissing, label=_("Title"), max_length=120, help_text=_("Such as: change the company.")
    )
    words = needed(
        VoteWordsMissing, label=_("What it is about"), max_length=5000, widget=_BOX,
        help_text=_("Every owner reads this: reasons, costs, what happens if it passes and if not."),
    )  # fmt: skip
    called_by = needed(
        VoteWordsMissing, label=_("Who calls the vote"), max_length=120,
        help_text=_("The owners' committee, the management committee, the preparatory group, or owners."),
    )  # fmt: skip
    mode = forms.ChoiceField(label=_("Kind of vote"), widget=forms.RadioSelect)
    opens_on = forms.DateField(label=_("First day of voting"), widget=_DAY)
    last_day = forms.DateField(label=_("Last day of voting"), widget=_DAY)
    repeated = forms.ChoiceField(
        label=_("If an owner votes twice"),
        choices=[(key.value, words) for key, words in REPEATED_LABELS.items()],
        widget=forms.RadioSelect,
    )  # fmt: skip
    silence = forms.ChoiceField(
        label=_("Ballots that are not returned"), widget=forms.RadioSelect,
        choices=[(key.value, words) for key, words in SILENCE_LABELS.items()],
        help_text=_(
            "Anything but the first needs a clause of the owners' rules and a delivery that is proved."
        ),
    )  # fmt: skip
    clause = forms.CharField(label=_("Clause"), max_length=300, required=False)

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, options=options, **kwargs)
        if "scope" not in options:
            del self.fields["scope"]


class ProposedVoteForm(VoteForm):
    """The vote a proposal needs, with its first question."""

    text = needed(
        VoteWordsMissing,
        label=pgettext_lazy("vote", "Question"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class QuestionForm(Chosen):
    """A question."""

    matter = forms.ChoiceField(
        label=_("What it is in law"), help_text=_("The matter decides which majority is needed.")
    )
    text = needed(
        VoteWordsMissing,
        label=pgettext_lazy("vote", "Question"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answers = forms.CharField(
        label=_("Several to choose from"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, such as three companies. Empty: agree, disagree, abstain."),
    )  # fmt: skip


class PickQuestion(Chosen):
    """Which question goes."""

    no = forms.ChoiceField(label=pgettext_lazy("vote", "Question"), widget=forms.RadioSelect)


class DeliveryForm(Sure):
    """Where, how, and what came of it."""

    door = forms.CharField(
        label=_("Home"), max_length=160, help_text=_("Such as 3-2-501; all homes of that owner are meant.")
    )
    means = forms.ChoiceField(label=_("How"), choices=Means.choices, widget=forms.RadioSelect)
    reached = forms.ChoiceField(label=_("What came of it"), choices=Reached.choices, widget=forms.RadioSelect)
    to_whom = forms.CharField(label=_("To whom"), max_length=80, required=False)
    warned = forms.BooleanField(label=_("Told what a ballot that is not returned counts as"), required=False)


class EndPaperForm(Sure):
    """A paper that is out of use."""

    said = forms.CharField(label=_("Number or code of the paper"), max_length=40)
    end = forms.ChoiceField(label=_("Why"), choices=PaperEnd.choices, widget=forms.RadioSelect)
    replace = forms.BooleanField(label=_("Issue a new one"), required=False)


class ObjectionFor(Sure):
    """An objection in writing."""

    name = needed(VoteWordsMissing, label=_("Who objects"), max_length=80)
    text = needed(VoteWordsMissing, label=_("Objection"), max_length=2000, widget=_BOX)


class AnswerForm(Chosen):
    """An answer to an objection."""

    objection = forms.ChoiceField(label=_("Objection"), widget=forms.RadioSelect)
    answer = needed(VoteWordsMissing, label=_("Answer"), max_length=2000, widget=_BOX)
    upheld = forms.ChoiceField(
        label=_("Is it right?"), widget=forms.RadioSelect,
        choices=[("no", _("No, the result stands")), ("yes", _("Yes, the vote has to be void"))],
    )  # fmt: skip


class PickMandate(Chosen):
    """Which authority is taken back."""

    mandate = forms.ChoiceField(label=_("Authority"), widget=forms.RadioSelect)


class MandateForm(forms.Form):
    """A written authority."""

    door = forms.CharField(label=_("Home of the owner"), max_length=160)
    agent = needed(VoteWordsMissing, label=_("Who votes for the owner"), max_length=80)
    phone = forms.CharField(label=_("Telephone of that person"), max_length=30)
    scan = forms.FileField(label=_("Picture of the authority"))

    def clean_phone(self) -> str:
        """A number in its stored spelling."""
        number = normalise_phone(str(self.cleaned_data["phone"]))
        if number is None:
            raise forms.ValidationError(_("Enter a telephone number."))
        return number


class PaperForm(BallotForm):
    """A paper ballot as one clerk reads it."""

    def __init__(self, *args: Any, vote: OwnersVote, ways: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, vote=vote, blank=True, **kwargs)
        own = {
            "said": forms.CharField(label=_("Number or code of the paper"), max_length=40),
            "way": forms.ChoiceField(
                label=_("How it came"), choices=ways, widget=forms.RadioSelect, initial=BallotWay.PAPER.value
            ),
        }
        self.fields = {
            **own, **self.fields, "scan": forms.FileField(label=_("Picture of the sheet"), required=False),
        }  # fmt: skip


class OfficialForm(forms.Form):
    """The figures of the official system: areas in square metres with two decimals."""

    def __init__(self, *args: Any, options: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: list[tuple[int, str]] = options["questions"]
        self.fields["source"] = needed(
            VoteWordsMissing, label=_("Where the result is from"), max_length=120,
            help_text=_("The official system and the number of its record."),
        )  # fmt: skip
        whole = {"whole": _("Whole roll")}
        parts = {f"part{no}": _("Took part, question %(no)s") % {"no": no} for no, _text in self.questions}
        yes = {f"yes{no}": _("Agreed, question %(no)s") % {"no": no} for no, _text in self.questions}
        for name, words in (whole | parts | yes).items():
            self.fields[f"{name}_area"] = forms.DecimalField(
                label=_("%(what)s: area in m²") % {"what": words},
                min_value=0,
                max_digits=14,
                decimal_places=2,
            )
            self.fields[f"{name}_heads"] = forms.IntegerField(
                label=_("%(what)s: owners") % {"what": words}, min_value=0, max_value=10**7
            )
