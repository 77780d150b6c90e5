"""Check the chain of every case's timeline, the hourly seals, owners' votes and elections.

Names each broken row.

    huiyin verify --data DATA
    huiyin verify --data DATA --write-heads heads.txt     (keep this file elsewhere)
    huiyin verify --data DATA --heads heads.txt           (finds a tail cut off together with its seals)
    huiyin verify --data DATA --clocks                    (also: the clocks shown agree with their ledgers)

The same check runs without Huiyin: python -m huiyin.verifier URL. Exit code 1: something is broken.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from huiyin.project.instance import adapters
from huiyin.project.instance.session import database_server, django_ready

HELP = "check the chain of the timelines"


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("--heads", type=Path, help="compare with a heads file kept outside", metavar="FILE")
    parser.add_argument("--write-heads", type=Path, help="write a heads file to keep outside", metavar="FILE")
    parser.add_argument("--clocks", action="store_true", help="also replay every clock's ledger")


def run(options: argparse.Namespace) -> int:
    """Check and name what is broken."""
    with database_server() as url:
        broken, read = adapters.verify(url=url, heads=options.heads, write_heads=options.write_heads)
        if options.clocks:
            with django_ready(role="owner", database=False):
                broken += adapters.verify_clocks()
    for line in broken:
        print(line)
    print(f"{read}: the chain is {'broken' if broken else 'whole'}")
    return 1 if broken else 0
