"""Jobs of figures."""

from procrastinate.contrib.django import app

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .months import freeze_due
from .reports.telling import reports_due


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="freeze-months")
def freeze_months(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Every night: freeze the months that are over, then write their reports; twice does it once.

    Two transactions: a report that fails undoes no month.
    """
    with seen_as(SYSTEM):
        frozen = freeze_due(now())
    with seen_as(SYSTEM):
        return frozen + reports_due(now())
