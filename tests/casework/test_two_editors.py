"""S-12: two people save one case. One wins, the other is told; no field is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.presence import be_here, others_here
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.ground.refusals import Outdated
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.town import LAMP, WATER, case_of

PEOPLE = {"clerk": Sorting(LAMP, "N", "help"), "second clerk": Sorting(WATER, "E2", "complaint")}


def saving(viewer, receipt, version: int, sorting: Sorting, start: Barrier) -> str:
    """Save as one of two; "" when it was refused as outdated."""
    try:
        start.wait(timeout=60)
        with seen_as(viewer):
            triage(case_id=receipt.case_id, sorting=sorting, by=viewer, version=version)
    except Outdated:
        return ""
    finally:
        connection.close()
    return sorting.category


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pairs", [25, pytest.param(500, marks=pytest.mark.long)])
def test_of_two_saves_exactly_one_is_kept_whole_and_the_other_is_told(town, pairs) -> None:
    viewers = {name: town.viewer(name) for name in PEOPLE}
    with ThreadPoolExecutor(2) as both:
        for _pair in range(pairs):
            receipt, start = town.take_in(content="一件事", category=""), Barrier(2)
            version = case_of(receipt).version
            runs = [
                both.submit(saving, viewers[name], receipt, version, sorting, start)
                for name, sorting in PEOPLE.items()
            ]
            saved = [run.result(timeout=120) for run in runs]
            assert min(saved) == ""
            winner = next(sorting for sorting in PEOPLE.values() if sorting.category == max(saved))
            case = case_of(receipt)
            assert (case.category, case.urgency, case.kind) == (
                winner.category, winner.urgency, winner.kind,
            )  # fmt: skip
            with seen_as(SYSTEM):
                assert Event.objects.filter(case_id=case.pk, verb=Verb.TRIAGED).count() == 1


def test_who_has_the_case_open_is_told_to_others_for_a_minute(town, hands) -> None:
    receipt = town.take_in()
    one, two = town.viewer("clerk"), town.viewer("second clerk")
    with seen_as(one):
        be_here(case=case_of(receipt), by=one)
        assert others_here(case_of(receipt), one) == []
    with seen_as(two):
        assert others_here(case_of(receipt), two) == ["clerk"]
    hands.move(seconds=61)
    with seen_as(two):
        assert others_here(case_of(receipt), two) == []
