"""Do a write once per key: the first time for real, afterwards by repeating its answer."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from huiyin.ground.refusals import KeyMissing, KeyReused, Malformed

from .models import Outcome

LONGEST_KEY = 200
Answer = tuple[int, dict[str, Any]]


def digest_of(payload: Mapping[str, Any]) -> bytes:
    """A fingerprint of what was sent; keys in any order give the same one."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).digest()


def checked_key(key: str | None) -> str:
    """The key when usable; refuses a missing, overlong or unprintable one."""
    if not key:
        raise KeyMissing
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Malformed
    return key


def once(*, actor: str, key: str, digest: bytes, write: Callable[[], Answer]) -> tuple[Answer, bool]:
    """Run `write` unless this actor's key has an answer; returns (answer, repeated).

    Call inside the transaction of the write. A second request with the same key waits for the first
    transaction (unique index) and then repeats its answer. Other content under the same key is refused.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ground_outcome (actor, key, digest, status, answer, created_at)"
            " VALUES (%s, %s, %s, 0, '{}', huiyin_now()) ON CONFLICT (actor, key) DO NOTHING RETURNING id",
            (actor, key, digest),
        )
        inserted = cursor.fetchone()
    if inserted is None:
        return _repeat(actor, key, digest), True
    status, answer = write()
    Outcome.objects.filter(pk=inserted[0]).update(status=status, answer=answer)
    return (status, answer), False


def _repeat(actor: str, key: str, digest: bytes) -> Answer:
    kept = Outcome.objects.get(actor=actor, key=key)
    if bytes(kept.digest) != digest:
        raise KeyReused
    return kept.status, kept.answer
