"""Give an account a new invitation: for a steward who lost the telephone and has nobody to ask.

    huiyin invite steward

The password and the second factor of that account are gone at once, its sessions end, and the history says
that it was done from the server. Everybody else is invited by a steward, in the browser.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance import adapters
from huiyin.project.instance.running import say
from huiyin.project.instance.session import django_ready

HELP = "give an account a new invitation"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument("username", help="the user name, such as steward")


def run(options: argparse.Namespace) -> int:
    """Print the address of the invitation."""
    with django_ready(role="owner"):
        from django.conf import settings

        path = adapters.invite(username=options.username)
        say(f"open within 30 minutes: {settings.PUBLIC_URL}{path}")
    return 0
