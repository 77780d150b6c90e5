"""A label read by a linear model: one weight per character, pair, phrase, word, matter and domain.

The model is a plain file (npz: arrays of numbers and text, no program inside), so that a file from
elsewhere can be
opened without trusting it. Learning one takes scikit-learn (channels/triage/labels.py); predicting takes
numpy only.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Final, Self

import numpy as np
from scipy import sparse

from huiyin.reading.categories import category_words
from huiyin.reading.folding import fold
from huiyin.reading.lexicon import load
from huiyin.reading.topics.vocabulary import Numbers
from huiyin.reading.weighing import WeightedWords, total

FORMAT: Final = 1
TEXT_FROM: Final = 900
"""Characters of the text that count, beside the title."""
PARTS: Final[Mapping[str, float]] = {
    "title": 1.3, "phrase": 0.7, "text": 1.0, "words": 1.0, "matter": 0.7, "domain": 1.0,
}  # fmt: skip
"""The parts of a message and their weight; each part is a row of length 1 before."""
SHARPNESS: Final = 2.0
"""How far apart scores stand as shares."""
LARGEST: Final = 200 * 1024 * 1024
"""Bytes a model may unpack to."""
_WEIGHED: Final = {"matter", "domain"}
Counts = dict[str, Counter[str]]


class ModelUnfit(Exception):
    """The file is no model that can be used; the text says why."""


def counts(title: str, text: str) -> Counts:
    """Part -> term -> how often, of one message."""
    head, form = fold(title), fold(text)
    plain = "".join(head.split())
    return {
        "title": Counter(_terms(head)),
        "phrase": Counter(plain[at : at + 3] for at in range(len(plain) - 2)),
        "text": Counter(_terms(form[:TEXT_FROM])),
        "words": Counter([*_words(head), *_words(head), *_words(form[:TEXT_FROM])]),
        "matter": _totals(category_words().evidence(f"{head}\n{form}")),
        "domain": _totals(_domain_words().evidence(f"{head}\n{form}")),
    }


def _totals(evidence: Mapping[str, Mapping[str, float]]) -> Counter[str]:
    return Counter({code: total(words) for code, words in evidence.items() if total(words) > 0})


@cache
def _domain_words() -> WeightedWords:
    return WeightedWords.of_table(load("domains"))


def _terms(form: str) -> Iterator[str]:
    plain = "".join(form.split())
    yield from plain
    yield from (one + other for one, other in pairwise(plain))


def _words(form: str) -> list[str]:
    import rjieba  # its dictionary loads on import

    return [word for word in rjieba.cut(form, False) if len(word) > 1]


@dataclass(frozen=True, slots=True)
class LabelModel:
    """`labels` name the rows of `weights`, `offset`; `terms`: part -> term -> column; `rarity` of columns."""

    labels: tuple[str, ...]
    terms: Mapping[str, Mapping[str, int]]
    rarity: Numbers
    weights: Numbers
    offset: Numbers
    note: Mapping[str, object]

    def table(self, messages: Sequence[Counts]) -> Numbers:
        """One row of features per message."""
        return table(messages, self.terms, self.rarity)

    def predict(self, messages: Sequence[Counts]) -> list[str]:
        """The likeliest label of each message."""
        scores = self.table(messages) @ self.weights.T + self.offset
        return [self.labels[best] for best in np.asarray(scores).argmax(axis=1)]

    def chances(self, message: Counts) -> dict[str, float]:
        """Label -> share of 1, of one message; a score, not yet a measured chance."""
        scores = np.asarray(self.table([message]) @ self.weights.T + self.offset, dtype=float)[0] * SHARPNESS
        powers = np.exp(scores - scores.max())
        return dict(zip(self.labels, (powers / powers.sum()).round(6).tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write the model."""
        path.write_bytes(self.dump())

    def dump(self) -> bytes:
        """The model as a file."""
        head = {
            "format": FORMAT,
            "labels": self.labels,
            "terms": {p: list(t) for p, t in self.terms.items()},
            "note": self.note,
        }
        text = np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8)
        packed = io.BytesIO()
        np.savez_compressed(packed, head=text, rarity=self.rarity, weights=self.weights, offset=self.offset)
        return packed.getvalue()

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model; nothing in the file is executed. Raises ModelUnfit, OSError."""
        return cls.read(path.read_bytes())

    @classmethod
    def read(cls, data: bytes) -> Self:
        """The same from bytes. Raises ModelUnfit."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                if sum(part.file_size for part in packed.infolist()) > LARGEST:
                    raise ModelUnfit("it unpacks to more than a model can hold")
            with np.load(io.BytesIO(data), allow_pickle=False) as stored:
                return cls._of(
                    json.loads(stored["head"].tobytes()),
                    {n: stored[n] for n in ("rarity", "weights", "offset")},
                )
        except (
            zipfile.BadZipFile,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            UnicodeDecodeError,
        ) as broken:
            raise ModelUnfit("it is not a model written by huiyin triage --labels") from broken

    @classmethod
    def _of(cls, head: Mapping[str, object], arrays: Mapping[str, Numbers]) -> Self:
        if head["format"] != FORMAT:
            raise ModelUnfit("it was written by another version")
        column, terms = 0, dict[str, dict[str, int]]()
        for part in PARTS:
            found = [str(term) for term in head["terms"][part]]  # type: ignore[index]
            terms[part] = {term: column + at for at, term in enumerate(found)}
            column += len(found)
        labels = tuple(str(label) for label in head["labels"])  # type: ignore[attr-defined]
        shapes = (arrays["rarity"].shape, arrays["weights"].shape, arrays["offset"].shape)
        if shapes != ((column,), (len(labels), column), (len(labels),)):
            raise ModelUnfit("its numbers do not fit its words")
        return cls(labels, terms, **arrays, note=head.get("note", {}))  # type: ignore[arg-type]


