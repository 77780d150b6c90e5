"""Jobs of topics: sort a community anew when something came, and every community once a night."""

from procrastinate.contrib.django import app

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .sorting import sort_topics
from .waiting import areas, areas_waiting

QUEUED = "topics"
"""One at a time: a book of thousands of messages takes memory."""


@app.task(lock=QUEUED)
def sort_area(area: int) -> int:
    """Sort one community; returns how many cases were read. Running it twice finds the same."""
    with seen_as(SYSTEM):
        return sort_topics(area=area).cases


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sort-waiting")
def sort_waiting(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Every minute: sort where cases came or were sorted since; returns in how many communities."""
    with seen_as(SYSTEM):
        waiting = areas_waiting()
    for area in waiting:
        _once(area)
    return len(waiting)


@app.periodic(cron="21 2 * * *")
@app.task(queueing_lock="sort-every-night")
def sort_every_night(timestamp: int) -> int:  # noqa: ARG001 - see sort_waiting
    """Every night: sort every community anew; heat cools, and what came late is found."""
    with seen_as(SYSTEM):
        every = areas()
    for area in every:
        _once(area)
    return len(every)


def _once(area: int) -> None:
    """Put it into the queue unless it waits there already."""
    from procrastinate.exceptions import AlreadyEnqueued

    try:
        sort_area.configure(queueing_lock=f"topics-{area}").defer(area=area)
    except AlreadyEnqueued:
        return
