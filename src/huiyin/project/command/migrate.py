"""Bring the database to this version: its tables as the owner role, and the rule packs it can choose from.

Safe to repeat.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance import adapters
from huiyin.project.instance.preparation import migrate
from huiyin.project.instance.session import django_ready

HELP = "bring the database to this version"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options beyond --data."""


def run(_options: argparse.Namespace) -> int:
    """Apply what is missing."""
    with django_ready(role="owner"):
        migrate(progress=print)
        adapters.bring_rules(progress=print)
    return 0
