"""A backup brought back is the same database: rows, privileges, and the role that reads them."""

import json
import os
import shutil
import tarfile
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from huiyin.ground.postgres import EmbeddedServer, app_password
from huiyin.project.command import main
from huiyin.project.instance.folder import DataFolder

GRANTS = (
    "SELECT table_name, privilege_type FROM information_schema.role_table_grants "
    "WHERE grantee = 'huiyin_app' AND table_schema = 'public' ORDER BY 1, 2"
)


@pytest.fixture
def place(monkeypatch):
    """A short folder, and an environment of its own for the commands."""
    folder = Path(tempfile.mkdtemp(prefix="huiyin-backup-test-", dir="/tmp"))
    folder.chmod(0o711)
    for name in ("DATABASE_URL", "HUIYIN_DB_POOL", "HUIYIN_DB_ROLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HUIYIN_DATA", os.environ["HUIYIN_DATA"])
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def small(place):
    """A folder whose database holds two small tables, one of them append-only for the restricted role."""
    data = place / "data"
    folder = DataFolder(data)
    folder.initialise("scratch")
    with EmbeddedServer(data) as url, psycopg.connect(url, autocommit=True) as owner:
        from huiyin.ground.postgres import role_statements

        for statement in role_statements("huiyin_app", app_password(folder.secret())):
            owner.execute(statement)
        owner.execute("CREATE TABLE cases AS SELECT n, '电梯坏了' AS said FROM generate_series(1, 500) n")
        owner.execute("CREATE TABLE lines (n int)")
        owner.execute("REVOKE UPDATE, DELETE ON lines FROM huiyin_app")
    return data


def facts(data):
    with EmbeddedServer(data) as url, psycopg.connect(url) as owner:
        counts = owner.execute("SELECT count(*), min(said) FROM cases").fetchone()
        return counts, owner.execute(GRANTS).fetchall()


def test_round_trip(place, small, capsys):
    archive = place / "backup.tar"
    assert main(["backup", "--data", str(small), str(archive)]) == 0
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as tar:
        assert json.load(tar.extractfile("manifest.json"))["rows"] == {"cases": 500, "lines": 0}
    assert main(["restore", "--data", str(place / "back"), str(archive)]) == 0
    assert facts(place / "back") == facts(small)
    assert (place / "back/secrets/keys.json").read_bytes() == (small / "secrets/keys.json").read_bytes()
    password = app_password(DataFolder(place / "back").secret())
    with EmbeddedServer(place / "back") as url:
        login = make_conninfo(url, user="huiyin_app", password=password)
        with psycopg.connect(login) as role, pytest.raises(psycopg.errors.InsufficientPrivilege):
            role.execute("DELETE FROM lines")
    assert main(["restore", "--data", str(place / "back"), str(archive)]) == 3
    assert "empty folder" in capsys.readouterr().err


@pytest.mark.long
def test_nothing_is_overwritten(place, small, capsys):
    (place / "backup.tar").write_text("another")
    assert main(["backup", "--data", str(small), str(place / "backup.tar")]) == 3
    assert (place / "backup.tar").read_text() == "another"


@pytest.mark.long
def test_without_secrets_they_have_to_be_put_back(place, small, capsys):
    archive = place / "backup.tar"
    assert main(["backup", "--data", str(small), str(archive), "--without-secrets"]) == 0
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if "secret" in name]
    assert main(["restore", "--data", str(place / "back"), str(archive)]) == 3
    shutil.copytree(small / "secrets", place / "back/secrets")
    assert main(["restore", "--data", str(place / "back"), str(archive)]) == 0


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\0" * 10240])
def test_a_broken_archive_is_refused(place, content, capsys):
    (place / "broken.tar").write_bytes(content)
    assert main(["restore", "--data", str(place / "back"), str(place / "broken.tar")]) == 2
    assert "not a whole Huiyin backup" in capsys.readouterr().err
    assert not (place / "back").exists()
