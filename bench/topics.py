"""Sorting a community's cases into topics, in the database: a first sorting, and a hundred cases more.

As ratios, so that machines compare: the first against reading the same texts into a book without a database,
the second against the first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from itertools import islice
from typing import Any

from bench.instance import Bench

SORTING = """
import json, os
os.environ["HUIYIN_DB_ROLE"] = "owner"
import django
django.setup()
from bench.topics import plant_and_sort
print("sorted", json.dumps(plant_and_sort({size}, {more})))
"""


def measure(bench: Bench, size: int, more: int = 100) -> dict[str, float]:
    """Seconds of processor time and the two ratios."""
    told = bench.program("-c", SORTING.format(size=size, more=more)).stdout
    found: dict[str, float] = json.loads(told.split("sorted ", 1)[1])
    return found


def plant_and_sort(size: int, more: int) -> dict[str, float]:
    """Plant made messages as cases of one estate, sort, plant some more, sort again."""
    from bench.triage import made
    from huiyin.casework.s6_topics.models import Membership, Topic
    from huiyin.ground.tenancy.models import Scope

    messages = iter(made(size + more))
    estate = Scope.objects.filter(kind="estate").order_by("pk").first()
    assert estate is not None
    assert estate.parent_id is not None
    first = list(islice(messages, size))
    _book(first[:50])  # dictionaries and libraries load once; not counted
    floor = _spent(lambda: _book(first))
    _plant(estate.pk, first, days=2)
    whole = _spent(lambda: _sort(estate.parent_id))
    _plant(estate.pk, list(messages), days=0)
    added = _spent(lambda: _sort(estate.parent_id))
    return {
        "topics_sorted_s": round(whole, 2), "topics_added_s": round(added, 2),
        "topics_sorted_to_book": round(whole / floor, 2), "topics_added_to_sorted": round(added / whole, 3),
        "topics_found": Topic.objects.count(),
        "topics_members": Membership.objects.filter(left_at=None).count(),
    }  # fmt: skip


def _spent(work: Any) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _book(messages: Sequence[Any]) -> None:
    from huiyin.reading.topics.book import TopicBook

    TopicBook.rebuilt(messages).topics()


def _sort(area: int | None) -> None:
    from huiyin.casework.s6_topics.sorting import sort_topics
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as

    assert area is not None
    with seen_as(SYSTEM):
        sort_topics(area=area)


def _plant(scope_id: int, messages: Sequence[Any], days: int) -> None:
    """Cases received a minute apart, ending so many days ago; past the triggers."""
    from datetime import timedelta

    from django.db import connection, transaction

    from huiyin.casework.casefile.models import Case, Requester
    from huiyin.ground.clock import now
    from huiyin.ground.ids import new_id

    at = now() - timedelta(days=days)
    cases = [
        Case(
            id=new_id(), number=f"990101-20250101-Q-7{int(one.id):07}-0", scope_id=scope_id, channel="Q",
            title=one.title, content=one.text, state="history", received_at=at - timedelta(minutes=place),
        )
        for place, one in enumerate(messages)
    ]  # fmt: skip
    asked = [
        Requester(
            case=case, scope_id=scope_id, phone_index=one.who.encode(), link_digest=case.id.bytes,
        )
        for case, one in zip(cases, messages, strict=True)
    ]  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Case.objects.bulk_create(cases, batch_size=1_000)
        Requester.objects.bulk_create(asked, batch_size=1_000)
