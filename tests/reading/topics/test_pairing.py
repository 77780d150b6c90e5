"""Two messages compared alone come out as they do among thousands."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.topics.measures import Tables
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.pairing import matter_likeness, matter_terms, pair_likeness, why_alike
from huiyin.reading.topics.terms import terms
from huiyin.reading.topics.vocabulary import Vocabulary, common_vocabulary
from huiyin.reading.topics.weights import REPEATED, REPEATED_IN_TOPIC

TEXTS = [
    ("桐荫里小区3号楼电梯又坏了", "桐荫里小区3号楼的电梯这个月坏了四次，物业一直没修好。"),
    ("桐荫里3号楼电梯停运", "我们3号楼电梯停了两天，老人上不去。"),
    ("桐荫里小区5号楼电梯又坏了", "5号楼电梯坏了。"),
    ("", "楼道下水返水"),
    ("地铁站出口没有路灯", "晚上很黑。"),
    ("", ""),
]


@pytest.mark.parametrize("learned", [True, False])
def test_alone_or_in_tables_the_likeness_is_the_same(*, learned: bool) -> None:
    read = [terms(Message(str(n), text, title)) for n, (title, text) in enumerate(TEXTS)]
    vocabulary = Vocabulary.learned(read) if learned else common_vocabulary()
    tables = Tables(vocabulary)
    tables.add(read)
    left, right = np.triu_indices(len(read), 1)
    alone = [pair_likeness(read[i], read[j], vocabulary) for i, j in zip(left, right, strict=True)]
    assert np.allclose(tables.likeness(left, right), alone, atol=1e-4)


def likeness(one: str, other: str) -> float:
    return matter_likeness(matter_terms("", one), matter_terms("", other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("楼道下水返水", "楼道下水又返水了"),
        ("3号楼2单元楼上漏水", "楼上漏水了，3号楼2单元501"),
        ("楼上漏水，天花板滴水", "卫生间天花板一直滴水，应该是楼上漏的"),
        ("楼上半夜跑跳吵得睡不着", "楼上孩子每天半夜跑跳，睡不着"),
        ("楼道堆满杂物", "楼道里都是纸箱杂物堵着"),
    ],
)
def test_a_neighbour_with_the_same_matter(one: str, other: str) -> None:
    assert likeness(one, other) >= REPEATED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3号楼楼道灯不亮", "5号楼楼道灯不亮"),
        ("3号楼漏水", "3号楼停电"),
        ("电梯坏了", "电梯里有狗尿"),
        ("楼上漏水", "楼上太吵"),
        ("停水了", "停电了"),
        ("", "停电了"),
    ],
)
def test_another_matter_or_another_building(one: str, other: str) -> None:
    assert likeness(one, other) < REPEATED_IN_TOPIC


@given(st.text(max_size=80), st.text(max_size=80))
def test_symmetric_and_bounded(one: str, other: str) -> None:
    there, back = likeness(one, other), likeness(other, one)
    assert abs(there - back) < 1e-9
    assert 0.0 <= there <= 1.0


def test_reasons_name_what_can_be_checked() -> None:
    one, other = matter_terms("", "3号楼楼上漏水"), matter_terms("", "楼上又漏水了，3号楼")
    said = {reason.code: reason.words for reason in why_alike(one, other)}
    assert "漏水" in said["shared_words"]
    assert said["same_place"] == ("3",)
    assert not any("+" in word for word in said["shared_words"])
    assert [reason.code for reason in why_alike(one, one)] == ["same_text"]
