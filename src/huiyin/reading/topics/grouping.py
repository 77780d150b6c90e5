"""From likeness of pairs to groups: connected, then cut by average likeness.

A group is a function of its connected messages alone, never of their order, so that adding one by one and
rebuilding from nothing give the same groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy import sparse

from huiyin.reading.topics.vocabulary import Numbers

LINKED: Final = 0.4
"""From this likeness on a pair connects."""
TOGETHER: Final = 0.35
"""The least average likeness at which two parts of a group stay together."""
LARGEST: Final = 2_000
"""A larger connected set is first cut at a higher likeness: its table of all pairs would not fit."""
_STEP: Final = 0.1


def groups(size: int, left: Numbers, right: Numbers, likeness: Numbers) -> list[list[int]]:
    """Groups of at least two row numbers below `size`, each sorted, in the order of their first row."""
    keep = likeness >= LINKED
    table = sparse.csr_matrix((likeness[keep], (left[keep], right[keep])), shape=(size, size))
    found = list(_cut(table + table.T, np.arange(size), LINKED))
    return sorted(sorted(int(row) for row in group) for group in found)


def _cut(table: Numbers, rows: Numbers, linked: float) -> Iterator[Numbers]:
    from scipy.sparse.csgraph import connected_components

    _, label = connected_components(table, directed=False)
    order = np.argsort(label, kind="stable")
    for part in np.split(order, np.cumsum(np.bincount(label))[:-1]):
        if len(part) > LARGEST and linked < 1 - _STEP:
            within = table[part][:, part].tocsr()
            within.data[within.data < linked + _STEP] = 0
            within.eliminate_zeros()
            yield from _cut(within, rows[part], linked + _STEP)
        elif len(part) > 1:
            yield from (rows[group] for group in _by_average(table, part))


def _by_average(table: Numbers, part: Numbers) -> Iterator[Numbers]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = 1 - table[part][:, part].toarray()
    np.fill_diagonal(apart, 0)
    label = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - TOGETHER, "distance")
    for one in np.unique(label):
        if (group := part[label == one]).size > 1:
            yield group
