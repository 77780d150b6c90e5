"""Check the chain of one case again, from the lines themselves; and say where the seals stand.

The same reckoning as the separate verifier (docs/reference/chain.md), which also checks everything at once.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from huiyin.casework.casefile.models import Case, Seal
from huiyin.casework.casefile.seals import ENTRY
from huiyin.ground.tenancy.tree import scope_tree

_LINES = """
SELECT seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text, prev, hash
FROM casefile_event WHERE case_id = %s ORDER BY seq, id"""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    `lines` were re-computed, `wrong` are the numbers of those that do not fit. `sealed_at` is the last seal
    that holds a line of this case, `seal_fits` whether that line is still the same.
    """

    lines: int
    wrong: tuple[int, ...]
    head: str
    sealed_at: datetime | None
    seal_fits: bool

    @property
    def whole(self) -> bool:
        """Whether nothing was changed, removed or added."""
        return bool(self.lines) and not self.wrong and self.seal_fits


@dataclass(frozen=True, slots=True)
class SealState:
    """The last seal of a scope."""

    scope: str
    at: datetime
    cases: int
    events: int
    hash: str


def check_case(case: Case) -> Checked:
    """Re-compute every hash of a case's timeline and compare it with the last seal."""
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [case.pk])
        rows = cursor.fetchall()
    before, wrong, hashes = b"", [], {}
    for place, (seq, at, verb, actor, label, data, prev, hash_) in enumerate(rows, 1):
        text = "\n".join((str(case.pk), str(seq), str(at), verb, actor, label, data))
        right = hashlib.sha256(before + text.encode()).digest()
        if seq != place or bytes(prev) != before or bytes(hash_) != right:
            wrong.append(seq)
        before = hashes[seq] = bytes(hash_)
    sealed_at, fits = _sealed(case, hashes)
    return Checked(len(rows), tuple(wrong), before.hex(), sealed_at, fits)


def _sealed(case: Case, hashes: dict[int, bytes]) -> tuple[datetime | None, bool]:
    for seal in Seal.objects.filter(scope_id=case.scope_id).order_by("-pk").iterator(chunk_size=50):
        for id_, seq, hash_ in ENTRY.iter_unpack(bytes(seal.heads)):
            if id_ == case.pk.bytes:
                return seal.at, hashes.get(seq) == hash_
    return None, True


def last_seals(scope_ids: Iterable[int]) -> list[SealState]:
    """The last seal of every scope that has one."""
    seals = Seal.objects.filter(scope_id__in=list(scope_ids)).order_by("scope_id", "-pk").distinct("scope_id")
    names = scope_tree().names
    return [
        SealState(names.get(seal.scope_id, ""), seal.at, seal.cases, seal.events, bytes(seal.hash).hex()[:16])
        for seal in seals.defer("heads")
    ]
