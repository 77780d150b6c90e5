"""Import rows of a spreadsheet (.xlsx, .xls, .ods, .csv) with its own headings.

    huiyin import places 房屋台账.xlsx --scope 桑园社区
    huiyin import cases messages.xlsx --scope 桑园社区

Places, organisations, people and shifts go into the registers: what is missing is added, what differs is
changed. Old cases come in as history: no clocks run and nobody is notified. Importing the same file again
changes nothing. The last line is `accepted=N duplicates=N rejected=N`; the exit code is 1 when rows were
rejected.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.project.command.failure import WRONG_USE, CommandError
from huiyin.project.instance import adapters
from huiyin.project.instance.session import django_ready

HELP = "import cases or registers from a spreadsheet"
KINDS = ("cases", "places", "organisations", "people", "shifts")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("kind", choices=KINDS, help="what the rows are")
    parser.add_argument("file", type=Path, help="the spreadsheet")
    parser.add_argument(
        "--scope", default="", help="importing community, by name or code (the only one, if one)"
    )
    parser.add_argument("--mapping", type=Path, help="JSON: field -> heading, instead of guessing (cases)")
    parser.add_argument("--dry-run", action="store_true", help="read and check only")
    parser.add_argument(
        "--returned", type=Path, metavar="FILE", help="write a copy of the sheet with the errors"
    )


def run(options: argparse.Namespace) -> int:
    """Import and count."""
    if not options.file.is_file():
        raise CommandError(f"There is no file {options.file}.", WRONG_USE)
    with django_ready(role="app"):
        result = adapters.import_file(
            kind=options.kind,
            path=options.file,
            scope=options.scope,
            mapping=options.mapping,
            dry_run=options.dry_run,
            returned=options.returned,
        )
    print(f"accepted={result.accepted} duplicates={result.duplicates} rejected={result.rejected}")
    return 1 if result.rejected else 0
