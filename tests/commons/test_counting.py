"""The count of an owners' vote: golden vectors (domain §11), boundaries, and an independent model."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.commons.c2_voices.owners_vote.counting import (
    Sums,
    Tally,
    Voice,
    judge,
    leading,
    need,
    quorate,
    shortfall,
    tally,
)
from huiyin.commons.c2_voices.owners_vote.heads import group_heads
from huiyin.registers.rules.decisions import Decisions, Majority, parse_decisions
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.words import HeadCount, PackKind, Silence

PACKS: dict[str, Decisions] = {
    pack.header.key.split("@")[0]: parse_decisions(pack.content)
    for pack in read_packs()
    if pack.header.kind is PackKind.DECISION
}
THIRDS = Fraction(2, 3)
ORDINARY = Majority("ordinary", Fraction(1, 2), strict=True)
SPECIAL = Majority("special", Fraction(3, 4), strict=False)
HAO = Sums(9_972_700, 948)
"""99,727.00 ㎡ and 948 owners (golden vectors, domain §11)."""


def of(whole: Sums, part: Sums, yes: Sums) -> Tally:
    rest = Sums(part.area - yes.area, part.heads - yes.heads)
    return Tally(whole, part, {"Y": yes, "N": rest})


def test_golden_participation() -> None:
    assert need(HAO, THIRDS) == Sums(6_648_467, 632)
    assert quorate(HAO, Sums(6_648_467, 632), THIRDS)
    assert not quorate(HAO, Sums(6_648_467, 631), THIRDS)
    assert not quorate(HAO, Sums(6_648_466, 632), THIRDS)


@pytest.mark.parametrize(("majority", "least"), [(ORDINARY, 317), (SPECIAL, 474)])
def test_golden_approval_at_632_heads(majority: Majority, least: int) -> None:
    assert majority.least(632) == least
    assert majority.holds(least, 632)
    assert not majority.holds(least - 1, 632)


def test_golden_area_yes_heads_no() -> None:
    counted = of(Sums(10_000, 100), Sums(10_000, 100), Sums(6_000, 49))
    assert not judge(counted, THIRDS, ORDINARY).passed


def test_golden_several_units_of_one_owner() -> None:
    units = [Owned(90, {1}), Owned(90, {1}), Owned(90, {1}), Owned(50, {2})]
    heads = group_heads(units, HeadCount.OWNER)
    assert [(len(head), sum(unit.area for unit in head)) for head in heads] == [(3, 270), (1, 50)]


def test_golden_silence() -> None:
    """Returned 55 %, delivered 100 %: fails by itself, takes part with a clause; both are told."""
    roll = [Voice(100, "Y", delivered=True)] * 55 + [Voice(100, "", delivered=True)] * 45
    without, with_it = tally(roll, 0), tally(roll, 0, Silence.MAJORITY)
    assert not quorate(without.whole, without.part, THIRDS)
    assert quorate(with_it.whole, with_it.part, THIRDS)
    assert judge(with_it, THIRDS, SPECIAL).agreed == ("Y",)
    abstaining = tally(roll, 0, Silence.ABSTAINS)
    assert abstaining.letters == {"Y": Sums(5500, 55), "0": Sums(4500, 45)}


def test_nobody_was_told_so_silence_says_nothing() -> None:
    roll = [Voice(100, "Y")] * 55 + [Voice(100)] * 45
    assert tally(roll, 0, Silence.MAJORITY) == tally(roll, 0)


def test_an_empty_roll_decides_nothing() -> None:
    assert not judge(tally([], 0), THIRDS, ORDINARY).passed
    assert not judge(tally([Voice(0, "Y")], 0), THIRDS, SPECIAL).passed  # all of no area is no majority of it


class Owned:
    """A unit with its owners."""

    def __init__(self, area: int, owners: set[Any]) -> None:
        self.area, self.owner_ids = area, frozenset(owners)


def test_the_courts_counting_rule() -> None:
    """b-2: three units of one, a couple's, forty unsold, a parking space, one without a known owner."""
    units = [
        *(Owned(90, {"three"}) for _ in range(3)),
        Owned(80, {"wife", "husband"}),
        *(Owned(100, {"developer"}) for _ in range(40)),
        Owned(12, {"three"}),
        Owned(70, set()),
        Owned(75, set()),
        Owned(60, {"wife"}),
    ]
    owners = group_heads(units, HeadCount.OWNER)
    assert sorted(sum(unit.area for unit in head) for head in owners) == [60, 70, 75, 80, 282, 4000]
    assert len(group_heads(units, HeadCount.UNIT)) == len(units)


STEPS = [(0, 0), (1, 0), (0, 1), (-1, 0), (0, -1)]


@pytest.mark.parametrize(("area", "heads"), STEPS)
def test_boundary_of_two_thirds(area: int, heads: int) -> None:
    """Exactly two thirds, and one hundredth of a square metre or one head beside it."""
    whole = Sums(30_000, 300)
    assert quorate(whole, Sums(20_000 + area, 200 + heads), THIRDS) is (area >= 0 and heads >= 0)


