"""Run the closed loop on a scratch instance: real HTTP, every role, a fast clock. Your data is not touched.

The last line is `N passed, N failed`; the exit code is 1 when something failed.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance import adapters

HELP = "prove the closed loop on a scratch instance"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--cases", type=int, default=300, help="how many cases (%(default)s)")
    parser.add_argument(
        "--seed", type=int, default=1, help="the same seed gives the same cases (%(default)s)"
    )
    parser.add_argument("--keep", action="store_true", help="keep the scratch data folder")


def run(options: argparse.Namespace) -> int:
    """Drill and count."""
    passed, failed = adapters.drill(cases=options.cases, seed=options.seed, keep=options.keep)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0
