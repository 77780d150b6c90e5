"""Money is divided exactly: every part sums to the whole, whatever the sums and the weights."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.commons.c4_works.splitting import NothingToDivideBy, refunds, split

FEN = st.integers(0, 10**12)
WEIGHTS = st.lists(st.integers(1, 10**7), min_size=1, max_size=60)


@given(FEN, WEIGHTS)
def test_the_parts_sum_to_the_whole_and_none_is_a_fen_off(total: int, weights: list[int]) -> None:
    parts, whole = split(total, weights), sum(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = Fraction(total * weight, whole)
        assert exact - 1 < part < exact + 1
        assert part >= 0
    assert parts == split(total, weights)


@given(FEN, st.integers(1, 60))
def test_equal_weights_differ_by_one_fen_at_most_and_the_first_bear_it(total: int, n: int) -> None:
    parts = split(total, [1] * n)
    assert parts == sorted(parts, reverse=True)
    assert parts[0] - parts[-1] <= 1


@given(WEIGHTS, FEN)
def test_a_larger_weight_never_pays_less(weights: list[int], total: int) -> None:
    pairs = sorted(zip(weights, split(total, weights), strict=True))
    for (small, less), (large, more) in pairwise(pairs):
        assert small == large or less <= more


@given(st.lists(st.integers(0, 10**9), max_size=40), st.integers(0, 10**10), st.integers(0, 10**11))
def test_refunds_sum_exactly_and_never_exceed_what_was_paid(paid: list[int], rest: int, actual: int) -> None:
    total = sum(paid) + rest + 1
    back = refunds(paid, total=total, actual=actual)
    assert all(0 <= one <= sum_ for one, sum_ in zip(back, paid, strict=True))
    saved = max(0, total - actual)
    fair = Fraction(sum(paid) * saved, total)
    assert fair <= sum(back) < fair + 1
    if actual >= total:
        assert not any(back)


def test_the_stairwell_of_report_002() -> None:
    assert split(150_000, [1] * 5) == [30_000] * 5
    assert refunds([30_000] * 5, total=500_000, actual=480_000) == [1200] * 5


@pytest.mark.parametrize(("total", "weights"), [(1, []), (1, [0]), (1, [1, -1]), (-1, [1])])
def test_nothing_is_divided_by_nothing(total: int, weights: list[int]) -> None:
    with pytest.raises(NothingToDivideBy):
        split(total, weights)


@pytest.mark.parametrize(("paid", "total", "actual"), [([1], 0, 0), ([1], 1, -1), ([-1], 1, 1)])
def test_no_refund_of_what_cannot_be(paid: list[int], total: int, actual: int) -> None:
    with pytest.raises(NothingToDivideBy):
        refunds(paid, total=total, actual=actual)
