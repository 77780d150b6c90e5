"""Seal the heads of the timelines, scope by scope: a later cut or rewrite no longer fits.

The format is in docs/reference/chain.md. A seal holds the heads of the cases that grew since the scope's seal
before it, and that seal's hash.
"""

import hashlib
import struct
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from huiyin.ground.clock import now

from .models import Seal

ENTRY = struct.Struct(">16sI32s")
"""One head: case id, number of its last line, hash of that line (52 bytes)."""
WHOLE_ENTRY = struct.Struct(f"{ENTRY.size}s")
OVERLAP = timedelta(minutes=10)
"""A line may be committed this much later than its moment (statements and idle transactions end sooner)."""
SEAL_LOCK = 0x5365_616C
Head = tuple[UUID, int, bytes]

_CHANGED = """
SELECT DISTINCT ON (e.case_id) e.scope_id, e.case_id, e.seq, e.hash
FROM casefile_event e
WHERE e.case_id IN (
  SELECT n.case_id FROM casefile_event n
  JOIN (SELECT g.id, (SELECT max(s.at) FROM casefile_seal s WHERE s.scope_id = g.id) AS sealed_at
        FROM ground_scope g) scope ON scope.id = n.scope_id
  WHERE n.at >= coalesce(%s, '-infinity'::timestamptz)
    AND n.at >= coalesce(scope.sealed_at - %s::interval, '-infinity'::timestamptz))
ORDER BY e.case_id, e.seq DESC
"""


def seal_heads() -> list[Seal]:
    """Seal every scope in which a timeline grew, at most once an hour. Run as the program itself."""
    at = now()
    _one_at_a_time()
    this_hour = at.replace(minute=0, second=0, microsecond=0)
    done = set(Seal.objects.filter(at__gte=this_hour).values_list("scope_id", flat=True))
    changed = _changed_heads()
    made = [_seal(scope_id, heads, at) for scope_id, heads in sorted(changed.items()) if scope_id not in done]
    return [seal for seal in made if seal is not None]


def seal_hash(*, prev: bytes, scope_id: int, at: datetime, cases: int, events: int, heads: bytes) -> bytes:
    """SHA-256 over the seal before, a line each for scope, moment (µs), cases and lines, and the heads."""
    micros = (at - datetime(1970, 1, 1, tzinfo=at.tzinfo)) // timedelta(microseconds=1)
    return hashlib.sha256(prev + f"{scope_id}\n{micros}\n{cases}\n{events}\n".encode() + heads).digest()


def _changed_heads() -> dict[int, list[Head]]:
    """The heads of cases with a line since their scope's last seal (and a little before)."""
    found: dict[int, list[Head]] = {}
    earliest = _earliest()
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [earliest, str(OVERLAP)])
        for scope_id, case_id, seq, hash_ in cursor.fetchall():
            found.setdefault(scope_id, []).append((case_id, seq, bytes(hash_)))
    return found


def _earliest() -> datetime | None:
    """No scope needs lines older than this; None while a scope with cases was never sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(at), bool_or(at IS NULL) FROM (SELECT (SELECT max(at) FROM casefile_seal s"
            " WHERE s.scope_id = g.id) AS at FROM ground_scope g"
            " WHERE EXISTS (SELECT FROM casefile_case c WHERE c.scope_id = g.id)) x"
        )
        earliest, unsealed = cursor.fetchone()
    return None if unsealed or earliest is None else earliest - OVERLAP


def _seal(scope_id: int, heads: Sequence[Head], at: datetime) -> Seal | None:
    """The scope's next seal; None when the seal before it holds all these heads already."""
    before = Seal.objects.filter(scope_id=scope_id).order_by("-pk").first()
    known = {bytes(body) for (body,) in WHOLE_ENTRY.iter_unpack(before.heads)} if before else set()
    packed = {ENTRY.pack(case.bytes, seq, hash_): seq for case, seq, hash_ in heads}
    grown = {body: seq for body, seq in sorted(packed.items()) if body not in known}
    if not grown:
        return None
    prev, events, joined = bytes(before.hash) if before else b"", sum(grown.values()), b"".join(grown)
    hash_ = seal_hash(prev=prev, scope_id=scope_id, at=at, cases=len(grown), events=events, heads=joined)
    return Seal.objects.create(
        scope_id=scope_id, at=at, cases=len(grown), events=events, heads=joined, prev=prev, hash=hash_
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
