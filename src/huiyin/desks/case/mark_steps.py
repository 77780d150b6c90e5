"""Steps of the mark “possibly a nuisance”: one proposes, another decides, anybody who sorts lifts it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import MOVING
from huiyin.casework.s4_handling.nuisance.acts import ask_to_mark, decide_mark, lift_mark
from huiyin.registers.people.words import Permission

from .doing import Values
from .facts import Facts
from .forms import StepForm, prose
from .step import Step

P = Permission
CASE, NUMBER = "case", "number"


class MarkForm(StepForm):
    """What is marked, why, until when."""

    about = forms.ChoiceField(label=_("What is marked"), widget=forms.RadioSelect, initial=CASE)
    reason = prose(
        _("What speaks for it"), rows=2, most=300,
        hint=_("Facts a colleague can check. The request stays open, its clocks run, danger alarms as ever."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Ends on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def prepare(self, facts: Facts) -> None:
        """This request, or the telephone when there is one; as long as the rules allow."""
        numbers = [(NUMBER, _("All reports of this telephone"))] if facts.phone else []
        self.fields["about"].choices = [(CASE, _("This request alone")), *numbers]
        latest = facts.bonds.latest_mark
        self.fields["until"].initial = latest
        self.fields["until"].help_text = _("At the latest on %(day)s.") % {"day": f"{latest:%Y-%m-%d}"}


class DecideMarkForm(StepForm):
    """The other person's decision."""

    confirm = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, choices=(("yes", _("Agree")), ("no", _("Refuse")))
    )


class LiftMarkForm(StepForm):
    """Why the mark goes, and whether there was something to the report."""

    proved_true = forms.ChoiceField(
        label=_("Was there something to it?"), widget=forms.RadioSelect,
        choices=(("yes", _("Yes, the report was true")), ("no", _("No, the mark is not needed any more"))),
    )  # fmt: skip
    why = prose(_("Reason"), rows=2, most=300)


def _ask(facts: Facts, values: Values) -> None:
    ask_to_mark(
        case_id=facts.case.pk, reason=values["reason"], number=values["about"] == NUMBER,
        until=values["until"], by=facts.viewer,
    )  # fmt: skip


def _decide(facts: Facts, values: Values) -> None:
    decide_mark(case_id=facts.case.pk, confirm=values["confirm"] == "yes", by=facts.viewer)


def _lift(facts: Facts, values: Values) -> None:
    yes = values["proved_true"] == "yes"
    lift_mark(case_id=facts.case.pk, why=values["why"], proved_true=yes, by=facts.viewer)


def _asks(facts: Facts) -> bool:
    fits = facts.may(P.CASE_TRIAGE) and facts.case.state in MOVING and not facts.case.danger
    free = fits and facts.bonds.mark is None and facts.bonds.asked_mark is None
    return free and bool(facts.bonds.procedure.mark_days)


def _decides(facts: Facts) -> bool:
    asked = facts.bonds.asked_mark if facts.may(P.CASE_REVIEW) else None
    return asked is not None and asked.asked_by != facts.viewer.actor


MARKING = (
    Step(
        "mark",
        _("Mark: possibly a nuisance"),
        P.CASE_TRIAGE,
        MarkForm,
        _asks,
        _ask,
        _("Asked. Nothing changes until another person agrees."),
    ),
    Step(
        "decide-mark",
        _("Decide on the mark"),
        P.CASE_REVIEW,
        DecideMarkForm,
        _decides,
        _decide,
        _("The decision was written down."),
        "button-primary",
    ),
    Step(
        "lift-mark",
        _("Lift the mark"),
        P.CASE_TRIAGE,
        LiftMarkForm,
        lambda f: f.may(P.CASE_TRIAGE) and f.bonds.mark is not None,
        _lift,
        _("The mark is gone."),
    ),
)
