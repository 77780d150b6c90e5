"""Standard answers: filled from the case, blanks shown, never sent with one."""

from __future__ import annotations

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.s4_handling.acts import propose
from huiyin.casework.s4_handling.refusals import BlankLeft, NameOfAnswerTaken
from huiyin.casework.s4_handling.rules import blanks_in, filled
from huiyin.casework.s4_handling.standard import (
    answers_for,
    answers_in,
    close_answer,
    keep_answer,
    values_of,
)
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.town import LAMP, WATER, case_of


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("已修好，感谢反映。", []),
        ("【填上门时间】上门，【填上门时间】前请留人", ["【填上门时间】"]),
        ("费用____元", ["____"]),
        ("{诉求人}您好", ["{诉求人}"]),
        ("｛诉求人｝您好", ["｛诉求人｝"]),
        ("按【2024】12号文，a_b 不是空", []),
        ("", []),
    ],
)
def test_blanks_are_seen_and_nothing_else_is(text, blanks) -> None:
    assert blanks_in(text) == blanks


def test_variables_become_their_values_or_blanks_that_say_what_is_missing() -> None:
    values = {"诉求人": "王某", "地点": ""}
    assert (
        filled("{诉求人}您好，{ 地点 }已修，｛谁知道｝", values) == "王某您好，【填地点】已修，【填谁知道】"
    )


def keep(town, person="clerk", **values):
    viewer = town.viewer(person)
    with seen_as(viewer):
        return keep_answer(
            by=viewer, **{"scope_id": town.community.pk, "name": "已修", "text": "已修好。", **values}
        )


def offered(town, receipt, person="clerk"):
    with seen_as(town.viewer(person)):
        return [one.name for one in answers_for(case_of(receipt))]


def test_they_are_offered_in_their_scope_their_own_category_first(town) -> None:
    keep(town, name="乙", category=WATER)
    keep(town, name="甲")
    keep(town, name="丙", category=LAMP)
    keep(town, person="other clerk", scope_id=town.other_community.pk, name="别处")
    assert offered(town, town.take_in(category=WATER)) == ["乙", "甲"]
    assert offered(town, town.take_in(category="")) == ["甲"]


def test_changing_one_keeps_the_old_words_closed(town) -> None:
    first = keep(town)
    with pytest.raises(NameOfAnswerTaken):
        keep(town)
    second = keep(town, text="修好了。", instead_of=first.pk)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        assert [one.text for one in answers_in(viewer)] == ["修好了。"]
        close_answer(answer_id=second.pk, by=viewer)
        assert not answers_in(viewer).exists()


def test_another_communitys_answer_is_not_there(town) -> None:
    kept = keep(town)
    other = town.viewer("other clerk")
    with seen_as(other), pytest.raises(NotThere):
        close_answer(answer_id=kept.pk, by=other)
    with pytest.raises(NotThere):
        keep(town, person="other clerk")


def test_no_answer_goes_out_with_a_blank(town) -> None:
    receipt, viewer = town.take_in(category="", name="王某"), town.viewer("clerk")
    with seen_as(viewer):
        case = Case.objects.select_related("place", "requester").get(pk=receipt.case_id)
        said = filled("{诉求人}您好，{承办单位}【填时间】上门。", values_of(case, viewer, now()))
        assert said == "王某您好，【填承办单位】【填时间】上门。"
        with pytest.raises(BlankLeft) as no:
            propose(case_id=case.pk, by=viewer, answer=said)
        assert "【填承办单位】、【填时间】" in no.value.said
    with seen_as(SYSTEM):
        assert Case.objects.get(pk=receipt.case_id).answer == ""
