"""The record of a vote or an election: lines that are chained as those of a timeline are."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

Row = tuple[Any, ...]
Rows = dict[int, list[Row]]


def by_first(rows: Iterable[Row]) -> Rows:
    """Rows by their first column, which is left out."""
    found: Rows = defaultdict(list)
    for key, *rest in rows:
        found[key].append(tuple(rest))
    return found


def broken_lines(owner: int, lines: Iterable[Row]) -> Iterator[str]:
    """What does not fit in a record.

    `lines`, in order: (seq, at, verb, actor, label, data, prev, hash).
    """
    before, last = b"", 0
    for seq, at, verb, actor, label, data, prev, hash_ in lines:
        if seq != last + 1 or bytes(prev) != before:
            yield f"line {seq} does not follow line {last} (a line was removed, added or moved)"
        text = f"{owner}\n{seq}\n{at}\n{verb}\n{actor}\n{label}\n{data}"
        if hashlib.sha256(bytes(prev) + text.encode()).digest() != bytes(hash_):
            yield f"line {seq} was changed after it was written"
        before, last = bytes(hash_), seq


def digest_of(told: Iterable[Any]) -> str:
    """SHA-256 (hex) over what was written, as a record keeps it (ground/records.py)."""
    text = json.dumps([None if one is None else str(one) for one in told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def told_by(lines: Iterable[Row]) -> list[tuple[str, dict[str, Any]]]:
    """Verb and data of each line; nothing where somebody put something else, which its hash tells already."""
    found = [(line[2], json.loads(line[5])) for line in lines]
    return [(verb, data if isinstance(data, dict) else {}) for verb, data in found]
