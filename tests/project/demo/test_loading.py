"""The demonstration loads into an empty database, once, and everything stands as it is written."""

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.hashers import check_password

from huiyin.ground.postgres import EmbeddedServer
from huiyin.project.demo.blueprint import estates
from huiyin.project.demo.facts import reports
from huiyin.project.demo.roster import accounts, people
from huiyin.project.demo.story import scripts
from huiyin.project.instance.folder import DataFolder
from tests.folders import fast_folder
from tests.prepared import copy_loaded

LOAD = """
from huiyin.project.instance.session import django_ready
with django_ready(role="owner"):
    from django.conf import settings
    from huiyin.project import demo
    demo.load(progress=print)
    demo.write_logins(settings.DATA.logins)
"""


class Loaded:
    """A database of its own with the demonstration in it."""

    def __init__(self, url, folder):
        self.url, self.folder = url, folder

    def load(self):
        env = os.environ | {"DATABASE_URL": self.url, "HUIYIN_DATA": str(self.folder.path)}
        env["HUIYIN_MODE"] = "demo"
        done = subprocess.run(
            [sys.executable, "-c", LOAD], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def rows(self, query, *values):
        with psycopg.connect(self.url) as owner:
            return owner.execute(query, values).fetchall()

    def one(self, query, *values):
        return self.rows(query, *values)[0][0]


@pytest.fixture(scope="module")
def loaded():
    folder = Path(tempfile.mkdtemp(prefix="huiyin-loaded-", dir=fast_folder()))
    folder.chmod(0o711)
    copy_loaded(folder)
    with EmbeddedServer(folder) as url:
        yield Loaded(url, DataFolder(folder))
    shutil.rmtree(folder, ignore_errors=True)


def test_every_estate_has_its_homes(loaded):
    found = dict(
        loaded.rows(
            "SELECT s.name, count(*) FROM places_home h JOIN ground_scope s ON s.id = h.scope_id GROUP BY 1"
        )
    )
    assert found == {estate.name: estate.home_count for estate in estates()}


def test_every_entrance_gate_and_facility_has_one_live_code(loaded):
    without = """
        SELECT count(*) FROM places_place p WHERE kind IN ('entrance', 'gate', 'facility') AND NOT EXISTS (
          SELECT FROM places_qrcode q WHERE q.place_id = p.id AND revoked_at IS NULL)"""
    assert loaded.one(without) == 0
    assert loaded.one("SELECT count(*) FROM places_qrcode WHERE revoked_at IS NOT NULL") == 1


def test_every_case_stands_where_its_script_ends(loaded):
    asked = "SELECT state FROM casefile_case WHERE id {} IN (SELECT case_id FROM voices_surveycase)"
    found = Counter(state for (state,) in loaded.rows(asked.format("NOT")))
    assert found == Counter(script.ends for script in scripts())
    assert {state for (state,) in loaded.rows(asked.format(""))} == {"received"}  # what the survey brought


def test_what_is_a_reports_fact_says_so_in_the_register(loaded):
    facts = loaded.one("SELECT facts FROM places_place WHERE name = '象城外滩小区'")
    assert facts["homes"] == {"value": 238, "says": "238 户", "source": "001"}
    told = loaded.one("SELECT facts FROM places_place WHERE kind = 'subdistrict'")
    assert {row["source"] for key, row in told.items() if key.startswith("report_")} == set(reports())


def test_the_clock_shows_the_true_time_again(loaded):
    body = loaded.one("SELECT prosrc FROM pg_proc WHERE proname = 'huiyin_now'")
    assert "statement_timestamp" in body
    assert loaded.one("SELECT abs(extract(epoch FROM huiyin_now() - clock_timestamp())) < 60")
    assert loaded.one("SELECT count(*) FROM casefile_event WHERE at > clock_timestamp()") == 0


def test_no_message_waits_and_no_timer_failed(loaded):
    assert loaded.one("SELECT count(*) FROM ground_notice WHERE state IN ('queued', 'sending')") == 0
    assert loaded.one("SELECT count(*) FROM casefile_timer WHERE tries > 0") == 0


def test_every_home_resolves_to_a_building_head(loaded):
    # Mission M5: every home resolves to named people.
    headless = """
        SELECT count(*) FROM places_place b WHERE b.kind = 'building' AND NOT EXISTS (
          SELECT FROM people_post p
          WHERE p.place_id = b.id AND p.kind = 'building_head' AND p.until IS NULL)"""
    assert loaded.one(headless) == 0


def test_telephone_numbers_are_not_kept_in_clear(loaded):
    rows = loaded.rows("SELECT phone_sealed FROM people_person")
    assert len(rows) == len(people())
    assert not [1 for (sealed,) in rows if b"1700000" in bytes(sealed)]


def test_loading_again_changes_nothing_and_keeps_the_logins(loaded):
    counts = """
        SELECT (SELECT count(*) FROM casefile_event), (SELECT count(*) FROM places_place),
          (SELECT count(*) FROM ground_scope)"""
    before, logins = loaded.rows(counts), loaded.folder.logins.read_text(encoding="utf-8")
    assert "already" in loaded.load()
    assert loaded.rows(counts) == before
    assert loaded.folder.logins.read_text(encoding="utf-8") == logins


def test_the_logins_open_the_accounts_and_are_for_their_owner_alone(loaded):
    logins = json.loads(loaded.folder.logins.read_text(encoding="utf-8"))
    assert len(logins) == len(accounts()) + 1  # and the resident, who needs none
    assert stat.S_IMODE(loaded.folder.logins.stat().st_mode) == 0o600
    assert all(
        {"role", "username", "password", "second_factor", "start_page"} <= set(login) for login in logins
    )
    clerk = next(login for login in logins if login["role"] == "clerk")
    stored = loaded.one("SELECT password FROM people_account WHERE username = %s", clerk["username"])
    assert check_password(clerk["password"], stored)
    assert loaded.one("SELECT count(*) FROM otp_totp_totpdevice WHERE confirmed") == sum(
        1 for login in logins if login["password"]
    )


def test_the_drains_of_one_stairwell_are_one_shared_problem(loaded):
    found = loaded.rows(
        "SELECT t.title, t.came, t.cases, t.people, s.name FROM topics_topic t"
        " JOIN ground_scope s ON s.id = t.scope_id WHERE t.key <> ''"
    )
    assert found == [("下水堵塞返水", "recurrence", 5, 5, "英俊社区")]


def test_who_waited_for_the_pipe_got_the_answer_when_the_homes_accepted_it(loaded):
    """The spine in the demonstration: three requests, one work, its answer, their own verdicts."""
    told = loaded.rows(
        """SELECT c.state, c.answered_at::date - c.received_at::date FROM casefile_case c
            WHERE strpos(c.answer, %s) > 0 ORDER BY c.received_at""",
        "更换二栋一单元下水管",
    )
    assert told == [("confirmed", 9), ("confirmed", 9), ("attested", 8)]
    assert loaded.one("SELECT count(*) FROM works_project WHERE state = 'accepted'") == 1
