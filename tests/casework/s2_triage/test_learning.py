"""Corrections teach: words and rules of places from three on, from two hundred a model if it is better."""

from __future__ import annotations

import sys

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage import jobs
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s2_triage.learning import acts as learning
from huiyin.casework.s2_triage.learning.card import bands, scores
from huiyin.casework.s2_triage.learning.data import Example, examples_of
from huiyin.casework.s2_triage.learning.lessons import area_of, taught_in
from huiyin.casework.s2_triage.learning.reads import overview
from huiyin.casework.s2_triage.learning.words import place_rules, taught_words
from huiyin.casework.s2_triage.models import Correction, Lesson, SortingRecord
from huiyin.casework.s2_triage.shown import Shown
from huiyin.casework.s2_triage.suggest import suggestion_for
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.town import LAMP, MOBILE, WATER, case_of


def sort(town, content, category, *, place_id=None):
    """A clerk sorts a case as the desk does."""
    receipt = town.take_in(content=content, category="", place_id=place_id)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        case = Case.objects.select_related("place").get(pk=receipt.case_id)
        shown = Shown(suggestion_for(case, now()))
        return triage(
            case_id=case.pk, sorting=Sorting(category, "N", "help", place_id), by=viewer, shown=shown
        )


def suggested(town, content, place_id=None):
    receipt = town.take_in(content=content, category="", place_id=place_id)
    with seen_as(SYSTEM):
        return suggestion_for(Case.objects.select_related("place").get(pk=receipt.case_id), now())


def learn(town, person=SYSTEM):
    with seen_as(person):
        return learning.learn(area=area_of(town.estate.pk), by=person)


def test_a_decision_keeps_what_was_shown_and_by_whom_it_was_overruled(town) -> None:
    sort(town, "厨房下水返水", LAMP, place_id=town.building.pk)
    sort(town, "厨房下水返水", WATER)
    with seen_as(SYSTEM):
        wrong, right = SortingRecord.objects.order_by("at", "pk")
        assert (wrong.suggested, wrong.category) == (WATER, LAMP)
        assert (right.suggested, right.category) == (WATER, WATER)
        assert wrong.actor == town.viewer("clerk").actor
        assert wrong.decided["place"] == town.building.pk
        assert list(Correction.objects.filter(field="category").values_list("case_id", flat=True)) == [
            wrong.case_id
        ]
    with pytest.raises(DatabaseError), seen_as(SYSTEM), transaction.atomic():
        SortingRecord.objects.update(category=WATER)


def test_three_corrections_teach_a_word(town) -> None:
    assert suggested(town, "小鹏桩又跳了").read == ()
    for content in ("小鹏桩跳了", "门口小鹏桩不工作", "小鹏桩扫不开"):
        sort(town, f"{content}，电梯也坏了", WATER)
    lesson = learn(town)
    assert lesson.corrections == 3
    assert "小鹏" in str(lesson.words[WATER])
    found = suggested(town, "小鹏桩又跳了")
    assert found.read[0][0] == WATER
    assert any("小鹏" in reason for reason in found.categories[0].reasons)


def test_what_is_corrected_at_a_building_again_and_again_comes_first_there(town) -> None:
    for n in range(3):
        sort(town, f"厨房下水返水{n}", LAMP, place_id=town.building.pk)
    learn(town)
    here, elsewhere = suggested(town, "下水返水", town.building.pk), suggested(town, "下水返水")
    assert here.category.code == LAMP
    assert any("3" in reason for reason in here.categories[0].reasons)
    assert elsewhere.category.code == WATER


def test_one_or_two_corrections_may_be_slips(town) -> None:
    for n in range(2):
        sort(town, f"小鹏桩跳了{n}", WATER, place_id=town.building.pk)
    lesson = learn(town)
    assert (lesson.words, lesson.places, lesson.model) == ({}, [], None)


def test_nobody_learns_for_an_area_not_their_own(town) -> None:
    stranger = town.viewer("other clerk")
    with pytest.raises(NotThere), seen_as(stranger):
        learning.learn(area=area_of(town.estate.pk), by=stranger)


def test_every_night_only_where_something_was_decided(town) -> None:
    area = area_of(town.estate.pk)
    assert jobs.learn_every_night.func(0) == 0
    sort(town, "厨房下水返水", WATER)
    with seen_as(SYSTEM):
        assert [(one.newest, one.since, one.asked) for one in overview([area])] == [(None, 1, False)]
    assert jobs.learn_every_night.func(0) == 1
    assert jobs.learn_every_night.func(0) == 0
    with seen_as(SYSTEM):
        assert Lesson.objects.get().made_by == SYSTEM.actor


