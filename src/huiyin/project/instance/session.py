"""A command's hold on one installation.

Its database server up, Django ready, everything let go at the end.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from huiyin.ground.postgres import EmbeddedServer
from huiyin.project.instance import environment


@contextlib.contextmanager
def database_server() -> Iterator[str]:
    """The owner's URL of the installation's database.

    DATABASE_URL, or the embedded server, joined or started.
    """
    given = environment.text("DATABASE_URL")
    if given:
        yield given
        return
    with EmbeddedServer(environment.data_folder()) as url:
        yield url


@contextlib.contextmanager
def django_ready(*, role: str = "app", database: bool = True) -> Iterator[None]:
    """Django set up for HUIYIN_DATA, connected as `role`; with `database`, the server runs for the block."""
    os.environ["HUIYIN_DB_ROLE"] = role
    os.environ.setdefault("HUIYIN_DB_POOL", "0")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.project.settings")
    with database_server() if database else contextlib.nullcontext():
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
