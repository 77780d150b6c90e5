"""Jobs of triage."""

from procrastinate.contrib.django import app

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.viewers import viewer_of_account

from .learning.acts import learn
from .learning.lessons import area_of
from .learning.reads import overview

QUEUED = "learn"
"""One at a time: learning takes a minute and much memory."""


@app.task(lock=QUEUED)
def learn_now(area: int, account_id: int) -> None:
    """Learn from an area's decisions, as the person who asked."""
    with seen_as(SYSTEM):
        viewer = viewer_of_account(Account.objects.get(pk=account_id), second_factor=True)
    with seen_as(viewer):
        learn(area=area, by=viewer)


@app.periodic(cron="43 2 * * *")
@app.task(lock=QUEUED, queueing_lock="learn-every-night")
def learn_every_night(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Learn wherever people decided something since the last lesson; returns in how many areas."""
    with seen_as(SYSTEM):
        areas = sorted({area_of(scope) for scope in scope_tree().paths})
        waiting = [one.area for one in overview(areas) if one.since]
    for area in waiting:
        with seen_as(SYSTEM):
            learn(area=area, by=SYSTEM)
    return len(waiting)
