"""The transition tables and nothing else. sql/20_record.sql holds the same pairs (a test compares them)."""

from .words import AgreementState as S

PAIRS: frozenset[tuple[str, str]] = frozenset({
    (S.DRAFT.value, S.IN_FORCE.value),
    (S.DRAFT.value, S.DROPPED.value),
    (S.IN_FORCE.value, S.ENDED.value),
})  # fmt: skip
"""Every (from, to) of an agreement. An emergency service only ever goes from running to ended."""
