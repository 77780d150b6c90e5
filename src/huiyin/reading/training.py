"""Learning a label model: two linear machines in one set of weights. Loads scikit-learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB

from huiyin.reading.labelling import Counts, LabelModel, columns_of, table

FOLDS: Final = 5
LEAST_LABELS: Final = 2
RIDGE: Final = 0.3
SMOOTHING: Final = 0.02
SHARE: Final = 1.0
"""How much the second machine (which words a label's rows hold) adds to the first (a plane between
labels)."""
SEED: Final = 0


def cross_validated(messages: Sequence[Counts], labels: Sequence[str], seed: int = SEED) -> list[str]:
    """The label predicted for each message by a model that never saw it."""
    predicted = [""] * len(labels)
    for model, unseen in unseen_folds(messages, labels, seed):
        for i, label in zip(unseen, model.predict([messages[i] for i in unseen]), strict=True):
            predicted[i] = label
    return predicted


def unseen_folds(
    messages: Sequence[Counts], labels: Sequence[str], seed: int = SEED
) -> Iterator[tuple[LabelModel, list[int]]]:
    """A model for each fold with the numbers of the messages it never saw; labels in equal shares."""
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for seen, unseen in folds.split(np.zeros(len(labels)), labels):
        yield learned([messages[i] for i in seen], [labels[i] for i in seen], {}), unseen.tolist()


def learned(messages: Sequence[Counts], labels: Sequence[str], note: dict[str, object]) -> LabelModel:
    """A model of these messages."""
    terms, rarity = columns_of(messages)
    rows = table(messages, terms, rarity)
    plane = RidgeClassifier(alpha=RIDGE).fit(rows, labels)
    words = ComplementNB(alpha=SMOOTHING).fit(rows, labels)
    first, offset = plane.coef_, plane.intercept_
    if len(plane.classes_) == LEAST_LABELS:  # scikit-learn keeps one row for two labels
        first, offset = np.vstack([-first, first]), np.concatenate([-offset, offset])
    second = words.feature_log_prob_ - words.feature_log_prob_.mean(axis=0)
    spread, other = (rows @ first.T + offset).std() or 1.0, (rows @ second.T).std() or 1.0
    weights = first / spread + SHARE * second / other
    names = tuple(str(label) for label in plane.classes_)
    return LabelModel(
        names, terms, rarity, weights.astype(np.float32), (offset / spread).astype(np.float32), note
    )
