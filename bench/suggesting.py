"""How long suggestions and likely duplicates take for one case, with many cases behind it."""

from __future__ import annotations

import json
import statistics

from bench.instance import Bench

_MEASURE = """
import json, time, django
django.setup()
from django.utils import translation
from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.likely import alike_of
from huiyin.casework.s2_triage.suggest import suggestion_for
from huiyin.ground.clock import now
from huiyin.ground.gathering import reading
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.ground.tenancy.viewer import SYSTEM

translation.activate("zh-hans")
with seen_as(SYSTEM):
    viewer = viewer_of_account(Account.objects.get(username="clerk"), second_factor=True)
    rows = Case.objects.filter(state="received", place__isnull=False).order_by("?")[:TIMES + 10]
    ids = list(rows.values_list("pk", flat=True))
taken, found = [], 0
for turn, pk in enumerate(ids):
    with seen_as(viewer), reading():
        case = Case.objects.select_related("place", "requester").get(pk=pk)
        if turn % 2:
            case.category = ""
        began = time.perf_counter()
        suggestion_for(case, now())
        found += len(alike_of(viewer, [case]).get(pk, ()))
        if turn >= 10:  # the first ten warm the process up
            taken.append((time.perf_counter() - began) * 1000)
print("measured", json.dumps({"ms": taken, "found": found / len(ids)}))
"""


def measure(bench: Bench, label: str, *, times: int) -> dict[str, float]:
    """p50 and p99 in ms, and how many cases are offered as alike on average; half of the cases unsorted."""
    told = bench.program("-c", _MEASURE.replace("TIMES", str(times))).stdout
    found = json.loads(told.split("measured ", 1)[1])
    return {
        f"suggest_p50_ms_{label}": round(statistics.median(found["ms"]), 1),
        f"suggest_p99_ms_{label}": round(statistics.quantiles(found["ms"], n=100)[98], 1),
        f"suggest_alike_{label}": round(found["found"], 1),
    }
