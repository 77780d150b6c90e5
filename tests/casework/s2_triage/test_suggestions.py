"""Suggestions: reasons in words a clerk can check, and what counts as the same matter."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.likely import alike_of
from huiyin.casework.s2_triage.suggest import suggestion_for
from huiyin.casework.s5_closure.withdrawing import withdraw
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.matching import find_spoken
from tests.town import MOBILE, WATER


def suggestion(receipt):
    with seen_as(SYSTEM):
        return suggestion_for(Case.objects.select_related("place").get(pk=receipt.case_id), now())


def alike(town, *receipts, person="clerk"):
    viewer = town.viewer(person)
    with seen_as(viewer):
        cases = list(Case.objects.select_related("place").filter(pk__in=[r.case_id for r in receipts]))
        return alike_of(viewer, cases)


def test_a_category_comes_with_the_words_it_rests_on(town) -> None:
    found = suggestion(town.take_in(content="厨房下水返水，地上都是脏水", category=""))
    assert found.category is not None
    assert found.category.code == WATER
    assert any("返水" in reason for reason in found.categories[0].reasons)


def test_what_the_person_chose_stands_first(town) -> None:
    found = suggestion(town.take_in(content="路灯坏了", category=WATER))
    assert found.category.code == WATER
    assert len(found.categories) == len({hint.category.code for hint in found.categories}) <= 3


def test_words_that_say_nothing_suggest_nothing(town) -> None:
    found = suggestion(town.take_in(content="你好", category=""))
    assert found.categories == ()
    assert found.urgency == "N"


def test_danger_makes_it_urgent(town) -> None:
    found = suggestion(town.take_in(content="楼道里有很浓的煤气味，闻着头晕", category=""))
    assert found.urgency == "E0"


def test_a_place_in_the_text_is_found(town) -> None:
    found = suggestion(town.take_in(content="1号楼门口灯不亮", category=""))
    assert found.place == town.building


def test_the_third_of_its_kind_is_told(town) -> None:
    for content in ("下水返水一", "下水返水二"):
        town.take_in(content=content, place_id=town.building.pk)
    found = suggestion(town.take_in(content="下水返水三", place_id=town.building.pk))
    assert "3" in found.recurring
    assert "E 1号楼" in found.recurring


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"content": "楼道下水又返水了"}, True),
        ({"content": "单元门锁坏了", "category": "0903"}, False),
        ({"content": "楼道下水又返水了", "place_id": None}, False),
    ],
)
def test_alike_means_near_and_of_the_same_matter(town, other, same) -> None:
    one = town.take_in(content="楼道下水返水", place_id=town.building.pk)
    town.take_in(**{"place_id": town.building.pk, "phone": None} | other)
    assert bool(alike(town, one)) is same


def test_the_same_telephone_is_enough(town) -> None:
    one = town.take_in(content="楼道下水返水", phone=MOBILE)
    two = town.take_in(content="车被剐了", category="", phone=MOBILE)
    (found,) = alike(town, one)[one.case_id]
    assert found.case.pk == two.case_id


def test_three_days_later_it_is_the_same_matter_only_while_the_first_is_open(town, hands) -> None:
    one = town.take_in(content="楼道下水返水", place_id=town.building.pk)
    two = town.take_in(content="单元门口灯不亮", place_id=town.building.pk)
    hands.move(days=3, minutes=1)
    again = town.take_in(content="楼道下水又返水了", place_id=town.building.pk, phone=None)
    (found,) = alike(town, again)[again.case_id]
    assert found.case.pk == one.case_id != two.case_id
    assert gettext("still open") in found.reasons
    with seen_as(town.asker(one)) as asker:
        withdraw(case_id=one.case_id, reason="by_itself", words="", by=asker)
    assert alike(town, again) == {}


def test_the_strongest_stands_first_and_says_what_both_say(town) -> None:
    for content in ("厨房下水道往上冒", "楼道下水返水，一楼全是水"):
        town.take_in(content=content, place_id=town.building.pk, phone=None)
    one = town.take_in(content="一楼楼道下水返水了", place_id=town.building.pk)
    first, second = alike(town, one)[one.case_id]
    assert first.strength > second.strength
    assert "一楼" in first.case.content
    assert any("返水" in reason for reason in first.reasons)


def test_a_case_told_on_the_telephone_is_compared_before_it_is_taken_in(town) -> None:
    first = town.take_in(content="楼道下水返水", place_id=town.building.pk, phone=MOBILE)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        told = Case(scope=town.estate, place=town.building, content="下水返水没人管", received_at=now())
        told_by = {told.pk: crypto.blind_index("phone", MOBILE)}
        (found,) = alike_of(viewer, [told], phones=told_by)[told.pk]
    assert found.case.pk == first.case_id
    assert gettext("the same telephone") in found.reasons


def test_comparing_asks_a_constant_number_of_queries(town) -> None:
    receipts = [town.take_in(content=f"楼道下水返水{n}", place_id=town.building.pk) for n in range(12)]
    asked = []
    for some in (receipts[:2], receipts):
        with CaptureQueriesContext(connection) as captured:
            assert len(alike(town, *some)) == len(some)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_cases_of_others_are_no_hint(town) -> None:
    one = town.take_in(content="楼道下水返水", place_id=town.building.pk)
    town.take_in(content="楼道下水返水", place_id=town.building.pk)
    with seen_as(SYSTEM):
        cases = [Case.objects.select_related("place").get(pk=one.case_id)]
    stranger = town.viewer("other clerk")
    with seen_as(stranger):
        assert alike_of(stranger, cases) == {}


@pytest.mark.parametrize("spoken", ["1", "1号楼", "E 1号楼", "一号楼", " 1号楼 "])
def test_a_spoken_place_is_found(town, spoken) -> None:
    with seen_as(SYSTEM):
        assert find_spoken([town.estate.pk], spoken) == town.building


def test_a_name_two_estates_have_needs_its_estate(town) -> None:
    both = [town.estate.pk, town.other_estate.pk]
    with seen_as(SYSTEM):
        assert find_spoken(both, "1号楼") is None
        assert find_spoken(both, "G 1号楼") == town.other_building
        assert find_spoken(both, "北门") is None
