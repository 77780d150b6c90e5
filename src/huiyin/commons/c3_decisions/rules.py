"""Pure questions about decisions."""

from datetime import date

from .words import DecidedBy

LEAP = (2, 29)


def challenge_until(kind: DecidedBy, decided_on: date) -> date | None:
    """The last day to ask a court to revoke it; None where the law names no such day.

    民法典 280 lets an owner whose rights a decision of the owners harms ask for it; one year from knowing
    (最高法 建筑物区分所有权解释 12). The day of the decision is the earliest day of knowing.
    """
    if kind is not DecidedBy.VOTE:
        return None
    if (decided_on.month, decided_on.day) == LEAP:
        return date(decided_on.year + 1, 2, 28)
    return decided_on.replace(year=decided_on.year + 1)
