"""Jobs of the case file."""

from procrastinate.contrib.django import app

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .seals import seal_heads


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="seal-timelines")
def seal_timelines(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Every hour: seal the heads of the timelines. Running it twice seals once."""
    with seen_as(SYSTEM):
        return len(seal_heads())
