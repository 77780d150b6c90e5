"""What people type about the pending list and about more time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.registers.rules.naming import said

from .facts import Facts
from .forms import StepForm, prose


class SuspendForm(StepForm):
    """Ask for the pending list (挂账): the ground, why in words for the resident, the plan, until when."""

    reason = forms.ChoiceField(label=_("Ground"))
    why = prose(_("Why it cannot be solved now"), most=500, hint=_("The resident reads this."))
    plan = prose(_("What is done meanwhile"), most=500, hint=_("The resident reads this."))
    review_on = forms.DateField(
        label=_("Looked at again on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self, facts: Facts) -> None:
        """The grounds of the rules, and the longest time they allow."""
        rules = facts.bonds.procedure
        self.fields["reason"].choices = [(one.key, said(one)) for one in rules.reasons.values()]
        latest = facts.bonds.latest_review
        self.fields["review_on"].help_text = _("At the latest on %(day)s.") % {"day": f"{latest:%Y-%m-%d}"}


class DecideRestForm(StepForm):
    """The other person's decision."""

    approve = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=(("yes", _("Agree")), ("no", _("Refuse")))
    )
    note = prose(_("Remark"), rows=2, most=500, required=False)


class ExtendForm(StepForm):
    """Why more time is needed."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("The resident is told, with the new day.")
    )


class DecideTimeForm(StepForm):
    """Whether more time is given."""

    grant = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=(("yes", _("Agree")), ("no", _("Refuse")))
    )
