"""What those who keep the board fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.desks.proposals.forms import day_field
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.neighbours.board.refusals import PostingWordsMissing
from huiyin.neighbours.board.words import PostingKind

_BOX = forms.Textarea(attrs={"rows": 10})
WRITTEN = (PostingKind.NOTICE, PostingKind.PUBLICITY, PostingKind.RESULT)


class WordsForm(Sure):
    """What it says, who signs, until when."""

    title = needed(PostingWordsMissing, label=_("Title"), max_length=60)
    words = needed(PostingWordsMissing, label=_("What it says"), max_length=5000, widget=_BOX)
    signed = needed(PostingWordsMissing, label=_("Who signs it"), max_length=60)
    until = day_field(_("Last day on the board"))


class NewForm(Chosen, WordsForm):
    """A new one: for whom, of what kind."""

    place = forms.ChoiceField(label=_("Whom it concerns"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(one.value, one.label) for one in WRITTEN], widget=forms.RadioSelect
    )
    field_order = ("place", "kind", "title", "words", "signed", "until")


class DownForm(Sure):
    """Why it is taken down."""

    reason = needed(
        PostingWordsMissing, label=_("Reason"), max_length=300,
        help_text=_("Whoever has its address reads it."),
    )  # fmt: skip
