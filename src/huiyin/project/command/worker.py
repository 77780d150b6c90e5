"""Run the worker: jobs from the queue, and the ticker that fires due timers and recovers stalled jobs.

Several workers may run, on several machines; every effect happens once.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance.session import django_ready

HELP = "run jobs and timers"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at once (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Work until told to stop."""
    with django_ready(role="app"):
        from huiyin.project.instance.work import work

        return work(concurrency=options.concurrency)
