"""Days of agreements that have come: a late duty, an end to think of, an emergency service nobody follows."""

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.commons.c5_agreements.models import Agreement, Due, EmergencyService
from huiyin.commons.c5_agreements.packs import rule_of
from huiyin.commons.c5_agreements.words import AgreementState, DueState, ServiceState

from .passed import Passed, Within


def days_of_agreements(today: date, within: Within) -> Iterator[Passed]:
    """What has come by `today`, in the scopes of `within`."""
    yield from _duties(today, within)
    yield from _ends(today, within)
    yield from _emergencies(today, within)


def _duties(today: date, within: Within) -> Iterator[Passed]:
    """One line an agreement: its first duty whose day has passed and of which nothing was said."""
    rows = Due.objects.filter(
        state=DueState.OPEN, due_on__lt=today, agreement__state=AgreementState.IN_FORCE, **within
    )
    told = set[int]()
    for one in rows.select_related("agreement").order_by("due_on"):
        if one.agreement_id not in told:
            told.add(one.agreement_id)
            yield Passed(
                "agreement", one.agreement_id, "day-duty", one.scope_id, one.agreement.title, one.due_on
            )


def _ends(today: date, within: Within) -> Iterator[Passed]:
    """The end is so near that somebody has to renew it, or let it end."""
    for one in Agreement.objects.filter(state=AgreementState.IN_FORCE, **within):
        day = one.ends - timedelta(days=rule_of(one.pack_id).remind_days)
        if day <= today:
            yield Passed("agreement", one.pk, "day-renew", one.scope_id, one.title, day)


def _emergencies(today: date, within: Within) -> Iterator[Passed]:
    """Its end is near, and no choice of the owners is linked."""
    rows = EmergencyService.objects.filter(
        state=ServiceState.RUNNING, next_vote=None, next_decision=None, **within
    )
    for one in rows.select_related("place"):
        day = one.ends - timedelta(days=rule_of(one.pack_id).remind_days)
        if day <= today:
            yield Passed("emergency", one.pk, "day-emergency", one.scope_id, one.place.label, day)
