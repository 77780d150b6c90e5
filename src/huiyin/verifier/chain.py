"""Re-compute every hash of the timelines and of the seals, and name what does not fit."""

import hashlib
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg

from .heads import Heads

Progress = Callable[[str], object]
FETCH = 5000
STEP = 250_000
ENTRY = struct.Struct(">16sI32s")
"""One head inside a seal: case id, number of the line, hash of the line."""

_EVENTS = """
SELECT id, case_id, seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text,
       prev, hash
FROM casefile_event ORDER BY case_id, seq, id"""
_SEALS = """
SELECT id, scope_id, (extract(epoch FROM at) * 1000000)::bigint, cases, events, heads, prev, hash
FROM casefile_seal ORDER BY scope_id, id"""
_EMPTY = """
SELECT c.id, c.number FROM casefile_case c
WHERE NOT EXISTS (SELECT FROM casefile_event e WHERE e.case_id = c.id) ORDER BY c.id"""


@dataclass(slots=True)
class Findings:
    """`broken`: one sentence per broken row. `heads`: where every case and every scope's seals end now."""

    broken: list[str] = field(default_factory=list)
    heads: Heads = field(default_factory=Heads)
    events: int = 0
    seals: int = 0


def verify(url: str, *, kept: Heads | None = None, progress: Progress = lambda _line: None) -> Findings:
    """Read everything once, in one snapshot. `kept` are heads somebody stored outside (see `heads`)."""
    found = Findings()
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        sealed = _walk_seals(_rows(connection, _SEALS), found)
        _walk_cases(_rows(connection, _EVENTS), sealed, kept, found, progress)
        found.broken += [f"case {id_} ({number}): has no line at all" for id_, number in _rows(connection, _EMPTY)]
    if kept is not None:
        found.broken += kept.missing_seals(found.heads)
    return found


def _rows(connection: psycopg.Connection[Any], query: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor(f"read_{abs(hash(query))}", binary=True) as cursor:
        cursor.itersize = FETCH
        cursor.execute(query.encode())
        yield from cursor


def _walk_seals(rows: Iterator[tuple[Any, ...]], found: Findings) -> dict[bytes, tuple[int, bytes, str]]:
    """Check each scope's chain of seals; returns the last sealed head of every case and the seal's name."""
    sealed: dict[bytes, tuple[int, bytes, str]] = {}
    scope, before = None, b""
    for id_, scope_id, at, cases, events, heads, prev, hash_ in rows:
        before = before if scope_id == scope else b""
        scope, name = scope_id, f"seal {id_} of scope {scope_id}"
        text = f"{scope_id}\n{at}\n{cases}\n{events}\n".encode()
        if bytes(prev) != before:
            found.broken.append(f"{name}: does not follow the seal before it (one was removed, added or moved)")
        if hashlib.sha256(bytes(prev) + text + heads).digest() != hash_ or len(heads) != cases * ENTRY.size:
            found.broken.append(f"{name}: was changed after sealing")
        elif sum(_take(heads, sealed, name)) != events:
            found.broken.append(f"{name}: counts other lines than it holds")
        before = bytes(hash_)
        found.seals += 1
        found.heads.note_seal(scope_id, found.heads.seals.get(scope_id, (0, b""))[0] + 1, before)
    return sealed


def _take(heads: bytes, sealed: dict[bytes, tuple[int, bytes, str]], name: str) -> Iterator[int]:
    for case, seq, hash_ in ENTRY.iter_unpack(heads):
        if seq >= sealed.get(case, (0,))[0]:
            sealed[case] = (seq, hash_, name)
        yield seq


def _walk_cases(
    rows: Iterator[tuple[Any, ...]], sealed: dict[bytes, tuple[int, bytes, str]], kept: Heads | None,
    found: Findings, progress: Progress,
) -> None:  # fmt: skip
    case, seq, before = None, 0, b""
    for id_, case_id, number, at, verb, actor, label, data, prev, hash_ in rows:
        if case_id != case:
            if case is not None:
                _end_case(case, seq, before, sealed, kept, found)
            case, seq, before = case_id, 0, b""
        name = f"event {id_} (case {case_id}, line {number})"
        if number != seq + 1 or prev != before:
            found.broken.append(f"{name}: does not follow line {seq} (a line was removed, added or moved)")
        text = "\n".join((str(case_id), str(number), str(at), verb, actor, label, data))
        if hashlib.sha256(prev + text.encode()).digest() != hash_:
            found.broken.append(f"{name}: was changed after it was written")
        _compare(case_id, number, hash_, sealed, kept, found)
        seq, before = number, hash_
        found.events += 1
        if found.events % STEP == 0:
            progress(f"{found.events} lines read")
    if case is not None:
        _end_case(case, seq, before, sealed, kept, found)
    for raw, (number, _hash, name) in sealed.items():
        found.broken.append(f"case {raw.hex()}: all lines are gone; {name} knows {number}")
    if kept is not None:
        found.broken += kept.missing_cases(found.heads)


def _compare(
    case: Any, number: int, hash_: bytes, sealed: dict[bytes, tuple[int, bytes, str]], kept: Heads | None,
    found: Findings,
) -> None:  # fmt: skip
    """A line that was sealed, or kept outside, must still be the same line."""
    known = sealed.get(case.bytes)
    if known and known[0] == number and known[1] != hash_:
        found.broken.append(f"case {case}, line {number}: is not the line that {known[2]} sealed")
    if kept is not None and kept.differs(case.hex, number, hash_):
        found.broken.append(f"case {case}, line {number}: is not the line in the heads file")


def _end_case(
    case: Any, seq: int, hash_: bytes, sealed: dict[bytes, tuple[int, bytes, str]], kept: Heads | None,
    found: Findings,
) -> None:  # fmt: skip
    found.heads.note_case(case.hex, seq, hash_)
    known = sealed.pop(case.bytes, None)
    if known and known[0] > seq:
        found.broken.append(f"case {case}: ends at line {seq}; {known[2]} knows line {known[0]}")
    if kept is not None and (last := kept.last_of(case.hex)) > seq:
        found.broken.append(f"case {case}: ends at line {seq}; the heads file knows line {last}")
