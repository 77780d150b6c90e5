"""What `huiyin doctor` asks the database, connected as the owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.conf import settings

from huiyin.bridges.timers import MOST_TRIES
from huiyin.ground.files.scanning import answers
from huiyin.ground.postgres import PostgresError, app_password, check_promises
from huiyin.locale.compile import LOCALE
from huiyin.project.instance.examination import Finding
from huiyin.project.instance.preparation import owner_parameters, unapplied

CLOCK_TOLERANCE = 2.0
"""Seconds the machine's clock and the database's may differ."""
STALE_HEARTBEAT = 60
"""Seconds after which a worker's heartbeat counts as gone."""


def examine_database() -> Iterator[Finding]:
    """Promises, version of the tables, the restricted role, the clock, the worker, gathered files."""
    with psycopg.connect(**owner_parameters(), autocommit=True) as owner:
        yield _promises(owner)
        yield _tables()
        yield _role(owner)
        yield _clock(owner)
        yield _worker(owner)
        yield _given_up(owner)
        yield from _waiting_files(owner)
    yield _scanner()
    yield _gathered()
    yield _catalogues()


def _promises(owner: psycopg.Connection[Any]) -> Finding:
    try:
        check_promises(owner)
    except PostgresError as error:
        return Finding("bad", error.sentence, error.remedy)
    return Finding(
        "ok", f"PostgreSQL {owner.info.server_version // 10000} keeps what it acknowledges and reads Chinese"
    )


def _tables() -> Finding:
    missing = unapplied()
    if missing:
        return Finding(
            "bad", f"{len(missing)} migrations are missing", f"huiyin migrate --data {settings.DATA.path}"
        )
    return Finding("ok", "the tables are of this version")


def _role(owner: psycopg.Connection[Any]) -> Finding:
    """The application's role signs in with the derived password and cannot pass row-level security."""
    name = settings.APP_ROLE
    row = owner.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    if row is None:
        return Finding("bad", f"the role {name} is missing", f"huiyin migrate --data {settings.DATA.path}")
    if row[0]:
        return Finding(
            "bad", f"the role {name} passes row-level security", f"ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS"
        )
    try:
        parameters = owner_parameters() | {"user": name, "password": app_password(settings.SECRET_KEY, name)}
        psycopg.connect(**parameters, connect_timeout=5).close()
    except psycopg.OperationalError:
        return Finding(
            "bad",
            f"the role {name} cannot sign in: its password belongs to another secret",
            "put back DATA/secrets of this database, or run huiyin migrate",
        )
    return Finding("ok", f"the program runs as {name}, which cannot pass the walls")


def _clock(owner: psycopg.Connection[Any]) -> Finding:
    row = owner.execute("SELECT clock_timestamp()").fetchone()
    apart = abs((row[0] - datetime.now(UTC)).total_seconds()) if row else 0.0
    if apart > CLOCK_TOLERANCE:
        return Finding(
            "look",
            f"the database's clock and this machine's differ by {apart:.0f} s (the database decides)",
            "switch on time synchronisation (timedatectl set-ntp true)",
        )
    return Finding("ok", "the clocks agree")


def _worker(owner: psycopg.Connection[Any]) -> Finding:
    row = owner.execute("SELECT to_regclass('procrastinate_workers') IS NOT NULL").fetchone()
    query = (
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
    )
    alive = owner.execute(query, [STALE_HEARTBEAT]).fetchone() if row and row[0] else None
    if alive and alive[0]:
        return Finding("ok", f"workers: {alive[0]}")
    return Finding(
        "look", "no worker runs: clocks do not ring and notices wait", "huiyin worker, or serve --with-worker"
    )


def _given_up(owner: psycopg.Connection[Any]) -> Finding:
    """Timers and jobs that failed so often that nobody tries them any more."""
    row = owner.execute("SELECT to_regclass('casefile_timer') IS NOT NULL").fetchone()
    query = (
        "SELECT (SELECT count(*) FROM casefile_timer"
        " WHERE fired_at IS NULL AND cancelled_at IS NULL AND tries >= %s),"
        " (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')"
    )
    timers, jobs = (owner.execute(query, [MOST_TRIES]).fetchone() if row and row[0] else None) or (0, 0)
    if not timers and not jobs:
        return Finding("ok", "no timer and no job was given up")
    return Finding(
        "look", f"given up: {timers} timers, {jobs} jobs", "see the log of the worker; the clerks were told"
    )


def _scanner() -> Finding:
    """The malware scanner of the settings; without one files are taken as they come (S-28)."""
    where = settings.CLAMD
    if not where:
        return Finding(
            "look",
            "no malware scanner is set: files are re-encoded or read in a closed child, not scanned",
            "install clamav-daemon and set HUIYIN_CLAMD=unix:/run/clamav/clamd.ctl (docs/how-to/operate.md)",
        )
    if answers(where):
        return Finding("ok", f"the malware scanner at {where} answers")
    return Finding(
        "bad",
        f"the malware scanner at {where} does not answer: files of requests wait, tables are refused",
        "systemctl status clamav-daemon; its first start takes minutes (freshclam)",
    )


def _waiting_files(owner: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Files kept apart until the scanner has looked at them; silent when there are none."""
    row = owner.execute("SELECT to_regclass('casefile_waitingfile') IS NOT NULL").fetchone()
    query = "SELECT count(*), min(added_at) FROM casefile_waitingfile"
    count, since = (owner.execute(query).fetchone() if row and row[0] else None) or (0, None)
    if count:
        yield Finding(
            "look",
            f"{count} files of requests wait for the malware scanner, the first since {since:%Y-%m-%d %H:%M}",
            "the worker asks it every minute; StreamMaxLength of clamd must be 25M or more",
        )


def _gathered() -> Finding:
    if (settings.STATIC_ROOT / "staticfiles.json").exists():
        return Finding("ok", "style sheets and scripts are gathered")
    return Finding("look", "style sheets are not gathered yet", "huiyin serve does it at its next start")


def _catalogues() -> Finding:
    late = [
        path
        for path in LOCALE.glob("*/LC_MESSAGES/*.po")
        if not path.with_suffix(".mo").exists()
        or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    if late:
        return Finding("look", f"{len(late)} catalogues are not compiled", "python -m huiyin.locale.compile")
    return Finding("ok", "the catalogues are compiled")
