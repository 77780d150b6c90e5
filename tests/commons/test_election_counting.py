"""The count of a tally sheet: golden vectors (domain §11), boundaries, a model, the order of strokes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.commons.c2_voices.election.counting import (
    Line,
    Sheet,
    judge,
    mistakes,
    needed,
    quorate,
    quorum_of,
)
from huiyin.commons.c2_voices.election.strokes import UNKNOWN, in_stroke_order, strokes_of, ties_of
from huiyin.registers.rules.elections import Elections, parse_elections
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.sections import PackError
from huiyin.registers.rules.words import ElectionBase, ElectionNeed, PackKind

PACK = next(pack for pack in read_packs() if pack.header.kind is PackKind.ELECTION)
RULES: Elections = parse_elections(PACK.content)
PRESENT = replace(RULES, base=ElectionBase.PRESENT)


def test_golden_party_election() -> None:
    """应到会 23, 5 seats: quorum 19; elected from 12, from 10 of 19 present; 6 candidates; 3 seats, 4."""
    assert quorum_of(RULES, 23) == 19
    assert quorate(RULES, 23, 19)
    assert not quorate(RULES, 23, 18)
    assert needed(RULES, 23, 19) == 12
    assert needed(PRESENT, 23, 19) == 10
    assert [RULES.candidates_needed(seats) for seats in (5, 3, 1, 6, 10, 11)] == [6, 4, 2, 8, 12, 14]


def test_the_ten_steps_are_data() -> None:
    assert len(RULES.steps) == 10
    assert [one.name_zh for one in RULES.steps][3:9] == [
        "自荐", "推荐", "民意调查", "资格审查", "公示候选人", "公开选举",
    ]  # fmt: skip
    turned = dict(PACK.content) | {"steps": PACK.content["steps"][::-1]}
    with pytest.raises(PackError, match="before the count"):
        parse_elections(turned)
    late = [one for one in PACK.content["steps"] if "vetting" not in one["needs"]]
    late += [one for one in PACK.content["steps"] if "vetting" in one["needs"]]
    with pytest.raises(PackError, match="names are checked"):
        parse_elections(dict(PACK.content) | {"steps": late})
    fewer = [one for one in PACK.content["steps"] if one["key"] != "opinion"]
    assert len(parse_elections(dict(PACK.content) | {"steps": fewer}).steps) == 9


@pytest.mark.parametrize("whole", [5, 10, 23, 25, 100])
def test_quorum_exactly_four_fifths(whole: int) -> None:
    least = quorum_of(RULES, whole)
    assert Fraction(least, whole) >= Fraction(4, 5) > Fraction(least - 1, whole)


def sheet(*lines: tuple[str, int, int, int], **given: int) -> Sheet:
    valid = sum(lines[0][1:]) if lines else 0
    told = {"entitled": 23, "present": valid, "issued": valid, "collected": valid, "invalid": 0} | given
    return Sheet(**told, lines=tuple(Line(*one) for one in lines))


def test_exactly_half_elects_nobody() -> None:
    half = sheet(("甲", 10, 10, 0), ("乙", 11, 9, 0), entitled=20)
    assert judge(RULES, half, 1).elected == ("乙",)
    assert judge(RULES, sheet(("甲", 10, 10, 0), entitled=20), 1).left == 1


def test_equal_votes_for_the_last_seat_elect_neither() -> None:
    """The two stand on the next ballot; who had more is elected already."""
    found = judge(RULES, sheet(("甲", 20, 3, 0), ("乙", 15, 8, 0), ("丙", 15, 8, 0), ("丁", 12, 11, 0)), 2)
    assert (found.elected, found.tied, found.left) == (("甲",), ("乙", "丙"), 1)


def test_more_ballots_than_issued_are_void() -> None:
    told = sheet(("甲", 21, 0, 0), present=20, issued=20, collected=21)
    assert mistakes(told, 1) == []
    assert judge(RULES, told, 1).void
    equal = sheet(("甲", 20, 0, 0), present=20, issued=20, collected=20)
    assert not judge(RULES, equal, 1).void


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (sheet(("甲", 19, 1, 1), collected=20, issued=21), "line"),
        (sheet(("甲", 20, 0, 0), issued=21, collected=20, present=20), "issued"),
        (sheet(("甲", 20, 0, 0), present=24), "present"),
        (sheet(("甲", 0, 0, 0), issued=20, present=20, collected=2, invalid=3), "invalid"),
        (sheet(("甲", 20, 0, 0), ("乙", 1, 19, 0)), "seats"),
        (replace(sheet(("甲", 19, 1, 0)), others=(("丙", 2),)), "against"),
        (replace(sheet(("甲", 0, 20, 0)), others=(("丙", 21),)), "other"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_named(told: Sheet, rule: str) -> None:
    assert rule in {one for one, _name in mistakes(told, 1)}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), entitled=st.integers(1, 30), seats=st.integers(1, 4), wide=st.booleans())
def test_a_model_that_looks_at_ballots_agrees(
    data: st.DataObject, entitled: int, seats: int, *, wide: bool
) -> None:
    """Ballots are drawn, a sheet is written from them, and the elected are found by hand."""
    names = "甲乙丙丁戊"[: seats + 1]
    present = data.draw(st.integers(0, entitled))
    marks = st.lists(st.sampled_from("YN0"), min_size=len(names), max_size=len(names))
    drawn = data.draw(st.lists(marks, min_size=present, max_size=present))
    valid = [ballot for ballot in drawn if ballot.count("Y") <= seats]
    columns = [[ballot[place] for ballot in valid] for place in range(len(names))]
    lines = [Line(n, c.count("Y"), c.count("N"), c.count("0")) for n, c in zip(names, columns, strict=True)]
    told = Sheet(entitled, present, present, present, present - len(valid), tuple(lines))
    assert mistakes(told, seats) == []
    base = present if wide else entitled
    enough = [one for one in lines if Fraction(one.yes, base or 1) > Fraction(1, 2)]
    sure = [one.name for one in enough if sum(other.yes >= one.yes for other in enough) <= seats]
    found = judge(PRESENT if wide else RULES, told, seats)
    assert sorted(found.elected) == sorted(sure)
    assert found.left == seats - len(sure)
    assert set(found.tied) == ({one.name for one in enough} - set(sure)) & _at_border(enough, seats)


def _at_border(enough: list[Line], seats: int) -> set[str]:
    votes = sorted((one.yes for one in enough), reverse=True)
    return {one.name for one in enough if len(enough) > seats and one.yes == votes[seats - 1]}


@dataclass
class One:
    name: str
    tie: int = 0


def test_names_stand_by_strokes_of_the_family_name() -> None:
    rows = [One(name) for name in ("魏平", "陈兰", "王伟", "李强", "丁一", "王小明", "张三", "欧阳锋")]
    told = [one.name for one in in_stroke_order(rows)]
    assert told == ["丁一", "王小明", "王伟", "李强", "张三", "陈兰", "欧阳锋", "魏平"]
    assert (strokes_of("王"), strokes_of("魏"), strokes_of("A")) == (4, 17, UNKNOWN)
    # 7 strokes each: the order shown is a proposal, a person has to say it
    assert ties_of(rows) == [("李强", "张三"), ("张三", "陈兰")]


def test_people_arrange_what_the_rule_leaves_equal() -> None:
    rows = [One("张三", 2), One("陈兰", 1), One("丁一")]
    assert [one.name for one in in_stroke_order(rows)] == ["丁一", "陈兰", "张三"]
    assert ties_of(rows) == []
    assert ties_of([*rows, One("李强")]) == [("李强", "陈兰")]  # who comes later is arranged too
    assert ties_of([One("王伟"), One("王小明")]) == []  # one family name: strokes of the second character
    assert ties_of([One("王伟"), One("王传")]) == [("王伟", "王传")]  # as many there too


def test_where_strokes_are_not_known_people_say_the_whole_order() -> None:
    rows = [One("丁一"), One("𠮷田", 0), One("王伟")]
    assert ties_of(rows) == [("王伟", "𠮷田")]
    told = [One("丁一", 1), One("𠮷田", 2), One("王伟", 3)]
    assert [one.name for one in in_stroke_order(reversed(told))] == ["丁一", "𠮷田", "王伟"]
    assert ties_of(told) == []


def test_every_name_of_the_table_is_counted() -> None:
    assert all(strokes_of(one) != UNKNOWN for one in "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨龑")
    assert ElectionNeed.COUNT in RULES.steps[8].needs
