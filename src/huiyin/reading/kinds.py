"""Kind: what a message wants of the community.

The five kinds of 诉求 of 北京市接诉即办工作条例 art. 2 (咨询 求助 投诉 举报 建议), and praise (表扬), which
residents also send.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from huiyin.reading.folding import fold
from huiyin.reading.lexicon import load
from huiyin.reading.reasons import Reason
from huiyin.reading.weighing import WeightedWords, reason, total


class Kind(StrEnum):
    """What a message wants."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


@dataclass(frozen=True, slots=True)
class KindGuess:
    """A guess for a person to confirm, and the words it rests on (none: the usual kind, HELP)."""

    kind: Kind
    reasons: tuple[Reason, ...]


def guess_kind(text: str) -> KindGuess:
    """The kind the words speak for most; HELP where they say nothing."""
    found = _words().evidence(fold(text))
    sums = {Kind(code): total(row) for code, row in found.items()}
    best = max(Kind, key=lambda kind: sums.get(kind, 0.0))
    if sums.get(best, 0.0) <= 0:
        return KindGuess(Kind.HELP, ())
    return KindGuess(best, (reason(found[best]),))


@cache
def _words() -> WeightedWords:
    return WeightedWords.of_table(load("kinds"))
