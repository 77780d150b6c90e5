"""Days of the maintenance fund that have come: emergencies that owe something, postings that are over."""

from collections.abc import Iterator
from datetime import date, timedelta

from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.urgent import Owed, owed_of
from huiyin.commons.c6_fund.words import UseState, Verb

from .passed import Passed, Within

UNSETTLED = (UseState.URGENT, UseState.POSTED, UseState.PAYING)
AHEAD = timedelta(days=14)
"""A vote takes fifteen days of notice: who is told two weeks before can still say when it will be."""


def days_of_fund(today: date, within: Within) -> Iterator[Passed]:
    """What has come by `today`, in the scopes of `within`."""
    for use in FundUse.objects.filter(state__in=UNSETTLED, **within):
        for owed in owed_of(use):
            if what := _owed(owed):
                day = owed.until if owed.left < 0 else owed.until - AHEAD
                yield Passed("fund", use.pk, what, use.scope_id, use.title, day)
        if use.state == UseState.POSTED and use.post_until is not None and use.post_until < today:
            yield Passed("fund", use.pk, "day-fund-over", use.scope_id, use.title, use.post_until)


def _owed(owed: Owed) -> str:
    """The template for what is owed now; "" while there is time."""
    if owed.what is Verb.POSTED:
        return "day-fund-post" if owed.left < 0 else ""
    if owed.left < 0:
        return "day-fund-late"
    return "day-fund-soon" if owed.left <= AHEAD.days else ""
