"""What `huiyin doctor` looks at before there is a database: the machine and the data folder."""

from __future__ import annotations

import os
import shutil
import sys
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from huiyin.ground.postgres import PostgresError
from huiyin.ground.postgres.binaries import find_binaries
from huiyin.project.instance import environment
from huiyin.project.instance.folder import DataFolder

LEAST_SPACE = 2 * 1024**3
"""Bytes of free disk below which the database is in danger."""


@dataclass(frozen=True)
class Finding:
    """One thing examined: `level` is ok, look or bad; `remedy` is empty when ok."""

    level: str
    sentence: str
    remedy: str = ""


def examine_machine(data: Path) -> Iterator[Finding]:
    """Python, time zones, PostgreSQL programs, disk space."""
    yield Finding("ok", f"Python {sys.version.split()[0]}")
    try:
        zoneinfo.ZoneInfo("Asia/Shanghai")
        yield Finding("ok", "time zones are known")
    except zoneinfo.ZoneInfoNotFoundError:
        yield Finding(
            "bad", "the time zone Asia/Shanghai is unknown", "pip install tzdata, or apt-get install tzdata"
        )
    yield _programs()
    existing = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(existing).free
    level = "ok" if free >= LEAST_SPACE else "bad"
    yield Finding(
        level, f"{free / 1e9:.1f} GB free at {existing}", "" if level == "ok" else "make room on the disk"
    )


def examine_voice() -> Finding:
    """Who telephones when an alarm's ladder says "call"."""
    if environment.text("HUIYIN_VOICE", "off") != "aliyun":
        return Finding("ok", 'nothing telephones: the step "call" of an alarm goes by text message')
    own = (("HUIYIN_VOICE_KEY_ID", "HUIYIN_SMS_KEY_ID"), ("HUIYIN_VOICE_SECRET", "HUIYIN_SMS_SECRET"))
    missing = [name for name, shared in own if not (environment.text(name) or environment.text(shared))]
    missing += [] if environment.text("HUIYIN_VOICE_TEMPLATE") else ["HUIYIN_VOICE_TEMPLATE"]
    if missing:
        return Finding(
            "bad", f"HUIYIN_VOICE is aliyun, but not set: {', '.join(missing)}",
            "docs/how-to/telephone-calls.md says where they come from",
        )  # fmt: skip
    return Finding("ok", 'the step "call" of an alarm telephones')


def _programs() -> Finding:
    if environment.text("DATABASE_URL"):
        return Finding("ok", "DATABASE_URL names the database")
    try:
        binaries = find_binaries()
    except PostgresError as error:
        return Finding("bad", error.sentence, error.remedy)
    return Finding("ok", f"PostgreSQL {binaries.major} ({binaries.source})")


def examine_folder(folder: DataFolder) -> Iterator[Finding]:
    """The data folder, and who may read its secrets."""
    if not folder.initialised:
        yield Finding("bad", f"{folder.path} has no secrets", f"huiyin init --data {folder.path} --name …")
        return
    yield Finding("ok", f"{folder.path} is a {folder.mode} installation")
    for path in (folder.secrets_folder, folder.secret_file, folder.keys_file, folder.logins):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("bad", f"others may read {path}", f"chmod go-rwx {path}")
    if not os.access(folder.path, os.W_OK):
        yield Finding("bad", f"this account cannot write in {folder.path}", "run as the account that owns it")
    public = environment.text("PUBLIC_URL")
    if folder.mode == "production" and not public.startswith("https://"):
        yield Finding(
            "look",
            f"PUBLIC_URL is {public or 'not set'}: links and cookies are not protected",
            "set PUBLIC_URL=https://… and put a proxy with TLS in front",
        )
