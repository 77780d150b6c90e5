"""`huiyin triage FILE --out DIR`: the whole way of a table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.refused import ColumnMissing
from huiyin.channels.triage.found import Found, find_all
from huiyin.channels.triage.ledger import Row, read_ledger
from huiyin.channels.triage.report import write_report
from huiyin.channels.triage.writing import write_cases, write_duplicates, write_topics
from huiyin.ground.refusals import Refusal

_NAMED = 'Or name the columns in a JSON file for --mapping: {"content": "HEADING", "title": "HEADING"}.'


class TriageFailed(Exception):
    """The table as a whole was not read; the text says why and what to do."""


def triage_file(
    *,
    path: Path,
    out: Path,
    mapping: Path | None = None,
    labels: str = "",
    model: Path | None = None,
    say: Callable[[str], object] = lambda _line: None,
    progress: Callable[[int, int], object] = lambda _done, _whole: None,
) -> Found:
    """Read `path` and write the results into `out`; `say` takes each line said, `progress` rows done of all.

    Raises TriageFailed with a sentence.
    """
    rows, columns = _rows(path, mapping)
    say(f"{path.name}: {len(rows)} rows, {_as_mapping(columns)}")
    predicted = _labels(rows, out, labels, model, say)
    found = find_all(rows, lambda done: progress(done, len(rows)))
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_cases(out / "cases.csv", found.answers, predicted)
        write_duplicates(out / "duplicates.csv", found)
        write_topics(out / "topics.json", found.topics)
        write_report(out / "report.html", found, source=path.name)
    except OSError as error:
        raise TriageFailed(f"The results cannot be written to {out}: {error.strerror}.") from error
    dangers = sum(1 for one in found.answers if one.danger)
    counted = f"duplicates={len(found.repeats)} topics={len(found.topics)}"
    say(f"cases={len(found.answers)} dangers={dangers} {counted}")
    say(f"{out / 'report.html'}")
    return found


def _rows(path: Path, mapping: Path | None) -> tuple[list[Row], ColumnMapping]:
    try:
        rows, columns = read_ledger(path.read_bytes(), mapping=_mapping(mapping))
    except Refusal as no:
        hint = f" {_NAMED}" if isinstance(no, ColumnMissing) and mapping is None else ""
        raise TriageFailed(f"{path.name}: {no.said} {no.advice}{hint}") from no
    except OSError as error:
        raise TriageFailed(f"{path} cannot be read: {error.strerror}.") from error
    if not rows:
        raise TriageFailed(f"{path.name}: no row holds a text. Is it the right sheet?")
    return rows, columns


def _as_mapping(columns: ColumnMapping) -> str:
    """What column was taken for what, as a file for --mapping holds it, to be copied and mended."""
    named = {
        name: said[0] if len(said) == 1 else list(said) for name, said in columns.columns.items() if said
    }
    return json.dumps(named, ensure_ascii=False)


def _mapping(path: Path | None) -> ColumnMapping | None:
    if path is None:
        return None
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TriageFailed(f"{path} is not a JSON file of field -> heading.") from error
    pairs = stored.items() if isinstance(stored, dict) else ()
    return ColumnMapping.from_json({name: [said] if isinstance(said, str) else said for name, said in pairs})


def _labels(
    rows: list[Row], out: Path, column: str, model: Path | None, say: Callable[[str], object]
) -> dict[str, str] | None:
    """Train, or predict, or neither. Raises TriageFailed."""
    if not column and model is None:
        return None
    from huiyin.channels.triage.labels import LabelsUnfit, predict_labels, train_labels  # loads scikit-learn

    try:
        if column:
            say(train_labels(rows, column, out / "model.npz"))
        return predict_labels(rows, model) if model is not None else None
    except LabelsUnfit as error:
        raise TriageFailed(str(error)) from error
