"""Bring the tables, catalogues and style sheets up to date; with --demo also the demo's people and cases.

With --check the tables are only checked. Run by `huiyin demo`, `init` and `restore` as `python -m
huiyin.project.instance.prepare`, as the owner.
"""

from __future__ import annotations

import sys
import time

from huiyin.ground.postgres import PostgresError
from huiyin.project.command.failure import CommandError
from huiyin.project.instance.session import django_ready

BEGAN = time.monotonic()


def progress(line: str) -> None:
    """A line with the seconds since the start."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {line}", flush=True)


def main(arguments: list[str]) -> int:
    """Exit code 0, or the refusal's."""
    try:
        with django_ready(role="owner"):
            _prepare(demo="--demo" in arguments, check="--check" in arguments)
    except (CommandError, PostgresError) as error:
        print(error, file=sys.stderr)
        return getattr(error, "exit_code", 3)
    return 0


def _prepare(*, demo: bool, check: bool) -> None:
    from django.conf import settings

    from huiyin.project.instance.away import write_away_page
    from huiyin.project.instance.preparation import compile_messages, gather_static, migrate, require_migrated

    if check:
        require_migrated()
    else:
        migrate(progress=progress)
    compile_messages(progress=progress)
    gather_static(progress=progress)
    if demo:
        from huiyin.project import demo as living

        living.load(progress=progress)
        living.write_logins(settings.DATA.logins)
    write_away_page(settings.DATA.away)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
