"""Which pairs are worth comparing: those that share uncommon pairs of characters.

Terms that very many messages hold are left out, so that the work per message does not grow with their
number; rows
are taken in blocks, so that memory does not either.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import sparse

from huiyin.reading.topics.measures import Tables, unit
from huiyin.reading.topics.vocabulary import Numbers

NEAR: Final = 0.07
"""The least cosine of pairs of characters."""
COMMON: Final = 400
"""A pair held by more messages than this finds no neighbours (names of large topics are held by some
hundreds)."""
BLOCK: Final = 1_000


def near_pairs(tables: Tables, first_new: int) -> tuple[Numbers, Numbers]:
    """Row numbers (left < right) of the pairs of which at least one is `first_new` or later; sorted."""
    table = _without_common(tables.tables["pairs"])
    turned = table.T.tocsr()
    lefts, rights = [], []
    for start in range(first_new, table.shape[0], BLOCK):
        found = (table[start : start + BLOCK] @ turned).tocoo()
        rows = found.row + start
        keep = (found.data > NEAR) & (found.col < rows)
        lefts.append(found.col[keep])
        rights.append(rows[keep])
    if not lefts:
        return np.zeros(0, dtype=int), np.zeros(0, dtype=int)
    left, right = np.concatenate(lefts), np.concatenate(rights)
    order = np.lexsort((left, right))
    return left[order], right[order]


def _without_common(table: Numbers) -> Numbers:
    """The table without the columns that more than COMMON rows fill, its rows again of length 1."""
    filled = np.diff(table.tocsc().indptr)
    keep = sparse.diags((filled <= COMMON).astype(np.float32))
    return unit((table @ keep).tocsr())
