"""Run one of Django's management commands against this installation, as the owner of the database.

huiyin manage makemigrations casefile
huiyin manage --role app shell
"""

from __future__ import annotations

import argparse

from huiyin.project.instance.session import django_ready

HELP = "run a Django management command (developers)"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--role", choices=["owner", "app"], default="owner", help="database role (%(default)s)"
    )
    parser.add_argument("--no-database", action="store_true", help="start no database server")
    parser.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar="…", help="the command and its arguments"
    )


def run(options: argparse.Namespace) -> int:
    """Hand over to Django."""
    with django_ready(role=options.role, database=not options.no_database):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["huiyin manage", *options.arguments])
    return 0
