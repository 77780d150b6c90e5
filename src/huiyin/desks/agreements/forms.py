"""The forms of agreements and of emergency service: HTTP in, clean values out."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.commons.c5_agreements.refusals import AgreementWordsMissing, EmergencyWordsMissing
from huiyin.commons.c5_agreements.words import Kind, Rhythm, Side
from huiyin.desks.proposals.forms import day_field
from huiyin.desks.steward.filling import Chosen, Sure, needed

_BOX = forms.Textarea(attrs={"rows": 4})


class TermsForm(Chosen):
    """What an agreement says."""

    kind = forms.ChoiceField(label=_("What kind it is"), choices=Kind.choices, widget=forms.RadioSelect)
    title = needed(AgreementWordsMissing, label=_("What it is about, in a few words"), max_length=120)
    aim = needed(
        AgreementWordsMissing, label=_("What all want to reach together"), max_length=5000, widget=_BOX
    )
    resource = forms.CharField(
        label=_("What is brought in"), max_length=200, required=False,
        help_text=_("For a resource for a service: such as an empty room of 120 square metres."),
    )  # fmt: skip
    begins = day_field(_("Holds from"))
    ends = day_field(_("Holds until, that day included"))


class PledgeForm(TermsForm):
    """A pledge, with the place it is for."""

    place = forms.ChoiceField(label=_("Whom it concerns"))
    field_order = ("place",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they come
        del self.fields["kind"]


class PartyForm(Chosen):
    """A party and its gain."""

    organisation = forms.ChoiceField(label=_("Unit of the register"), required=False)
    name = forms.CharField(
        label=_("Or the name of the body"), max_length=120, required=False,
        help_text=_("A body, never a person."),
    )  # fmt: skip
    gain = forms.CharField(
        label=_("What it gains by it"), max_length=500, required=False, widget=_BOX,
        help_text=_("In plain words; everybody reads it. Only a pledge may have none."),
    )  # fmt: skip


class DutyForm(Chosen):
    """A duty of a party."""

    party = forms.ChoiceField(label=pgettext_lazy("agreement", "Party"), widget=forms.RadioSelect)
    what = needed(AgreementWordsMissing, label=_("What it does"), max_length=300, widget=_BOX)
    shown = needed(
        AgreementWordsMissing, label=_("How it is shown that it was done"), max_length=200,
        help_text=_("Such as: the key is handed over, a photo of the notice."),
    )  # fmt: skip
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, widget=forms.RadioSelect)
    first_on = day_field(_("First day it is due"), required=False, help_text=_("Empty where it has no day."))


class PickParty(Chosen):
    """One of the parties."""

    party = forms.ChoiceField(label=pgettext_lazy("agreement", "Party"), widget=forms.RadioSelect)


class SignForm(PickParty):
    """A party has signed."""

    on = day_field(_("Signed on"))
    signed_by = needed(
        AgreementWordsMissing, label=_("Who signed for it"), max_length=80,
        help_text=_("Only those who keep the agreement read the name."),
    )  # fmt: skip


class DueForm(Chosen):
    """What became of a duty."""

    due = forms.ChoiceField(label=_("Duty and day"), widget=forms.RadioSelect)
    says = forms.ChoiceField(
        label=_("What became of it"),
        widget=forms.RadioSelect,
        choices=[("met", pgettext_lazy("duty", "Met")), ("unmet", pgettext_lazy("duty", "Not met"))],
    )
    words = needed(
        AgreementWordsMissing, label=_("How it was met, or why not"), max_length=300, widget=_BOX,
        help_text=_("Everybody reads it."),
    )  # fmt: skip


class GivenForm(PickParty):
    """A line of the ledger in kind."""

    side = forms.ChoiceField(
        label=pgettext_lazy("agreement", "Which way"), choices=Side.choices, widget=forms.RadioSelect
    )
    on = day_field(pgettext_lazy("agreement", "Day"))
    what = needed(AgreementWordsMissing, label=_("What was given or done"), max_length=200)
    quantity = needed(AgreementWordsMissing, label=_("How much"), max_length=40)
    unit = needed(
        AgreementWordsMissing, label=_("Unit"), max_length=20, help_text=_("Such as hours, metres.")
    )


class RenewForm(Sure):
    """It holds longer."""

    to = day_field(_("New last day"))
    reason = needed(
        AgreementWordsMissing,
        label=_("Reason"),
        max_length=300,
        widget=_BOX,
        help_text=_("Everybody reads it."),
    )


class ReasonForm(Sure):
    """A reason everybody reads."""

    reason = needed(AgreementWordsMissing, label=_("Reason"), max_length=300, widget=_BOX)


class PictureForm(Chosen):
    """A picture of a signed paper, or of a duty that was done."""

    of = forms.ChoiceField(label=_("What it is of"))
    words = needed(AgreementWordsMissing, label=_("What it shows"), max_length=120)
    picture = forms.FileField(label=_("Picture"), error_messages={"required": AgreementWordsMissing.sentence})


class NamingForm(Chosen):
    """What the street tells of an emergency service."""

    place = forms.ChoiceField(label=_("Estate"))
    named_by = forms.ChoiceField(label=_("Named by"))
    company = forms.ChoiceField(label=_("Property company"))
    reason = needed(EmergencyWordsMissing, label=_("Why it is needed"), max_length=500, widget=_BOX)
    services = needed(EmergencyWordsMissing, label=_("What services it gives"), max_length=5000, widget=_BOX)
    cost_notice = needed(
        EmergencyWordsMissing, label=_("What it costs the owners"), max_length=5000, widget=_BOX,
        help_text=_("As it hangs on the notice of the estate."),
    )  # fmt: skip
    noticed_on = day_field(_("Notice hangs since"))
    begins = day_field(_("First day"))
    ends = day_field(_("Last day"), help_text=_("Six months at most."))
    again_why = forms.CharField(
        label=_("Why a second one follows directly"), max_length=300, required=False, widget=_BOX,
        help_text=_("Only where an emergency service ended here lately."),
    )  # fmt: skip
    again_by = forms.CharField(label=_("Who approved that"), max_length=120, required=False)


class ItemForm(Sure):
    """Something to hand over."""

    what = needed(EmergencyWordsMissing, label=_("What is handed over"), max_length=200)
    from_whom = forms.CharField(label=_("By whom"), max_length=120, required=False)


class TickForm(Chosen):
    """It was handed over."""

    no = forms.ChoiceField(label=_("What is handed over"), widget=forms.RadioSelect)
    on = day_field(_("Handed over on"))


class NextForm(Chosen):
    """What the owners decide for the time after."""

    following = forms.ChoiceField(label=_("Vote or decision"), widget=forms.RadioSelect)