def many(n):
    """Made decisions: half the cases are named in words the program does not know."""
    known = [("厨房下水返水", WATER, WATER), ("楼道灯不亮", LAMP, LAMP)]
    unknown = [
        ("蓝鲸柜的门打不开，蓝鲸柜又卡住了", "0402", "0707"),
        ("青鸟架倒在路上，青鸟架没人扶", "0603", "0710"),
    ]
    rows = known + unknown
    return [
        Example(f"{row[0]}{i % 7}", f"{row[0]}，第{i % 11}次了", row[1], row[2], None)
        for i in range(n)
        for row in rows
    ]


@pytest.mark.long
def test_from_two_hundred_corrections_a_better_model_replaces_the_words(town, monkeypatch) -> None:
    monkeypatch.setattr(learning, "examples_of", lambda _area: many(100))
    monkeypatch.setattr(learning, "taught_words", lambda _examples: {})
    lesson = learn(town)
    assert lesson.corrections == 200
    assert lesson.card["better"]
    assert lesson.card["new"]["macro_f1"] > lesson.card["in_use"]["macro_f1"] + 0.1
    assert sum(n for _least, n, _right in lesson.card["bands"]) == lesson.card["new"]["cases"] == 400
    with seen_as(SYSTEM):
        assert taught_in(town.estate.pk).machine is not None
    found = suggested(town, "蓝鲸柜卡住了")
    assert found.read[0][0] == "0707"
    assert found.read[0][1] > 0.6
    again = learn(town)  # the same cases: no better than what is in use
    assert not again.card["better"]
    assert again.model is None
    assert again.model_of_id == lesson.pk
    third = learn(town)
    assert third.model_of_id == lesson.pk


def test_without_a_model_nothing_heavy_is_loaded(town) -> None:
    sort(town, "厨房下水返水", LAMP)
    before = {name for name in ("sklearn", "scipy") if name in sys.modules}
    learn(town)
    suggested(town, "厨房下水返水")
    assert {name for name in ("sklearn", "scipy") if name in sys.modules} == before


def test_the_latest_decision_on_a_case_counts(town) -> None:
    case = sort(town, "厨房下水返水", LAMP)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        shown = Shown(suggestion_for(case_of(town.take_in(content="x", phone=MOBILE)), now()))
        triage(case_id=case.pk, sorting=Sorting(WATER, "N", "help"), by=viewer, shown=shown)
    with seen_as(SYSTEM):
        (one,) = examples_of(area_of(town.estate.pk))
    assert one.category == WATER


def test_words_of_two_categories_teach_neither() -> None:
    both = [Example("", f"小鹏桩{n}", WATER, LAMP, None) for n in range(4)]
    both += [Example("", f"小鹏桩{n}", LAMP, LAMP if n else "0402", None) for n in range(4)]
    assert taught_words(both[:4])
    mixed = both[:4] + [Example("", "小鹏桩", "0402", "0402", None)] * 3
    assert taught_words(mixed) == {}


def test_a_rule_of_a_place_needs_three_of_four() -> None:
    wrong, right = [Example("", "", WATER, LAMP, 7)] * 3, [Example("", "", WATER, WATER, 7)]
    assert place_rules(wrong + right) == [{"place": 7, "from": WATER, "to": LAMP, "n": 3, "of": 4}]
    assert place_rules(wrong + right * 2) == []
    assert place_rules([Example("", "", WATER, LAMP, None)] * 3) == []


def test_scores_count_what_was_said_held_and_both() -> None:
    guesses = [("a", 0.9), ("a", 0.5), ("b", 0.7), ("", 0.0)]
    found = scores(guesses, ["a", "b", "b", "a"])
    assert (found["cases"], found["right_first"], found["macro_f1"]) == (4, 2, 0.5834)
    assert found["categories"][0] == {"code": "a", "said": 2, "held": 2, "both": 1, "f1": 0.5}
    assert bands(guesses, ["a", "b", "b", "a"]) == [[0.0, 1, 0], [0.4, 1, 0], [0.6, 1, 1], [0.8, 1, 1]]


def test_only_the_own_area_is_seen(town) -> None:
    sort(town, "厨房下水返水", LAMP)
    learn(town)
    with seen_as(town.viewer("other clerk")):
        assert not Lesson.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM triage_sortingrecord")
            assert cursor.fetchone() == (0,)
