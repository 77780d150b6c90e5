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
        from huiyin.project.instance.trial import cases_of_trial, end_trial

        if not is_trial():
            raise CommandError("This installation is in use already: nothing is removed any more.")
        found = cases_of_trial()
        if not options.keep and options.remove != found:
            raise CommandError(
                f"There are {found} cases. Nothing was removed. If they all may go, make a backup and run "
                f"this with --remove {found}; with --keep they stay.",
                WRONG_USE,
            )
        end_trial(remove=not options.keep)
    print("live: cases from now on count" if options.keep else f"live: {found} cases of the trial removed")
    return 0
