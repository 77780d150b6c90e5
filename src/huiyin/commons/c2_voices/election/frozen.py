"""What the record keeps of a posted list and of a counted sheet: digests, by which a later change is found.

`huiyin verify` computes them again (verifier/elections.py); the format stands in docs/reference/chain.md.
A digest of the roll tells nothing of anybody's choice: it is of all names at once.
"""

import hashlib
import json
from collections.abc import Iterable

from huiyin.commons.c2_voices.models import Candidate, Election, ElectionSheet


def list_of(names: Iterable[Candidate]) -> dict[str, object]:
    """A list of candidates as it hangs: who, in which order, and the digest of their names."""
    rows = list(names)
    return {"list": [one.pk for one in rows], "names": _digest(one.name for one in rows)}


def roll_digest(election: Election) -> str:
    """The digest of the roll by which a ballot is counted."""
    return _digest(sorted(election.voters.values_list("name", flat=True)))


def sheet_digest(sheet: ElectionSheet) -> str:
    """The digest of a tally sheet: ballot, open seats, figures, what follows from them."""
    told = [sheet.round, sheet.seats, sheet.figures, sheet.outcome]
    return _digest([json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))])


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