def table(messages: Sequence[Counts], terms: Mapping[str, Mapping[str, int]], rarity: Numbers) -> Numbers:
    """Features of many messages: per part counts damped, times rarity, each as long as its part weighs."""
    parts = []
    for part, weight in PARTS.items():
        columns = terms[part]
        rows = [
            {columns[term]: n for term, n in message[part].items() if term in columns} for message in messages
        ]
        parts.append(_weighed(rows, rarity, part) * weight)
    return sum(parts[1:], parts[0]).tocsr()


def _weighed(rows: Sequence[Mapping[int, float]], rarity: Numbers, part: str) -> Numbers:
    starts = np.cumsum([0, *(len(row) for row in rows)])
    at = np.fromiter((column for row in rows for column in row), dtype=np.int32, count=starts[-1])
    values = np.fromiter((n for row in rows for n in row.values()), dtype=np.float64, count=starts[-1])
    values = np.sqrt(values) if part in _WEIGHED else (1 + np.log(np.maximum(values, 1))) * rarity[at]
    made = sparse.csr_matrix((values, at, starts), shape=(len(rows), len(rarity)))
    length = np.sqrt(np.asarray(made.multiply(made).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(length > 0, length, 1.0)) @ made


def columns_of(messages: Sequence[Counts], least: int = 2) -> tuple[dict[str, dict[str, int]], Numbers]:
    """Terms that at least `least` messages hold, with their columns, and the rarity of each column."""
    terms, rarity = dict[str, dict[str, int]](), list[float]()
    for part in PARTS:
        held = Counter(term for message in messages for term in message[part])
        kept = sorted(term for term, n in held.items() if n >= least)
        terms[part] = {term: len(rarity) + at for at, term in enumerate(kept)}
        rarity.extend(np.log((1 + len(messages)) / (1 + held[term])) + 1 for term in kept)
    return terms, np.array(rarity)
