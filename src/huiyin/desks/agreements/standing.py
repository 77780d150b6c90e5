"""How an agreement stands, as rows: for its page, its sheet and what everybody reads."""

from django.utils.translation import gettext as _

from huiyin.commons.c5_agreements.models import Agreement, Due
from huiyin.commons.c5_agreements.reads import Figures, duties_of
from huiyin.commons.c5_agreements.words import DueState
from huiyin.desks.steward.tables import day
from huiyin.ground.clock import today

Rows = list[tuple[str, ...]]


def met_of(told: Figures) -> str:
    """What is not met, late and due soon, in a sentence."""
    return _("%(unmet)s not met, %(late)s late, %(soon)s due soon") % {
        "unmet": told.unmet, "late": told.late, "soon": told.soon,
    }  # fmt: skip


def duty_rows(found: Agreement) -> Rows:
    """Party, what it does, how it is shown, how often, from which day."""
    return [
        (one.party.name, one.what, one.shown, one.get_rhythm_display(), day(one.first_on))
        for one in duties_of(found)
    ]


def due_rows(dues: list[Due]) -> Rows:
    """Day, party, what, what became of it, words."""
    return [
        (day(one.due_on), one.duty.party.name, one.duty.what, state_of(one), one.words or "–") for one in dues
    ]


def state_of(one: Due) -> str:
    """Met, not met, open, or late: its day has passed and nothing was said."""
    if one.state == DueState.OPEN and one.due_on < today():
        return _("late")
    return str(DueState(one.state).label)


def given_rows(found: Agreement) -> Rows:
    """Day, party, which way, what, how much."""
    return [
        (day(one.on), one.party.name, one.get_side_display(), one.what, f"{one.quantity} {one.unit}")
        for one in found.ledger.select_related("party")
    ]


def renewal_rows(found: Agreement) -> Rows:
    """From which end to which, and why."""
    return [(day(one.from_end), day(one.to_end), one.why) for one in found.renewals.all()]
