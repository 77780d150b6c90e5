"""`huiyin verify` says what is broken and ends with the exit code for it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.verifier.planting import Unguarded, plant_case, plant_scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def verify(owner_connection, cluster):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"DATABASE_URL": cluster.url(owner_connection.info.dbname)}
        command = [
            sys.executable,
            "-m",
            "huiyin.project.command",
            "verify",
            "--data",
            os.environ["HUIYIN_DATA"],
        ]
        return subprocess.run(
            [*command, *arguments], env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_whole_then_broken(owner_connection, verify, tmp_path):
    case = plant_case(owner_connection, plant_scope(owner_connection), 3)
    heads = tmp_path / "heads"
    whole = verify("--write-heads", str(heads), "--clocks")
    assert (whole.returncode, whole.stdout) == (0, "3 lines, 0 seals: the chain is whole\n"), whole.stderr
    with Unguarded(owner_connection):
        owner_connection.execute("DELETE FROM casefile_event WHERE case_id = %s AND seq = 3", [case])
    assert verify().returncode == 0  # a cut tail that nothing sealed
    broken = verify("--heads", str(heads))
    assert broken.returncode == 1
    assert f"case {case}: ends at line 2; the heads file knows line 3" in broken.stdout


def test_a_wrong_heads_file_is_wrong_use(verify, tmp_path):
    (tmp_path / "heads").write_text("not heads\n")
    done = verify("--heads", str(tmp_path / "heads"))
    assert done.returncode == 2
    assert "is no heads file" in done.stderr


def test_a_wrong_projection_is_named(owner_connection, verify):
    case = plant_case(owner_connection, plant_scope(owner_connection), 1)
    owner_connection.execute("UPDATE casefile_case SET next_due_at = now() WHERE id = %s", [case])
    done = verify("--clocks")
    assert done.returncode == 1
    assert "its ledgers say None" in done.stdout
