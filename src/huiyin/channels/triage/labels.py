"""Learn an office's own labels from a column of its table, say how well that works, and predict them.

Cross-validated in five folds, words and weights learned anew in each; loads scikit-learn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sklearn.metrics import classification_report, f1_score

from huiyin.channels.triage.ledger import Row
from huiyin.reading.labelling import LabelModel, ModelUnfit, counts
from huiyin.reading.training import FOLDS, LEAST_LABELS, cross_validated, learned

LEAST_PER_LABEL: Final = FOLDS


class LabelsUnfit(Exception):
    """Nothing can be learned or predicted; the text says why and what to do."""


def train_labels(rows: Sequence[Row], column: str, to: Path) -> str:
    """Learn from `column`, write the model and return the scores as a text. Raises LabelsUnfit."""
    if rows and column not in rows[0].raw:
        known = "、".join(rows[0].raw)
        raise LabelsUnfit(f"There is no column {column}. The columns are: {known}.")
    said = [(row, label) for row in rows if (label := row.raw[column].strip())]
    enough = {label for label, n in Counter(label for _, label in said).items() if n >= LEAST_PER_LABEL}
    if len(enough) < LEAST_LABELS:
        raise LabelsUnfit(f"Column {column} needs at least two labels with {LEAST_PER_LABEL} rows each.")
    used = [(row, label) for row, label in said if label in enough]
    messages = [counts(row.title, row.text) for row, _ in used]
    labels = [label for _, label in used]
    predicted = cross_validated(messages, labels)
    score = float(f1_score(labels, predicted, average="macro"))
    note = {"column": column, "rows": len(used), "macro_f1": round(score, 4)}
    to.parent.mkdir(parents=True, exist_ok=True)
    learned(messages, labels, note).save(to)
    sizes = f"n = {len(used)}, left out: {len(rows) - len(used)}"
    head = f"{FOLDS}-fold cross-validated macro-F1 = {score:.4f} ({sizes})"
    return f"{head}\n{classification_report(labels, predicted, digits=3, zero_division=0)}\nmodel: {to}"


def predict_labels(rows: Sequence[Row], path: Path) -> dict[str, str]:
    """Number of the row -> label. Raises LabelsUnfit."""
    try:
        model = LabelModel.load(path)
    except ModelUnfit as unfit:
        raise LabelsUnfit(f"{path} cannot be used: {unfit}.") from unfit
    except OSError as error:
        raise LabelsUnfit(f"{path} cannot be read: {error.strerror}.") from error
    found = model.predict([counts(row.title, row.text) for row in rows])
    return {row.id: label for row, label in zip(rows, found, strict=True)}
