"""Write one archive with the database and the secrets, of one moment, while everything runs.

    huiyin backup --data DATA /backups            (a new file huiyin-TIME.tar in that folder)
    huiyin backup --data DATA backup.tar --without-secrets

The archive has a manifest with versions, time and the number of rows of every table; `huiyin restore` checks
them. Without the keys the archive shows no phone number; keep such an archive and DATA/secrets apart.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.project.instance import environment
from huiyin.project.instance.archive import write_archive
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.running import say
from huiyin.project.instance.session import database_server

HELP = "write a backup archive"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("target", type=Path, help="file to write, or folder to write a new file in")
    parser.add_argument("--without-secrets", action="store_true", help="leave DATA/secrets out")


def run(options: argparse.Namespace) -> int:
    """Write it and say where it is."""
    folder = DataFolder(environment.data_folder())
    folder.secret()
    with database_server() as url:
        path, rows = write_archive(
            folder, url, options.target, secrets=not options.without_secrets, progress=say
        )
    say(f"{path}: {path.stat().st_size / 1e6:.1f} MB, {rows} rows")
    return 0
