"""The embedded server: shared, stopped by the last, never an orphan, never at the cost of a committed row."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from huiyin.ground.postgres import EmbeddedServer, PostgresError, running_url
from huiyin.ground.postgres.account import account_for
from huiyin.ground.postgres.layout import Layout
from huiyin.ground.postgres.process import any_process_in, postmaster
from huiyin.ground.postgres.server import held

HOLD = (
    "import sys, time; from pathlib import Path; from huiyin.ground.postgres import EmbeddedServer;"
    "EmbeddedServer(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(120)"
)


def wait_until(condition, seconds=20.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)


def holder(data: Path) -> subprocess.Popen:
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "up\n"
    return process


def test_it_starts_keeps_rows_and_stops(data):
    with EmbeddedServer(data) as url:
        assert running_url(data) == url
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert running_url(data) is None
    assert not any_process_in(Layout.of(data).cluster)
    with EmbeddedServer(data) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_only_its_owner_gets_in(data):
    with EmbeddedServer(data) as url:
        layout = Layout.of(data)
        assert stat.S_IMODE(layout.password_file.stat().st_mode) == 0o600
        assert stat.S_IMODE(layout.socket_folder.stat().st_mode) == 0o700
        assert stat.S_IMODE(layout.cluster.stat().st_mode) == 0o700
        with psycopg.connect(url) as connection:
            shown = {
                name: connection.execute(f"SHOW {name}").fetchone()[0]
                for name in ("listen_addresses", "data_checksums", "password_encryption", "fsync")
            }
        assert shown == {
            "listen_addresses": "",
            "data_checksums": "on",
            "password_encryption": "scram-sha-256",
            "fsync": "on",
        }
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(url.replace(layout.password, "guess"))


@pytest.mark.long
def test_a_second_user_joins_and_the_last_one_stops_it(data):
    first, second = EmbeddedServer(data), EmbeddedServer(data)
    assert first.start() == second.start()
    pid = postmaster(Layout.of(data).cluster)
    first.stop()
    assert postmaster(Layout.of(data).cluster) == pid
    second.stop()
    assert running_url(data) is None


def test_a_killed_user_leaves_no_orphan(data):
    process = holder(data)
    process.kill()
    process.wait()
    wait_until(lambda: not any_process_in(Layout.of(data).cluster))
    wait_until(lambda: held(Layout.of(data).keeper_lock) is None)


@pytest.mark.long
def test_a_killed_user_does_not_stop_it_for_others(data):
    with EmbeddedServer(data):
        process = holder(data)
        process.kill()
        process.wait()
        time.sleep(1.5)
        assert running_url(data)


def test_a_killed_server_comes_back_with_what_it_acknowledged(data):
    with EmbeddedServer(data) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept (n int)")
            connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        first = postmaster(Layout.of(data).cluster)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: running_url(data) and postmaster(Layout.of(data).cluster) != first)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def test_a_killed_keeper_is_replaced_by_the_next_user(data):
    with EmbeddedServer(data):
        os.kill(held(Layout.of(data).keeper_lock), signal.SIGKILL)
        wait_until(lambda: held(Layout.of(data).keeper_lock) is None)
        assert running_url(data)
        pid = postmaster(Layout.of(data).cluster)
        with EmbeddedServer(data):
            assert postmaster(Layout.of(data).cluster) == pid
            assert held(Layout.of(data).keeper_lock)
    assert running_url(data) is None


@pytest.mark.long
def test_a_pid_file_of_a_reused_pid_does_not_fool_it(data):
    with EmbeddedServer(data):
        pass
    cluster = Layout.of(data).cluster
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n0\n5432\n\n\n\nready\n")
    assert running_url(data) is None
    with EmbeddedServer(data) as url:
        assert running_url(data) == url


def test_a_half_made_cluster_is_not_taken_for_a_whole_one(data):
    half = Layout.of(data).folder / "initialising-half"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(data) as url:
        assert running_url(data) == url


@pytest.mark.parametrize(
    "name",
    [
        "fsync",
        *(pytest.param(name, marks=pytest.mark.long) for name in ("full_page_writes", "synchronous_commit")),
    ],
)
def test_it_refuses_to_forget(data, name):
    with EmbeddedServer(data):
        pass
    with (Layout.of(data).cluster / "postgresql.auto.conf").open("a") as file:
        file.write(f"{name} = off\n")
    with pytest.raises(PostgresError, match=f"{name} = off"):
        EmbeddedServer(data).start()
    assert not any_process_in(Layout.of(data).cluster)


@pytest.mark.long
def test_a_cluster_of_another_version_is_named(data):
    with EmbeddedServer(data):
        pass
    (Layout.of(data).cluster / "PG_VERSION").write_text("9\n")
    with pytest.raises(PostgresError, match="apt-get install postgresql-9"):
        EmbeddedServer(data).start()


@pytest.mark.long
def test_a_long_path_gets_a_short_socket(data):
    deep = data / ("深" * 20) / ("long" * 15)
    assert len(str(Layout.of(deep).socket_folder)) < 60
    with EmbeddedServer(deep) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not Layout.of(deep).socket_folder.exists()


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to switch to another account")
def test_root_behind_a_closed_folder(data):
    closed = data / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedServer(closed / "data") as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    cluster = Layout.of(closed / "data").cluster
    assert cluster.is_symlink()
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    subprocess.run(["rm", "-r", str(cluster.resolve())], check=True)


@pytest.mark.skipif(
    os.geteuid() != 0 or not account_for(Path("/nowhere")).can_enter(Path(sys.executable).resolve().parent),
    reason="only root can become somebody else, and only where that account can run this Python",
)
def test_an_ordinary_account(data):
    data.chmod(0o777)
    script = HOLD.replace("time.sleep(120)", "")
    done = subprocess.run(
        [sys.executable, "-c", script, str(data / "own")],
        capture_output=True,
        text=True,
        user="nobody",
        group="nogroup",
        extra_groups=[],
        env={"PATH": os.environ["PATH"], "HOME": "/tmp"},
        check=False,
    )
    assert done.stdout == "up\n", done.stderr


def test_a_file_where_the_folder_should_be(data):
    (data / "postgres").write_text("")
    with pytest.raises(PostgresError, match="cannot be written"):
        EmbeddedServer(data).start()
