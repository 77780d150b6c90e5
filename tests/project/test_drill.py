"""The drill passes on this version, plans the same cases for a seed, and its checks do find what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from huiyin.project.drill.planning import Ending, Plan, plans_for
from huiyin.project.drill.sentences import SAMPLE, sentences
from huiyin.project.drill.visitor import DrillFailed, forms_of, number_on
from tests.folders import fast_folder
from tests.prepared import CLEAN

ROOT = Path(__file__).parents[2]

DRILL = """
import sys
from huiyin.project.command import main
from huiyin.project.drill import scratch
from tests.prepared import copy_prepared

fresh = scratch.fresh_folder

def migrated():
    folder = fresh()
    copy_prepared(folder)
    return folder

scratch.fresh_folder = migrated
sys.exit(main(["drill", "--cases", "15", "--data", sys.argv[1]]))
"""
"""The command on a folder whose tables are made already: that takes half a minute each time."""


def silent(_line: object) -> None:
    pass


def test_the_same_seed_plans_the_same_cases():
    assert plans_for(40, 7, silent) == plans_for(40, 7, silent)
    assert plans_for(40, 7, silent) != plans_for(40, 8, silent)


def test_a_drill_of_thirty_has_every_kind_of_ending_and_something_late():
    plans = plans_for(30, 1, silent)
    assert {plan.ending for plan in plans} >= {Ending.SOLVED, Ending.AGAIN, Ending.SILENT}
    assert any(plan.late for plan in plans)
    assert any(plan.by_program for plan in plans)
    assert any(plan.sent_twice for plan in plans)
    assert len({plan.phone for plan in plans if plan.phone}) == sum(bool(plan.phone) for plan in plans)


def test_without_real_messages_sentences_are_made_and_said_so(monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr("huiyin.project.drill.sentences.SAMPLE", tmp_path)
    assert len(sentences(30, 1, said.append)) == 30
    assert "made up" in said[0]


@pytest.mark.skipif(not (SAMPLE / "messages.xlsx").exists(), reason=f"there is no {SAMPLE}/messages.xlsx")
def test_real_messages_are_used_where_they_are():
    said = []
    sentences(3, 1, said.append)
    assert said == ["4326 real messages"]


def test_a_form_is_read_as_a_browser_would_send_it():
    (form,) = forms_of(
        '<form action="/x"><input type=hidden name=key value=k><input type=radio name=a value=1>'
        "<input type=radio name=a value=2 checked><input type=checkbox name=b checked>"
        "<input type=file name=f>"
        "<textarea name=t></textarea><select name=s><option value=''>no<option value=5 selected>five</select>"
        "<button name=and value=go>Go</button></form>"
    )
    assert form.fields == {"key": "k", "a": "2", "b": "on", "t": "", "s": "5"}
    assert form.choices["s"] == [("", "no"), ("5", "five")]


def test_a_number_is_found_however_the_page_breaks_it():
    page = "<p><span>990101-</span>\n<span>20261123-</span><span>Q-000003-F</span></p>"
    assert number_on(page) == "990101-20261123-Q-000003-F"
    with pytest.raises(DrillFailed):
        number_on("<p>nothing</p>")


@pytest.mark.django_db
def test_the_checks_find_a_lost_case_and_a_made_up_one():
    from huiyin.ground.tenancy.acts import plant_scope
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as
    from huiyin.project.drill import checks
    from tests.verifier.planting import plant_case

    plan = Plan(0, "灯坏了", False, "leak", "", False, Ending.SOLVED, "yes", False)
    loop = SimpleNamespace(
        cases=[SimpleNamespace(number="990101-20261123-Q-000001-0", plan=plan, trouble="")]
    )
    with seen_as(SYSTEM):
        assert any("is not there" in line for line in checks._once(loop))
        from django.db import connection

        scope = plant_scope(name="E", kind="estate")
        cursor = SimpleNamespace(execute=lambda sql, values=None: _execute(connection, sql, values))
        plant_case(cursor, scope.pk, 1, number="990101-20261123-Q-000002-0")
        found = list(checks._once(loop))
        assert any("nobody was told" in line for line in found)
        assert any("check character" in line for line in found)
        assert any("is None, not confirmed" in line for line in checks._ended(loop))


def _execute(connection, sql, values):
    cursor = connection.cursor()
    cursor.execute(sql, values)
    return cursor


@pytest.mark.long
def test_a_small_drill_passes(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in CLEAN}
    done = subprocess.run(
        [sys.executable, "-c", DRILL, str(tmp_path / "unused")],
        env=environment | {"TMPDIR": str(fast_folder())}, cwd=ROOT,
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    *_rest, last = done.stdout.strip().splitlines()
    passed, failed = (int(part.split()[0]) for part in last.split(", "))
    assert (passed > 10, failed) == (True, 0)
    assert not (tmp_path / "unused").exists()
