"""End the trial of a new installation: with its cases removed whole, or kept.

    huiyin go-live --remove 212     remove the 212 cases that came in while trying, then go live
    huiyin go-live --keep           keep them; they count like all others

A new installation begins as a trial and says so on every page. Registers (places, people, organisations,
accounts, rules) stay in either case. There is no way back: make a backup first (`huiyin backup`).
"""

from __future__ import annotations

import argparse

from huiyin.project.command.failure import WRONG_USE, CommandError
from huiyin.project.instance.session import django_ready

HELP = "end the trial of a new installation"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--remove", type=int, metavar="N", help="remove the cases of the trial; N is how many there are"
    )
    choice.add_argument("--keep", action="store_true", help="keep them")


def run(options: argparse.Namespace) -> int:
    """Go live once."""
    with django_ready(role="owner"):
        from huiyin.ground.installation.reads import is_trial
        from huiyin.project.instance.trial import OtherNumber, end_trial

        if not is_trial():
            raise CommandError("This installation is in use already: nothing is removed any more.")
        try:
            end_trial(remove=None if options.keep else options.remove)
        except OtherNumber as other:
            raise CommandError(
                f"There are {other.found} cases. Nothing was removed. If they all may go, make a backup and "
                f"run this with --remove {other.found}; with --keep they stay.",
                WRONG_USE,
            ) from other
    print("live: the cases stay" if options.keep else f"live: {options.remove} cases of the trial removed")
    return 0
