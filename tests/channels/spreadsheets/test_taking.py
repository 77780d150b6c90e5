"""A worker dies, freezes or loses its right in the middle of a table: no row is lost, none comes twice."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets import jobs, taking
from huiyin.channels.spreadsheets.cases_in import BATCH
from huiyin.channels.spreadsheets.imports import keep_upload
from huiyin.channels.spreadsheets.jobs import take_rows_in
from huiyin.channels.spreadsheets.taking import start_import
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import RoleGrant
from tests.town import plant_town

ROWS = 2 * BATCH + 7
BAD = 3


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.fixture
def town(db):
    return plant_town()


def waiting(town, *, whole: bool = False) -> ImportFile:
    lines = [f"G{n},第{n}件,2024-05-01" for n in range(ROWS)] + [f"B{n},坏,哪天" for n in range(BAD)]
    body = "\n".join(["工单编号,内容,受理时间", *lines]).encode()
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        kept = keep_upload(
            scope_id=town.community.pk, channel=Channel.NET, name="x.csv", body=body, by=viewer
        )
        start_import(kept, viewer, whole=whole)
    return kept


def fresh(kept: ImportFile) -> ImportFile:
    with seen_as(SYSTEM):
        return ImportFile.objects.get(pk=kept.pk)


def cases() -> int:
    with seen_as(SYSTEM):
        return Case.objects.count()


def dying_after(monkeypatch, steps: int, *, committed: bool) -> None:
    """The worker dies in step `steps + 1`: before its work is committed, or right after."""
    done, step = [0], jobs.take_step

    def deadly(*args, **kwargs):
        if done[0] == steps and committed:
            raise Killed
        found = step(*args, **kwargs)
        if done[0] == steps:
            raise Killed
        done[0] += 1
        return found

    monkeypatch.setattr(jobs, "take_step", deadly)


@pytest.mark.parametrize("committed", [False, True])
@pytest.mark.parametrize("steps", [0, 1, 2])
def test_the_next_worker_goes_on_where_the_dead_one_stood(town, monkeypatch, steps, committed) -> None:
    kept = waiting(town)
    with monkeypatch.context() as patched:
        dying_after(patched, steps, committed=committed)
        with pytest.raises(Killed):
            take_rows_in(import_id=str(kept.pk))
    assert cases() == steps * BATCH == fresh(kept).seen
    take_rows_in(import_id=str(kept.pk))
    counts = fresh(kept).counts
    assert (counts["accepted"], counts["duplicates"], counts["rejected"]) == (ROWS, 0, BAD)
    assert cases() == ROWS


def test_a_worker_that_wakes_up_late_stops_behind_the_one_that_took_over(town) -> None:
    kept, viewer = waiting(town), town.viewer("clerk")
    with seen_as(viewer):
        read, frozen = taking.steps_of(kept.pk, viewer)
    take_rows_in(import_id=str(kept.pk))
    with seen_as(viewer):
        assert taking.take_step(kept.pk, frozen, behind=read) is None
    assert fresh(kept).counts["accepted"] == ROWS == cases()


def test_running_a_job_again_changes_nothing(town) -> None:
    kept = waiting(town)
    for _again in range(3):
        take_rows_in(import_id=str(kept.pk))
    assert fresh(kept).counts["accepted"] == ROWS == cases()
    assert fresh(kept).state == ImportState.DONE


def test_all_or_nothing_is_one_transaction_in_the_worker_too(town) -> None:
    kept = waiting(town, whole=True)
    take_rows_in(import_id=str(kept.pk))
    assert cases() == 0
    assert (fresh(kept).state, fresh(kept).counts["bad"]) == (ImportState.CHECKED, BAD)


def test_a_right_taken_away_meanwhile_stops_the_table_with_words(town) -> None:
    kept = waiting(town)
    with seen_as(SYSTEM):
        RoleGrant.objects.filter(account_id=kept.account_id).update(until=now())
    take_rows_in(import_id=str(kept.pk))
    assert cases() == 0
    assert fresh(kept).state == ImportState.CHECKED
    assert fresh(kept).counts["stopped"] == "import_right_gone"


def test_the_job_exists_only_when_the_wish_was_committed(town) -> None:
    kept = waiting(town)
    with seen_as(SYSTEM):
        assert [job.args for job in ProcrastinateJob.objects.all()] == [{"import_id": str(kept.pk)}]
