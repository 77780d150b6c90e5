"""How long it takes to count an owners' vote of a hundred thousand voters, and to count it again."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from typing import Any

from bench.instance import ROOT, Bench

COUNTING = """
import json, os
os.environ["HUIYIN_DB_ROLE"] = "owner"
import django
django.setup()
from bench.voting import plant_and_count
print("counted", json.dumps(plant_and_count({voters})))
"""
BATCH = 5_000


def measure(bench: Bench, voters: int) -> dict[str, float]:
    """Seconds to open, count and write the file; seconds of the stand-alone script."""
    told = bench.program("-c", COUNTING.format(voters=voters)).stdout
    found: dict[str, float] = json.loads(told.split("counted ", 1)[1])
    return found


def plant_and_count(voters: int) -> dict[str, float]:
    """Plant a closed vote past its triggers, then count it as an organiser does."""
    from huiyin.commons.c2_voices.models import VoteResult
    from huiyin.commons.c2_voices.owners_vote.counted import count_vote
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as

    vote = _plant(voters)
    began = time.perf_counter()
    with seen_as(SYSTEM):
        count_vote(vote_id=vote.pk, by=SYSTEM)
    seconds = time.perf_counter() - began
    file = bytes(VoteResult.objects.get(vote=vote).file)
    return {"vote_count_100k_s": round(seconds, 2), "vote_recount_100k_s": round(_recount(file), 2)}


def _recount(file: bytes) -> float:
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        kept.write(file)
        kept.flush()
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "recount.py"), kept.name],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-500:]
        return time.perf_counter() - began


def _plant(voters: int) -> Any:
    """Four of five vote; every owner has one home of 50 to 150 m²."""
    from datetime import timedelta

    from django.db import connection, transaction

    from huiyin.commons.c2_voices.models import Ballot, BallotSecret, OwnersVote, Question, RollHead
    from huiyin.commons.c2_voices.owners_vote.choices import commitment_of, new_salt, seal_choices
    from huiyin.ground.clock import now
    from huiyin.ground.ids import new_id
    from huiyin.ground.tenancy.models import Scope
    from huiyin.registers.rules.acts import load_packs
    from huiyin.registers.rules.models import RulePack

    load_packs()
    at, scope = now(), Scope.objects.filter(kind="estate").order_by("pk").first()
    assert scope is not None
    areas = [5_000 + number * 7919 % 10_000 for number in range(voters)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        vote = OwnersVote.objects.create(
            scope=scope, code="V0000-BENCH0", title="x", words="x", called_by="x", mode="online",
            silence="absent",
            pack=RulePack.objects.get(kind="decision", name="cn"), repeated="last", most_proxies=3,
            opens_on=at.date(), closes_at=at, made_by="x", made_at=at, state="closed", digest="x" * 64,
            area=sum(areas), heads=voters, noticed_at=at, opened_at=at - timedelta(days=1), closed_at=at,
        )  # fmt: skip
        Question.objects.create(vote=vote, scope=scope, no=1, matter="company", text="x", letters=[["Y", ""]])
        for start in range(0, voters, BATCH):
            numbers = range(start, min(start + BATCH, voters))
            heads = [
                RollHead(id=new_id(), vote=vote, scope=scope, no=n + 1, alias=f"A{n:07}", area=areas[n],
                         link_digest=n.to_bytes(8, "big"))
                for n in numbers
            ]  # fmt: skip
            RollHead.objects.bulk_create(heads)
            ballots, sealed = [], []
            for n, head in zip(numbers, heads, strict=True):
                if n % 5 == 0:
                    continue
                salt, letters, ballot_id = new_salt(), "YN0"[n % 3], new_id()
                ballot = Ballot(
                    id=ballot_id, vote=vote, head=head, scope=scope, no=n + 1, way="online", by="x", at=at,
                    commitment=commitment_of(salt, letters),
                )  # fmt: skip
                ballots.append(ballot)
                sealed.append(BallotSecret(
                    ballot=ballot, vote=vote, head=head, scope=scope, sealed=seal_choices(ballot_id, salt,
                    letters)
                ))  # fmt: skip
            Ballot.objects.bulk_create(ballots)
            BallotSecret.objects.bulk_create(sealed)
    return vote
