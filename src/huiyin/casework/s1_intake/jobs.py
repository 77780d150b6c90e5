"""The job of intake: files that wait for the malware scanner."""

from procrastinate.contrib.django import app

from .apart import look_again


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look-at-waiting-files", lock="look-at-waiting-files")
def look_at_waiting_files(timestamp: int) -> int:  # noqa: ARG001 - procrastinate tells every periodic task its moment
    """Every minute: ask the scanner again. Nothing waits on most days, and then it costs one query."""
    return look_again()
