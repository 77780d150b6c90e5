"""Make a new installation: data folder, secrets, database, an invitation for the first administrator.

No account exists before the invitation is used. Run it again for another invitation while there is no
administrator.
"""

from __future__ import annotations

import argparse

from huiyin.project.command.failure import CommandError
from huiyin.project.instance import adapters, environment
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.running import prepare, say
from huiyin.project.instance.session import django_ready

HELP = "make a new installation"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "--name", required=True, help="name of the sub-district or community, such as 回音街道"
    )
    parser.add_argument("--community", default="", help="a first community in it, such as 桑园社区")
    parser.add_argument("--region", default="000000", help="its GB/T 2260 code, six digits (%(default)s)")


def run(options: argparse.Namespace) -> int:
    """Make what is missing and print the invitation."""
    if not (len(options.region) == 6 and options.region.isdigit()):  # noqa: PLR2004 - GB/T 2260
        raise CommandError("--region must be six digits, such as 510108.", 2)
    folder = DataFolder(environment.data_folder())
    if folder.mode != "production":
        raise CommandError(
            f"{folder.path} holds a {folder.mode} installation. Choose another folder with --data."
        )
    folder.initialise()
    with django_ready(role="owner"):
        prepare()
        from django.conf import settings
        from django.db import transaction

        with transaction.atomic():
            path = adapters.invite_administrator(
                name=options.name.strip(), region=options.region, community=options.community.strip()
            )
        say(f"open within 30 minutes: {settings.PUBLIC_URL}{path}")
    say(f"then start it: huiyin serve --data {folder.path} --with-worker")
    return 0
