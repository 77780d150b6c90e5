"""Many messages as sparse tables, and how alike pairs of their rows are.

The measures and weights are those of weights.py; pairing.py weighs a single pair without tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from huiyin.reading.topics.terms import Terms, matter_pairs
from huiyin.reading.topics.vocabulary import Numbers, Vocabulary
from huiyin.reading.topics.weights import BASE, ELSEWHERE, IN_TEXT, LETTERS_FROM, RARE_SCALE, WEIGHTS


@dataclass(slots=True)
class Tables:
    """One row per message in every table, in the order added; `terms` as read."""

    vocabulary: Vocabulary
    terms: list[Terms] = field(default_factory=list)
    tables: dict[str, Numbers] = field(default_factory=dict)
    _columns: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, more: Sequence[Terms]) -> None:
        """Append rows."""
        self._append("words", self._weighed("words", [terms.words for terms in more], self.vocabulary.words))
        pairs = self._counted("pairs", [terms.pairs for terms in more])
        title = self._counted("pairs", [dict.fromkeys(terms.title, 1.0) for terms in more])
        title.resize(pairs.shape)
        self._append("category", unit(self._counted("category", [terms.shares for terms in more])))
        for name, table in self._of_pairs(pairs, title).items():
            self._append(name, table)
        self.terms.extend(more)

    def _of_pairs(self, pairs: Numbers, title: Numbers) -> dict[str, Numbers]:
        """The tables made of pairs: weighed, rare, held, and those of the title as shares of 1."""
        held_by = self._held_by("pairs", self.vocabulary.pairs)
        rarity = self.vocabulary.rarity(held_by)
        names = (held_by <= self.vocabulary.rare_most) & ~self._of_matters()
        rare = _with(pairs, np.where(names[pairs.indices], rarity[pairs.indices], 0))
        rare = rare.copy()  # its places are those of `pairs` until here
        rare.eliminate_zeros()
        title_weight = _with(title, rarity[title.indices] ** 2)
        return {
            "pairs": unit(_with(pairs, (1 + np.log(pairs.data)) * rarity[pairs.indices])),
            "rare": rare,
            "rare_held": _with(rare, np.ones(rare.nnz)),
            "held": (_with(pairs, np.full(pairs.nnz, IN_TEXT)) + title * (1 - IN_TEXT)).tocsr(),
            "title": _scaled(title_weight, np.asarray(title_weight.sum(axis=1)).ravel()),
        }

    def _weighed(self, name: str, rows: Sequence[Mapping[str, float]], counts: Mapping[str, int]) -> Numbers:
        table = self._counted(name, rows)
        rarity = self.vocabulary.rarity(self._held_by(name, counts))
        return unit(_with(table, (1 + np.log(table.data)) * rarity[table.indices]))

    def _counted(self, name: str, rows: Sequence[Mapping[str, float]]) -> Numbers:
        """A table of the values as they are; columns are given to terms as they come."""
        columns = self._columns.setdefault(name, {})
        starts, at, values = [0], list[int](), list[float]()
        for row in rows:
            at.extend([columns.setdefault(term, len(columns)) for term in row])
            values.extend(row.values())
            starts.append(len(at))
        parts = (np.array(values, dtype=np.float32), np.array(at, dtype=np.int32), starts)
        return sparse.csr_matrix(parts, shape=(len(rows), max(1, len(columns))))

    def _held_by(self, name: str, counts: Mapping[str, int]) -> Numbers:
        """In how many messages the term of each column is."""
        columns = self._columns[name]
        return np.fromiter((counts.get(term, 0) for term in columns), dtype=np.float64, count=len(columns))

    def _of_matters(self) -> Numbers:
        """Whether the pair of each column stands inside a word that names a matter."""
        columns, known = self._columns["pairs"], matter_pairs()
        return np.fromiter((pair in known for pair in columns), dtype=bool, count=len(columns))

    def _append(self, name: str, new: Numbers) -> None:
        if (old := self.tables.get(name)) is not None:
            old.resize(old.shape[0], new.shape[1])
            new = sparse.vstack([old, new], format="csr")
        self.tables[name] = new

    def likeness(self, left: Numbers, right: Numbers) -> Numbers:
        """The likeness (0 to 1) of the rows `left[i]` and `right[i]`, as an array."""
        measured = {
            "pairs": self._both("pairs", "pairs", left, right),
            "rare": np.log1p(RARE_SCALE * self._both("rare", "rare_held", left, right)),
            "words": self._both("words", "words", left, right),
            "category": self._both("category", "category", left, right),
            "letters": self._letters(left, right),
        }
        forth, back = self._both("title", "held", left, right), self._both("title", "held", right, left)
        measured["title"], measured["title_most"] = np.minimum(forth, back), np.maximum(forth, back)
        total = BASE + sum(WEIGHTS[name] * values for name, values in measured.items())
        return 1 / (1 + np.exp(-(total + ELSEWHERE * self._elsewhere(left, right))))

    def _both(self, one: str, other: str, left: Numbers, right: Numbers) -> Numbers:
        """The inner products of rows of two tables."""
        product = self.tables[one][left].multiply(self.tables[other][right])
        return np.asarray(product.sum(axis=1)).ravel()

    def _letters(self, left: Numbers, right: Numbers) -> Numbers:
        from rapidfuzz import fuzz, process

        forms = [terms.form[:LETTERS_FROM] for terms in self.terms]
        ones, others = [forms[i] for i in left], [forms[i] for i in right]
        return process.cpdist(ones, others, scorer=fuzz.ratio) / 100 if ones else np.zeros(0)

    def _elsewhere(self, left: Numbers, right: Numbers) -> Numbers:
        named = [terms.buildings for terms in self.terms]
        apart = (
            bool(named[i] and named[j] and not named[i] & named[j]) for i, j in zip(left, right, strict=True)
        )
        return np.fromiter(apart, dtype=np.float32, count=len(left))


def _with(table: Numbers, values: Numbers) -> Numbers:
    """The table with other values in the places filled."""
    return sparse.csr_matrix((values.astype(np.float32), table.indices, table.indptr), shape=table.shape)


def unit(table: Numbers) -> Numbers:
    """Every row with the length 1."""
    return _scaled(table, np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()))


def _scaled(table: Numbers, by: Numbers) -> Numbers:
    """Every row divided by its number; a row of nothing stays nothing."""
    each = np.repeat(np.where(by > 0, by, 1.0), np.diff(table.indptr))
    return _with(table, table.data / each)
