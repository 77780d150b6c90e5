"""Steps of resting: the pending list (挂账) and more time, each with its second person."""

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import MOVING, State
from huiyin.casework.s4_handling.extending import ask_for_extension, decide_extension
from huiyin.casework.s4_handling.suspending import (
    MAY_REST,
    ask_to_suspend,
    decide_suspension,
    take_up_again,
)
from huiyin.registers.people.words import Permission

from .doing import Values
from .facts import Facts
from .forms import PlainForm
from .resting_forms import DecideRestForm, DecideTimeForm, ExtendForm, SuspendForm
from .step import Step

P = Permission


def _suspend(facts: Facts, values: Values) -> None:
    ask_to_suspend(
        case_id=facts.case.pk, reason=values["reason"], why=values["why"], plan=values["plan"],
        review_on=values["review_on"], by=facts.viewer,
    )  # fmt: skip


def _decide_rest(facts: Facts, values: Values) -> None:
    decide_suspension(
        case_id=facts.case.pk, approve=values["approve"] == "yes", by=facts.viewer, note=values["note"]
    )


def _take_up(facts: Facts, _values: Values) -> None:
    take_up_again(case_id=facts.case.pk, by=facts.viewer)


def _extend(facts: Facts, values: Values) -> None:
    ask_for_extension(case_id=facts.case.pk, reason=values["reason"], by=facts.viewer)


def _decide_time(facts: Facts, values: Values) -> None:
    decide_extension(case_id=facts.case.pk, grant=values["grant"] == "yes", by=facts.viewer)


def _works(facts: Facts) -> bool:
    return facts.handles or facts.may(P.CASE_DISPATCH)


def _asks_rest(facts: Facts) -> bool:
    return _works(facts) and facts.case.state in MAY_REST and facts.bonds.asked_suspension is None


def _decides_rest(facts: Facts) -> bool:
    asked = facts.bonds.asked_suspension if facts.may(P.CASE_APPROVE) else None
    return asked is not None and asked.asked_by != facts.viewer.actor


def _asks_time(facts: Facts) -> bool:
    may = _works(facts) and facts.case.state in MOVING
    return may and facts.bonds.asked_extension is None and facts.bonds.extendable


def _decides_time(facts: Facts) -> bool:
    asked = facts.bonds.asked_extension if facts.may(P.CASE_APPROVE) else None
    return asked is not None and asked.asked_by != facts.viewer.actor


RESTING = (
    Step(
        "suspend",
        _("Ask for the pending list"),
        P.CASE_HANDLE,
        SuspendForm,
        _asks_rest,
        _suspend,
        _("Asked. The clocks run on until another person agrees."),
    ),
    Step(
        "decide-rest",
        _("Decide on the pending list"),
        P.CASE_APPROVE,
        DecideRestForm,
        _decides_rest,
        _decide_rest,
        _("The decision was written down."),
        "button-primary",
    ),
    Step(
        "take-up",
        _("Take it up again"),
        P.CASE_DISPATCH,
        PlainForm,
        lambda f: f.case.state == State.SUSPENDED and f.may(P.CASE_DISPATCH),
        _take_up,
        _("It is worked on again; its clocks run."),
    ),
    Step(
        "extend",
        _("Ask for more time"),
        P.CASE_HANDLE,
        ExtendForm,
        _asks_time,
        _extend,
        _("Asked. The limit stands until another person agrees."),
    ),
    Step(
        "decide-time",
        _("Decide on more time"),
        P.CASE_APPROVE,
        DecideTimeForm,
        _decides_time,
        _decide_time,
        _("The decision was written down."),
        "button-primary",
    ),
)
