"""Bring the database to this version: create or change its tables, as the owner role. Safe to repeat."""

from __future__ import annotations

import argparse

from huiyin.project.instance.preparation import migrate
from huiyin.project.instance.session import django_ready

HELP = "bring the database to this version"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options beyond --data."""


def run(_options: argparse.Namespace) -> int:
    """Apply what is missing."""
    with django_ready(role="owner"):
        migrate(progress=print)
    return 0
