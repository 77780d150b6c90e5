"""Bring an archive of `huiyin backup` back, into an empty data folder and an empty database, and check it.

An archive without secrets needs DATA/secrets put back first. The exit code is 1 when the restored rows differ
from the archive's manifest.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.project.instance import environment
from huiyin.project.instance.archive import restore_archive
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.running import say

HELP = "bring a backup archive back"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("archive", type=Path, help="the archive")


def run(options: argparse.Namespace) -> int:
    """Restore, compare, report."""
    folder = DataFolder(environment.data_folder())
    differences = restore_archive(folder, options.archive, progress=say)
    for line in differences:
        say(line)
    say(
        "the rows differ from the manifest"
        if differences
        else "restored: every table has the rows of the manifest"
    )
    return 1 if differences else 0
