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

LINKED: Final = 0.5
"""From this likeness on a pair connects."""
TOGETHER: Final = 0.28
"""The least average likeness at which two parts of a group stay together."""
LARGEST: Final = 2_000
"""A larger connected set is first cut at a higher likeness: its table of all pairs would not fit."""
APART: Final = -1e6
"""The likeness of a pair that a person said is not the same: no average outweighs it."""
_LEVELS: Final = (LINKED, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)
Known = dict[bytes, list[Numbers]]
"""Connected rows -> their groups, as found before."""


def groups(size: int, left: Numbers, right: Numbers, likeness: Numbers, known: Known) -> list[list[int]]:
    """Groups of at least two row numbers below `size`, each sorted, in the order of their first row.

    `known` is read and filled: what was connected before and still is, alone, is not cut again.
    """
    keep = (likeness >= LINKED) | (likeness <= APART)
    table = sparse.csr_matrix((likeness[keep], (left[keep], right[keep])), shape=(size, size))
    found = _cut(table + table.T, np.arange(size), 0, known)
    return sorted(sorted(int(row) for row in group) for group in found)


def _cut(table: Numbers, rows: Numbers, level: int, known: Known) -> Iterator[Numbers]:
    for part in _connected(table, _LEVELS[level]):
        key = rows[part].tobytes()
        if key not in known:
            known[key] = list(_parted(table, rows, part, level, known))
        yield from known[key]


def _connected(table: Numbers, linked: float) -> Iterator[Numbers]:
    from scipy.sparse.csgraph import connected_components

    linking = table.copy()
    linking.data[linking.data < linked] = 0
    linking.eliminate_zeros()
    _, label = connected_components(linking, directed=False)
    order = np.argsort(label, kind="stable")
    for part in np.split(order, np.cumsum(np.bincount(label))[:-1]):
        if len(part) > 1:
            yield part


def _parted(table: Numbers, rows: Numbers, part: Numbers, level: int, known: Known) -> Iterator[Numbers]:
    if len(part) <= LARGEST:
        yield from (rows[group] for group in _by_average(table, part))
    elif level + 1 < len(_LEVELS):
        yield from _cut(table[part][:, part].tocsr(), rows[part], level + 1, known)
    else:
        yield rows[part]


def _by_average(table: Numbers, part: Numbers) -> Iterator[Numbers]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = 1 - table[part][:, part].toarray()
    np.fill_diagonal(apart, 0)
    label = fcluster(linkage(squareform(apart, checks=False), "average"), 1 - TOGETHER, "distance")
    for one in np.unique(label):
        if (group := part[label == one]).size > 1:
            yield group
