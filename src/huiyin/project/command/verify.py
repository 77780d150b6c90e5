"""Check the chain of every case's timeline and the hourly seals; names each broken row. Changes nothing.

The exit code is 1 when something is broken.
"""

from __future__ import annotations

import argparse

from huiyin.project.instance import adapters
from huiyin.project.instance.session import database_server

HELP = "check the chain of the timelines"


def configure(parser: argparse.ArgumentParser) -> None:
    """No options beyond --data."""


def run(_options: argparse.Namespace) -> int:
    """Check and name what is broken."""
    with database_server() as url:
        broken = adapters.verify(url=url)
    for line in broken:
        print(line)
    print("the chain is broken" if broken else "the chain is whole")
    return 1 if broken else 0
