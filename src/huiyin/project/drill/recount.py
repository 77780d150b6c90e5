"""The rates once more, counted case by case from timelines, ledgers and verdicts.

Nothing is shared with the queries of the figures. Definitions: the pack three-rates. Response: contacted, on
site or answered before the limit of the first contact. Solution: the person's last word on "solved?".
Satisfaction: only "yes" counts, of those who answered it. Nothing the pack leaves out (questions answered
at once, cases not accepted) happens in a drill.
"""

from __future__ import annotations

from datetime import datetime

from huiyin.casework.casefile.ledger import replayed
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s5_closure.models import Verdict
from huiyin.ground.clock import now

Pair = tuple[int, int]
CONTACTS = (Verb.CONTACTED, Verb.ARRIVED, Verb.PROPOSED)
LIMITS = ("contact", "arrive", "finish")
"""The clock that limits the first contact; the first kind that was started counts."""


def recount() -> dict[str, Pair]:
    """Rate → (n, N) over every case there is."""
    at = now()
    cases = list(
        Case.objects.exclude(state="history").prefetch_related("events", "clocks__entries", "verdicts")
    )
    counted = [pair for case in cases if (pair := _response(case, at)) is not None]
    spoken = [(case, word) for case in cases if (word := _last_word(case)) is not None]
    satisfied = [(case, word) for case, word in spoken if word.satisfied]
    return {
        "response": (sum(counted), len(counted)),
        "solution": (sum(word.solved and _latest(case, word) for case, word in spoken), len(spoken)),
        "satisfaction": (sum(word.satisfied == "yes" and _latest(case, word) for case, word in satisfied),
                         len(satisfied)),
    }  # fmt: skip


def _response(case: Case, at: datetime) -> bool | None:
    """Whether the first contact was in time; None while neither happened nor ran out."""
    limit = _limit(case, at)
    void = {seq for event in case.events.all() for seq in event.data.get("seqs", ())}
    contacts = (event.at for event in case.events.all() if event.verb in CONTACTS and event.seq not in void)
    contact = min(contacts, default=None)
    if limit is None or (contact is None and limit >= at):
        return None
    return contact is not None and contact <= limit


def _limit(case: Case, at: datetime) -> datetime | None:
    clocks = sorted(
        (clock for clock in case.clocks.all() if clock.kind in LIMITS),
        key=lambda clock: (LIMITS.index(clock.kind), clock.outcome == "cancelled", clock.generation),
    )
    return replayed(clocks[0], case, at).due_at if clocks else None


def _last_word(case: Case) -> Verdict | None:
    return max(case.verdicts.all(), key=lambda verdict: verdict.round, default=None)


def _latest(case: Case, word: Verdict) -> bool:
    """Whether the word is about the round the case is in."""
    return word.round == case.reopened + 1
