"""One PostgreSQL for the run, a migrated template, a clone for each worker, a real instance for browsers.

Tests connect as the application's restricted role, so row-level security is on; `owner_connection` is the way
round it for arranging and looking. Between runs the server's files and the template are kept (keyed by a
digest of what makes the tables); CI=true starts from nothing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.folders import fast_folder

PROJECT = Path(__file__).resolve().parent.parent


def _test_data() -> str:
    if os.environ.get("CI") == "true":
        fresh = Path(tempfile.mkdtemp(prefix="huiyin-tests-", dir=fast_folder()))
        fresh.chmod(0o711)  # as root the server runs as another account, which has to get through
        return str(fresh)
    key = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:8]
    return str(fast_folder() / f"huiyin-tests-{os.geteuid()}-{key}")


# before Django reads its settings; the workers of xdist inherit it
if "HUIYIN_TEST_DATA" not in os.environ:
    os.environ["HUIYIN_TEST_DATA"] = _test_data()
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # dozens of programs are started: none compiles anew
os.environ["HUIYIN_DATA"] = os.environ["HUIYIN_TEST_DATA"]
os.environ["HUIYIN_MODE"] = "scratch"
os.environ["HUIYIN_DB_ROLE"] = "app"
os.environ["HUIYIN_DB_POOL"] = "0"
os.environ["HUIYIN_LOG_LEVEL"] = "ERROR"
os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.project.settings"

import psycopg  # noqa: E402 - the environment has to be set first
import pytest  # noqa: E402
from pytest_django.plugin import blocking_manager_key  # noqa: E402

from huiyin.ground.postgres import EmbeddedServer, app_password  # noqa: E402
from huiyin.ground.postgres.layout import DATABASE  # noqa: E402
from tests.browser import ARGUMENTS, needed_chromium  # noqa: E402
from tests.cluster import Cluster  # noqa: E402
from tests.databases import WorkerDatabase, wanted_by  # noqa: E402
from tests.instance import Instance  # noqa: E402
from tests.prepared import begin_preparing, copy_prepared, start_lock  # noqa: E402
from tests.quick import is_quick  # noqa: E402
from tests.sharing import turn  # noqa: E402

MAKING = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure() -> None:
    """Make Django read its settings now; pytest-django sets it up after this file has set the environment.

    And no example fails for being slow: the machine may be busy.
    """
    from django.conf import settings
    from hypothesis import HealthCheck
    from hypothesis import settings as hypotheses

    _ = settings.DATABASES
    hypotheses.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypotheses.load_profile("untimed")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Of several workers none has to wait for the tables: they are made while tests run that need none."""
    if getattr(session.config.option, "numprocesses", None) and not os.environ.get("DATABASE_URL"):
        session.config.stash[MAKING] = begin_preparing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-quick` runs, and begin with what needs no database."""
    for item in items:
        if is_quick(item):
            item.add_marker("quick")
    items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share the running demonstration stay on one worker."""
    from tests.sharing import Sharing

    config.option.loadscopereorder = False  # they are in order (`turn`)
    return Sharing(config, log)


_database = WorkerDatabase()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of the test: the database as it needs it, the language of no earlier request."""
    from django.utils import translation

    translation.deactivate()
    with item.config.stash[blocking_manager_key].unblock():
        _database.prepare(wanted_by(getattr(item, "fixturenames", [])))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """What a commit would have checked is checked before the test is rolled back.

    By whoever sees everything: the end of a test has no viewer, and the checks read rows behind walls. What
    is broken, pytest-django finds again and reports.
    """
    from django.db import DatabaseError, connection, transaction

    with item.config.stash[blocking_manager_key].unblock():
        if connection.in_atomic_block and not connection.needs_rollback:
            from tests.town import all_seen

            with suppress(DatabaseError), all_seen(), transaction.atomic():
                connection.check_constraints()


def pytest_unconfigure(config: pytest.Config) -> None:
    """After a run in CI nothing stays behind."""
    if making := config.stash.get(MAKING, None):
        making.kill()  # over long ago, unless the run was broken off
        making.wait()
    if os.environ.get("CI") == "true" and not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["HUIYIN_TEST_DATA"], ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The run's PostgreSQL server with its template database; DATABASE_URL replaces the embedded one."""
    from django.conf import settings

    given = os.environ.get("DATABASE_URL")
    if given:
        yield Cluster(given)
        return
    data = Path(os.environ["HUIYIN_TEST_DATA"])
    with start_lock(data):
        filled = copy_prepared(data)
        server = EmbeddedServer(data)
        running = Cluster(server.start(), DATABASE if filled else "")
        running.let_in(settings.APP_ROLE, app_password(settings.SECRET_KEY, settings.APP_ROLE))
    yield running
    server.stop()


@pytest.fixture(scope="session")
def django_db_setup(cluster: Cluster, django_db_blocker: Any) -> Iterator[None]:
    """Each worker's own database; after a test that commits the next one gets a fresh one."""
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = lambda _: _database.spoiled()
    with django_db_blocker.unblock():
        _database.open(cluster)
    yield
    with django_db_blocker.unblock():
        _database.close()


@pytest.fixture
def owner_connection(django_db_setup: None, cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the owner role to this worker's database, autocommit: no wall applies. Use it with
    `django_db(transaction=True)`, because the other connection cannot see what is not committed."""
    from django.db import connection

    with psycopg.connect(cluster.url(connection.settings_dict["NAME"]), autocommit=True) as owner:
        yield owner


@pytest.fixture
def clock(db: None, cluster: Cluster) -> Iterator[Any]:
    """The hands of the clock of the database (tests.town.Hands), whether the test commits or not."""
    from django.db import connection

    from huiyin.ground.clock import real_clock_sql
    from tests.town import Hands

    with psycopg.connect(cluster.url(connection.settings_dict["NAME"]), autocommit=True) as owner:
        yield Hands(owner)
        owner.execute(real_clock_sql())


@pytest.fixture(scope="session")
def instance() -> Iterator[Instance]:
    """A real demo instance: web and worker on a free port with its own data folder."""
    running = Instance.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A chromium driven by playwright; without one a test is left out, and fails in CI."""
    from playwright.sync_api import sync_playwright

    path = needed_chromium()
    with sync_playwright() as playwright:
        driven = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield driven
        driven.close()


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps for seconds (scopes, packs, counts, tokens) must not outlive a test's database.

    Nor shall it run out in the middle of a test that counts queries on a slow machine.
    """
    from huiyin.api import gate, intake
    from huiyin.desks.public import limits, standing
    from huiyin.ground.tenancy import tree
    from huiyin.insight.lately import forget_lately
    from huiyin.insight.remembering import forget_counts
    from huiyin.registers.rules.reads import forget_packs

    tree.forget_tree()
    monkeypatch.setattr(tree, "_LIFETIME", 3600.0)
    forget_packs()
    forget_counts()
    forget_lately()
    limits.budgets.forget()
    for kept in (gate._held, intake._scopes, standing._known):
        kept.clear()
