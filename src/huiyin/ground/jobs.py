"""Jobs of the ground: take up again what a dead worker left, forget old answers and old uses of budgets."""

from datetime import timedelta

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .budget.acts import forget_old_uses
from .idempotency.models import Outcome

KEPT = timedelta(days=30)
"""A write repeated within this time answers the same; later its key counts as new."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="recover-stalled-jobs", pass_context=True)
async def recover_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - see seal_timelines
    """Jobs whose worker has shown no life go back to the queue; every job here may run twice."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget-old-answers")
def forget_old_answers(timestamp: int) -> int:  # noqa: ARG001 - see seal_timelines
    """Every night: drop the answers of writes older than thirty days."""
    with seen_as(SYSTEM):
        gone, _by_table = Outcome.objects.filter(created_at__lt=now() - KEPT).delete()
    return gone


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="forget-old-uses")
def forget_uses(timestamp: int) -> int:  # noqa: ARG001 - see seal_timelines
    """Every hour: drop what no budget counts any more."""
    return forget_old_uses()
