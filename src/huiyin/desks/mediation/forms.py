"""What people fill in at a mediation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.casework.s4_handling.mediation.refusals import RoutesMissing, SubjectMissing, TermsMissing
from huiyin.casework.s4_handling.mediation.words import Asked, Form, How, Outcome, Ruling, Side
from huiyin.desks.steward.filling import Chosen, Sure, needed
from huiyin.ground.refusals import Refusal

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")  # what browsers read, in every language


def _words(label: Any, refusal: type[Refusal], *, most: int = 4000, rows: int = 4, hint: Any = "") -> Any:
    box = forms.Textarea(attrs={"rows": rows})
    return needed(refusal, label=label, max_length=most, widget=box, help_text=hint)


class Opening(Chosen):
    """What about, and who began."""

    subject = needed(
        SubjectMissing, label=gettext_lazy("What the dispute is about"), max_length=200,
        help_text=gettext_lazy("In a sentence, without taking sides."),
    )  # fmt: skip
    asked = forms.ChoiceField(
        label=gettext_lazy("How it began"), choices=Asked.choices, widget=forms.RadioSelect
    )


class NewParty(Sure):
    """Somebody in dispute."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=Side.choices, widget=forms.RadioSelect)
    home = forms.CharField(
        label=gettext_lazy("Home"), max_length=160, required=False,
        help_text=gettext_lazy("Such as 3-2-501; so that no neighbour of theirs mediates."),
    )  # fmt: skip


class Consent(Sure):
    """A party's own word."""

    agrees = forms.ChoiceField(
        label=gettext_lazy("Does this party want to mediate?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, end it"))],
        widget=forms.RadioSelect,
    )
    how = forms.ChoiceField(label=gettext_lazy("How it was told"), choices=How.choices)


class Appointing(Chosen):
    """Who mediates, and what speaks against it."""

    account = forms.ChoiceField(label=gettext_lazy("Mediator"))
    chosen = forms.BooleanField(label=gettext_lazy("The parties chose"), required=False)
    declared = forms.CharField(
        label=gettext_lazy("Own interest in the matter"), max_length=300, required=False,
        help_text=gettext_lazy("Ask the mediator. Empty means: none."),
    )  # fmt: skip
    accepted = forms.BooleanField(
        label=gettext_lazy("All parties know of a conflict and accept it"), required=False
    )


class Drawing(Sure):
    """The agreement."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Form.choices)
    facts = _words(gettext_lazy("Facts and responsibilities"), TermsMissing)
    terms = _words(
        gettext_lazy("What the parties agree"),
        TermsMissing,
        hint=gettext_lazy("Who does what, how and until when. A court confirms only what is clear."),
    )
    status = forms.BooleanField(
        label=gettext_lazy("A matter of status (identity, adoption, marriage): no confirmation"),
        required=False,
    )


class Dated(Chosen):
    """Who does what until when."""

    party = forms.ChoiceField(label=gettext_lazy("Who"))
    what = needed(TermsMissing, label=gettext_lazy("What"), max_length=200)
    yuan = forms.DecimalField(
        label=gettext_lazy("Yuan"), required=False, min_value=0, max_digits=12, decimal_places=2
    )
    due_on = forms.DateField(label=gettext_lazy("Until"), widget=_DAY)


class Effect(Sure):
    """In force."""

    on = forms.DateField(label=gettext_lazy("In force from"), widget=_DAY)
    signed = forms.BooleanField(label=gettext_lazy("All parties have signed"), required=False)
    mediator_signed = forms.BooleanField(label=gettext_lazy("The mediator has signed"), required=False)
    sealed = forms.BooleanField(label=gettext_lazy("The committee has sealed it"), required=False)


class Ending(Sure):
    """No agreement."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[(one.value, one.label) for one in (Outcome.FAILED, Outcome.WITHDRAWN)],
        widget=forms.RadioSelect,
    )
    told = _words(
        gettext_lazy("What the parties were told about other ways"), RoutesMissing, most=500,
        hint=gettext_lazy("Arbitration, the authority in charge, the court."),
    )  # fmt: skip


class Done(Sure):
    """A part was performed."""

    on = forms.DateField(label=gettext_lazy("Day"), widget=_DAY)
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)


class Request(Sure):
    """The joint request."""

    on = forms.DateField(label=gettext_lazy("Both parties asked the court on"), widget=_DAY)


class Ruled(Sure):
    """What the court decided."""

    ruling = forms.ChoiceField(
        label=gettext_lazy("What the court decided"), choices=Ruling.choices, widget=forms.RadioSelect
    )
    on = forms.DateField(label=gettext_lazy("Day"), widget=_DAY)
    number = forms.CharField(label=gettext_lazy("Number of the court"), max_length=60, required=False)