@pytest.mark.parametrize(("area", "heads"), STEPS)
def test_boundary_of_half(area: int, heads: int) -> None:
    """Exactly half is not more than half."""
    part = Sums(20_000, 200)
    counted = of(Sums(20_000, 200), part, Sums(10_001 + area, 101 + heads))
    assert judge(counted, THIRDS, ORDINARY).passed is (area >= 0 and heads >= 0)
    for yes in (Sums(10_000, 101), Sums(10_001, 100)):
        assert not judge(of(part, part, yes), THIRDS, ORDINARY).passed


@pytest.mark.parametrize(("area", "heads"), STEPS)
def test_boundary_of_three_quarters(area: int, heads: int) -> None:
    part = Sums(20_000, 200)
    counted = of(part, part, Sums(15_000 + area, 150 + heads))
    assert judge(counted, THIRDS, SPECIAL).passed is (area >= 0 and heads >= 0)


def test_every_pack_follows_the_civil_code() -> None:
    assert {"decision/cn", "decision/bj", "decision/hz", "decision/nb"} <= set(PACKS)
    special = {"raise_fund", "rebuild", "common_parts"}
    for name, rules in PACKS.items():
        assert rules.header.kind is PackKind.DECISION
        assert rules.takes_part == THIRDS, name
        assert len(rules.matters) == 9
        for matter in rules.matters:
            wanted = SPECIAL if matter in special else ORDINARY
            assert rules.majority_of(matter) == wanted, (name, matter)


def test_in_beijing_nothing_on_line_binds() -> None:
    modes = PACKS["decision/bj"].modes
    assert not [mode for mode in modes.values() if mode.binding and "online" in mode.ways]
    assert [mode for mode in PACKS["decision/cn"].modes.values() if mode.binding and "online" in mode.ways]


@pytest.mark.parametrize(
    ("letters", "ahead"),
    [
        ({"Y": Sums(3, 3), "N": Sums(2, 2)}, "Y"),
        ({"Y": Sums(3, 2), "N": Sums(2, 3)}, None),
        ({"Y": Sums(3, 2), "N": Sums(2, 2)}, None),
        ({}, None),
    ],
)
def test_which_letter_silence_follows(letters: dict[str, Sums], ahead: str | None) -> None:
    assert leading(letters) == ahead


VOICES = st.lists(
    st.builds(Voice, st.integers(0, 30_000), st.sampled_from(["", "Y", "N", "0", "A", "B"]), st.booleans()),
    max_size=40,
)
MAJORITIES = st.sampled_from([ORDINARY, SPECIAL])


def model(roll: list[Voice], share: Fraction, majority: Majority, silence: Silence) -> tuple[str, ...]:
    """The law once more, head by head and in other words."""
    cast = [(one.area, one.choices) for one in roll if one.choices]
    quiet = [one.area for one in roll if not one.choices and one.delivered]
    if silence is not Silence.ABSENT:
        options = {letter for _area, letter in cast}
        areas = {letter: sum(a for a, other in cast if other == letter) for letter in options}
        heads = {letter: sum(1 for _a, other in cast if other == letter) for letter in options}
        first = [
            x for x in options if all(areas[x] > areas[o] and heads[x] > heads[o] for o in options - {x})
        ]
        goes = first[0] if silence is Silence.MAJORITY and first else "0"
        cast += [(area, goes) for area in quiet]
    area, heads_all = sum(a for a, _ in cast), len(cast)
    if not cast or Fraction(heads_all, len(roll)) < share:
        return ()
    whole_area = sum(one.area for one in roll)
    if whole_area and Fraction(area, whole_area) < share:
        return ()
    passed = []
    for letter in sorted({x for _a, x in cast} - {"N", "0"}):
        ratio = [
            Fraction(sum(a for a, x in cast if x == letter), area) if area else Fraction(-1),
            Fraction(sum(1 for _a, x in cast if x == letter), heads_all),
        ]
        enough = [one > majority.share if majority.strict else one >= majority.share for one in ratio]
        passed += [letter] * all(enough)
    return tuple(passed)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(VOICES, MAJORITIES, st.sampled_from(list(Silence)))
def test_the_count_is_what_an_independent_model_says(
    roll: list[Voice], majority: Majority, silence: Silence
) -> None:
    assert judge(tally(roll, 0, silence), THIRDS, majority).agreed == model(roll, THIRDS, majority, silence)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.integers(0, 10**5), st.data())
def test_what_is_missing_is_exactly_what_is_missing(area: int, heads: int, data: st.DataObject) -> None:
    whole = Sums(area, heads)
    part = Sums(data.draw(st.integers(0, area)), data.draw(st.integers(0, heads)))
    lacking = shortfall(whole, part, THIRDS)
    filled = part + lacking
    assert quorate(whole, filled, THIRDS) is (filled.heads > 0)
    for less in (Sums(lacking.area - 1, lacking.heads), Sums(lacking.area, lacking.heads - 1)):
        if min(less.area, less.heads) >= 0:
            assert not quorate(whole, part + less, THIRDS)
