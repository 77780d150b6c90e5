"""Databases for tests on one server: a migrated template, and clones of it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from huiyin.ground.postgres import sign_in_statements

SOURCE = Path(__file__).resolve().parent.parent / "src" / "huiyin"
KEPT_TEMPLATES = 3
BUILD_LOCK = 0x7465_6D70


def digest_of_tables() -> str:
    """Changes whenever something changes that can change the tables."""
    digest = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*")):
        inside = path.relative_to(SOURCE)
        makes_tables = (
            {"migrations", "sql"} & set(inside.parts) or inside.parts[0] == "ground" or path.suffix == ".sql"
        )
        if path.suffix in (".py", ".sql") and (
            makes_tables or path.stem in ("states", "words", "walls", "triggers")
        ):
            digest.update(str(inside).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


class Cluster:
    """One server, reached by the owner's URL."""

    def __init__(self, owner_url: str, migrated: str = "") -> None:
        """`migrated` names a database that has this version's tables already."""
        self.owner_url, self.migrated = owner_url, migrated
        self.template = f"template_{digest_of_tables()}"
        self._build_template()
        self._drop_left_over()

    def url(self, database: str) -> str:
        """The owner's URL of another database."""
        return urlunsplit(urlsplit(self.owner_url)._replace(path=f"/{database}"))

    def clone(self, name: str, template: str = "") -> str:
        """Make `name` a fresh copy of the migrated template, unless another is given, and return it.

        Copying files takes a tenth of the time of the usual way, which writes every page to the log.
        """
        self.drop(name)
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(words.format(sql.Identifier(name), sql.Identifier(template or self.template)))
        return name

    def drop(self, name: str) -> None:
        """Drop a database, whoever is still connected."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def let_in(self, role: str, password: str) -> None:
        """Give the restricted role the password this run's processes will use."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            for statement in sign_in_statements(role, password):
                owner.execute(statement.encode())

    def _build_template(self) -> None:
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            owner.execute("SELECT pg_advisory_lock(%s)", [BUILD_LOCK])
            if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template]).fetchone():
                return
            building = f"building_{os.getpid()}"
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(building)))
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            owner.execute(
                words.format(sql.Identifier(building), sql.Identifier(self.migrated or "template0"))
            )
            try:
                if not self.migrated:
                    self._migrate(building)
            except subprocess.CalledProcessError as error:
                self.drop(building)
                raise RuntimeError(f"the migrations fail:\n{error.stderr[-4000:]}") from None
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            owner.execute(rename.format(sql.Identifier(building), sql.Identifier(self.template)))

    def _migrate(self, database: str) -> None:
        environment = os.environ | {"DATABASE_URL": self.url(database), "HUIYIN_DB_ROLE": "owner"}
        command = [
            sys.executable,
            "-m",
            "huiyin.project.command",
            "migrate",
            "--data",
            os.environ["HUIYIN_DATA"],
        ]
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True)

    def _drop_left_over(self) -> None:
        """Old templates, and clones of processes that are gone."""
        with psycopg.connect(self.owner_url, autocommit=True) as owner:
            names = [
                row[0]
                for row in owner.execute("SELECT datname FROM pg_database ORDER BY oid DESC").fetchall()
            ]
        templates = [name for name in names if name.startswith("template_")]
        clones = [name for name in names if name.startswith(("test_", "building_"))]
        for name in templates[KEPT_TEMPLATES:] + [name for name in clones if not _lives(name.split("_")[1])]:
            if name != self.template:
                self.drop(name)


def _lives(pid: str) -> bool:
    return Path(f"/proc/{pid}").exists()
