"""The rates once more, counted from verdicts and timelines case by case, without the queries of the figures.

Definitions: the pack three-rates. Solution: the last round's own word on "solved?" of the requester; satisfaction:
only "yes" counts, of those asked and answering; response: contacted or on site within the promise.
"""

from __future__ import annotations

from huiyin.casework.casefile.models import Case
from huiyin.casework.s5_closure.models import Verdict

Pair = tuple[int, int]


def recount() -> dict[str, Pair]:
    """Rate → (n, N) over every case there is."""
    last: dict[object, Verdict] = {}
    for verdict in Verdict.objects.filter(case__in=Case.objects.exclude(state="history")).order_by("case_id", "round"):
        last[verdict.case_id] = verdict
    spoken = list(last.values())
    satisfied = [verdict for verdict in spoken if verdict.satisfied]
    return {
        "solution": (sum(verdict.solved for verdict in spoken), len(spoken)),
        "satisfaction": (sum(verdict.satisfied == "yes" for verdict in satisfied), len(satisfied)),
    }
