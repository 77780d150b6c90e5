"""Rows of a kept table are taken in: a few at once, many by the worker, step by step, each row once.

What is done and that it is done are one transaction, so a worker may die anywhere: the next one goes on
behind the last step. Two workers on one table meet at its locked row, and the later one stops.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.models import ImportFile, ImportState
from huiyin.channels.spreadsheets.cases import CaseRow, RowError, rows_to_cases
from huiyin.channels.spreadsheets.cases_in import BATCH, ImportResult, Target, import_parts
from huiyin.channels.spreadsheets.columns import remember_mapping
from huiyin.channels.spreadsheets.imports import sheet_of, stored
from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.refused import ColumnMissing
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

AT_ONCE = BATCH
"""Rows taken in while the clerk waits; more are the worker's."""
STUCK = timedelta(minutes=1)
"""After so long without a step the page offers to go on."""
Step = tuple[int, ImportResult]


class _Spoiled(Exception):
    """A bad row in a table that was to come in whole: nothing of it stays."""

    def __init__(self, result: ImportResult) -> None:
        self.result = result


def start_import(kept: ImportFile, by: Viewer, *, whole: bool) -> None:
    """Take the rows in, or leave them to the worker when there are many; again changes nothing.

    Raises FileRefused, ColumnMissing, NotThere.
    """
    if kept.state != ImportState.CHECKED:
        return
    if kept.counts["text_missing"]:
        raise ColumnMissing
    kept.state, kept.whole, kept.seen, kept.moved_at = ImportState.WAITING, whole, 0, now()
    kept.counts = kept.counts | {
        "accepted": 0,
        "duplicates": 0,
        "rejected": 0,
        "kept_out": False,
        "stopped": "",
    }
    kept.refused = []
    kept.save(update_fields=["state", "whole", "seen", "moved_at", "counts", "refused"])
    remember_mapping(kept.scope_id, ColumnMapping.from_json(kept.mapping))
    if kept.counts["rows"] <= AT_ONCE:
        take_rows(kept.pk, by)
    else:
        hand_over(kept)


def hand_over(kept: ImportFile) -> None:
    """Leave the rows to the worker; the job exists when, and only when, this transaction does."""
    from huiyin.channels.spreadsheets.jobs import take_rows_in  # the job calls back into this module

    take_rows_in.defer(import_id=str(kept.pk))


def is_stuck(kept: ImportFile) -> bool:
    """Whether the worker has made no step for a minute."""
    return kept.state == ImportState.WAITING and kept.moved_at is not None and now() - kept.moved_at > STUCK


def take_rows(import_id: UUID, by: Viewer) -> None:
    """All steps in this transaction. A table that was to come in whole and cannot stays as it was."""
    kept = _locked(import_id)
    try:
        with transaction.atomic():
            for read, result in _steps(kept, by):
                _write(kept, read, result)
            _close(kept)
    except _Spoiled as spoiled:
        _keep_out(import_id, spoiled.result)


def take_step(import_id: UUID, steps: Iterator[Step], *, behind: int) -> int | None:
    """The next step behind `behind` rows, in this transaction; None without one or when another is ahead."""
    kept = _locked(import_id)
    if kept.state != ImportState.WAITING or kept.seen != behind:
        return None
    found = next(steps, None)
    if found is None:
        _close(kept)
        return None
    _write(kept, *found)
    return found[0]


def steps_of(import_id: UUID, by: Viewer) -> tuple[int, Iterator[Step]]:
    """How many rows are dealt with, and the steps to come. Raises FileRefused, NotThere."""
    kept = ImportFile.objects.get(pk=import_id)
    return kept.seen, _steps(kept, by)


def _steps(kept: ImportFile, by: Viewer) -> Iterator[Step]:
    target = Target(kept.scope_id, kept.system, Channel(kept.channel), live=kept.live)
    rows: Iterator[CaseRow | RowError] = rows_to_cases(
        sheet_of(kept), ColumnMapping.from_json(kept.mapping), now=kept.made_at
    )
    return import_parts(rows=rows, target=target, by=by, after=kept.seen)


def _locked(import_id: UUID) -> ImportFile:
    return ImportFile.objects.select_for_update().defer("body").get(pk=import_id)


def _write(kept: ImportFile, read: int, result: ImportResult) -> None:
    counts, refused = dict(kept.counts), [*kept.refused, *stored(result.errors)]
    counts["accepted"] += result.accepted
    counts["duplicates"] += result.duplicates
    counts["rejected"] = len({row_no for row_no, *_rest in refused})
    kept.counts, kept.refused, kept.seen, kept.moved_at = counts, refused, read, now()
    kept.save(update_fields=["counts", "refused", "seen", "moved_at"])


def _close(kept: ImportFile) -> None:
    if kept.whole and kept.refused:
        raise _Spoiled(_result_of(kept))
    kept.refused = sorted(kept.refused, key=lambda error: int(error[0]))
    kept.state, kept.done_at = ImportState.DONE, now()
    kept.save(update_fields=["refused", "state", "done_at"])


def _result_of(kept: ImportFile) -> ImportResult:
    return ImportResult(errors=[RowError(row_no, code, params) for row_no, code, params in kept.refused])


def _keep_out(import_id: UUID, result: ImportResult) -> None:
    """Nothing was taken: back to looking, with what is wrong."""
    kept = _locked(import_id)
    kept.state, kept.seen = ImportState.CHECKED, 0
    kept.refused = stored(sorted(result.errors, key=lambda error: error.row_no))
    kept.counts = kept.counts | {
        "bad": result.rejected,
        "good": kept.counts["rows"] - result.rejected,
        "kept_out": True,
    }
    kept.save(update_fields=["state", "seen", "refused", "counts"])
