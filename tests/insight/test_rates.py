"""The rates against the golden vector, against their own lists, and against the cases that must not count."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.periods import last_days
from huiyin.insight.predicates import EXCLUSIONS, PREDICATES, UnknownPredicate, whole_of
from huiyin.insight.rates import cases_in, figures_by_scope, joined, readable
from huiyin.insight.remembering import forget_counts
from huiyin.registers.rules.reads import newest, pack_by_id
from huiyin.registers.rules.words import PackKind
from tests.insight.rows import HOUR, decline, put_case, put_limit, put_line, put_verdict, undone
from tests.town import plant_town

KEYS = ("response", "solution", "satisfaction")


@pytest.fixture
def town(db):
    return plant_town()


def counted(viewer, days=30):
    at = now()
    forget_counts()  # rows put in without a line in the timeline
    (figures,) = joined(figures_by_scope(viewer, last_days(days, at), at))
    return {rate.key: rate for rate in figures.rates}, figures


def ids_in(viewer, key, which, period, at):
    ids = cases_in(viewer, key, which, period, at)
    assert len(ids) == len(set(ids))
    return frozenset(ids)


def plant_golden(town, at) -> None:
    """100 orders: 4 excluded, 94 contacted in time; 80 verdicts: solved 70 of 80, satisfied 68 of 80."""
    received = at - 5 * HOUR
    for place in range(100):
        case = put_case(town.estate if place % 3 else town.sister, received)
        put_limit(case, received + 2 * HOUR)
        if place < 96 and place not in (7, 8):
            put_line(case, "contacted", received + HOUR)
        if place < 80:
            put_verdict(case, place < 70, "yes" if place < 68 else "no", at)
        if place >= 96:
            decline(case, ("emergency", "legal_channel", "secret", "unlawful")[place - 96], at)


def test_golden_vector(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        plant_golden(town, at)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rates, figures = counted(viewer)
        assert [(rates[key].n, rates[key].whole) for key in KEYS] == [(94, 96), (70, 80), (68, 80)]
        assert rates["response"].share == Fraction(94, 96)
        assert sum(rates["response"].left_out.values()) == 4
        assert rates["response"].left_out["secret_or_private"] == 1
        assert {rate.version for rate in rates.values()} == {"rate/three-rates@2026.1"}
        whole = Fraction(30, 100) * Fraction(94, 96) + Fraction(35, 100) * (Fraction(7, 8) + Fraction(68, 80))
        assert figures.composite == Decimal(whole.numerator * 10000 // whole.denominator + 0) / 10000


def test_every_number_has_its_list(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        plant_golden(town, at)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rates, figures = counted(viewer)
        period = last_days(30, at)
        for key, rate in rates.items():
            part, whole = (ids_in(viewer, key, which, period, at) for which in ("n", "of"))
            assert (len(part), len(whole)) == (rate.n, rate.whole)
            assert part <= whole
            for reason, number in rate.left_out.items():
                assert len(ids_in(viewer, key, f"left_out:{reason}", period, at)) == number
        by_scope = figures_by_scope(viewer, period, at)
        for place, key in enumerate(rates):
            assert sum(row.rates[place].n for row in by_scope) == rates[key].n
        assert figures.waiting == 0


def test_numbers_that_do_not_exist_are_not_there(town) -> None:
    viewer, at = town.viewer("leader"), now()
    for key, which in (
        ("x", "n"),
        ("response", "x"),
        ("response", "left_out:x"),
        ("response", "n; DROP TABLE x"),
    ):
        with seen_as(viewer), pytest.raises(NotThere):
            cases_in(viewer, key, which, last_days(30, at), at)


def test_packs_name_only_predicates_that_exist(town) -> None:
    pack = pack_by_id(newest(PackKind.RATE, "three-rates").pk).rules
    for rate in pack.rates.values():
        assert {rate.counts, rate.of} <= set(PREDICATES)
        assert set(rate.leaves_out) <= set(EXCLUSIONS)
    strange = type("Rate", (), {"of": "everything", "leaves_out": ()})()
    with pytest.raises(UnknownPredicate):
        whole_of(strange)


@pytest.mark.parametrize(
    ("contact", "due", "expected"),
    [
        (1, 2, (1, 1)),  # in time
        (2, 2, (1, 1)),  # exactly at the limit counts (民法典 1259)
        (3, 2, (0, 1)),  # late
        (None, 2, (0, 1)),  # never, and the limit is over
        (None, 9, (0, 0)),  # never, but the limit still runs: not counted yet
        (1, 9, (1, 1)),
    ],
)
def test_response(town, contact, due, expected) -> None:
    at = now()
    received = at - 4 * HOUR
    with seen_as(SYSTEM):
        case = put_case(town.estate, received)
        put_limit(case, received + due * HOUR)
        if contact is not None:
            put_line(case, "contacted", received + contact * HOUR)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rates, figures = counted(viewer)
        assert (rates["response"].n, rates["response"].whole) == expected
        assert figures.waiting == (1 if expected == (0, 0) else 0)


def test_the_limit_is_the_contact_clock_else_the_arrival_clock(town) -> None:
    at = now()
    received = at - 4 * HOUR
    with seen_as(SYSTEM):
        quick = put_case(town.estate, received)  # 5341: on site within minutes is the first promise
        put_limit(quick, received + HOUR, kind="arrive", outcome="cancelled")
        put_line(quick, "proposed", received + HOUR / 2)
        slow = put_case(town.estate, received)
        put_limit(slow, received + 3 * HOUR, kind="contact")
        put_limit(slow, received + HOUR, kind="finish")
        put_line(slow, "arrived", received + 2 * HOUR)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        assert (counted(viewer)[0]["response"].n, counted(viewer)[0]["response"].whole) == (2, 2)


@pytest.mark.parametrize("verb", ["step_undone", "handed_back"])
@pytest.mark.parametrize("taken_back", [True, False])
def test_an_arrival_taken_back_is_no_contact(town, verb, taken_back) -> None:
    received = now() - 4 * HOUR
    with seen_as(SYSTEM):
        case = put_case(town.estate, received)
        put_limit(case, received + HOUR, kind="arrive")
        put_line(case, "accepted", received + HOUR / 8)
        put_line(case, "arrived", received + HOUR / 4)
        seqs = dict(case.events.values_list("verb", "seq"))
        put_line(case, verb, received + HOUR / 2, seqs=[seqs["arrived" if taken_back else "accepted"]])
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rate = counted(viewer)[0]["response"]
        assert (rate.n, rate.whole) == (0 if taken_back else 1, 1)


def test_the_last_word_counts_and_reopening_takes_a_yes_back(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        fixed_later = put_case(town.estate, at - HOUR, reopened=1)
        put_verdict(fixed_later, False, "no", at)
        put_verdict(fixed_later, True, "yes", at, round_no=2)
        taken_back = put_case(town.estate, at - HOUR, reopened=1)
        put_verdict(taken_back, True, "yes", at)
        put_case(
            town.estate, at - HOUR, reopened=1
        )  # reopened after silence: "not solved", satisfaction not said
        silent = put_case(town.estate, at - HOUR)
        basic = put_case(town.estate, at - HOUR)
        put_verdict(basic, True, "basic", at)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rates, _figures = counted(viewer)
        assert (rates["solution"].n, rates["solution"].whole) == (2, 4)
        assert (rates["satisfaction"].n, rates["satisfaction"].whole) == (1, 3)
        assert silent.pk not in ids_in(viewer, "solution", "of", last_days(30, at), at)


def test_old_records_and_other_days_are_in_no_rate(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        for state, received in (("history", at - HOUR), ("received", at - timedelta(days=40))):
            case = put_case(town.estate, received, state=state)
            put_limit(case, received + HOUR)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        assert counted(viewer)[0]["response"].whole == 0
        assert counted(viewer)[0]["response"].share is None
        assert counted(viewer, 90)[0]["response"].whole == 1


def test_questions_answered_at_once_are_left_out_and_told(town) -> None:
    at = now()
    with seen_as(SYSTEM):
        case = put_case(town.estate, at - HOUR, kind="consult")
        put_limit(case, at)
        put_line(case, "proposed", at - HOUR / 2)
    viewer = town.viewer("leader")
    with seen_as(viewer):
        rate = counted(viewer)[0]["response"]
        assert (rate.n, rate.whole, rate.left_out["consult_answered_at_once"]) == (0, 0, 1)


def test_figures_are_read_only_where_one_may(town) -> None:
    with seen_as(SYSTEM):
        put_limit(put_case(town.other_estate, now() - 5 * HOUR), now() - HOUR)
        put_limit(put_case(town.estate, now() - 5 * HOUR, private=True), now() - HOUR)
    clerk, leader, steward = (town.viewer(name) for name in ("clerk", "leader", "steward"))
    with seen_as(clerk):
        assert counted(clerk)[0]["response"].whole == 1
    with seen_as(leader):
        assert (
            counted(leader)[0]["response"].whole == 2
        )  # private ones count, though their words stay covered
    assert readable(steward) == frozenset()


facts = st.fixed_dictionaries(
    {
        "where": st.integers(0, 2),
        "limit": st.none() | st.integers(1, 8),
        "contact": st.none() | st.integers(0, 8),
        "verdicts": st.lists(
            st.tuples(st.booleans(), st.sampled_from(["", "yes", "basic", "no"])), max_size=2
        ),
        "reopened": st.integers(0, 2),
        "declined": st.none() | st.sampled_from(["emergency", "same_matter"]),
        "kind": st.sampled_from(["help", "consult", "complaint"]),
    }
)


def plant(town, told, at):
    scope = (town.estate, town.sister, town.other_estate)[told["where"]]
    received = at - 5 * HOUR
    case = put_case(scope, received, reopened=told["reopened"], kind=told["kind"])
    if told["limit"] is not None:
        put_limit(case, received + told["limit"] * HOUR)
    if told["contact"] is not None:
        put_line(case, "contacted", received + told["contact"] * HOUR)
    for round_no, (solved, satisfied) in enumerate(told["verdicts"], 1):
        put_verdict(case, solved, satisfied, at, round_no=round_no)
    if told["declined"]:
        decline(case, told["declined"], at)


@given(cases=st.lists(facts, max_size=8))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_are_their_lists_whatever_happened(town, cases) -> None:
    viewer, at = town.viewer("leader"), now()
    with seen_as(SYSTEM), undone():
        for told in cases:
            plant(town, told, at)
        with seen_as(viewer):
            period = last_days(30, at)
            forget_counts()
            rows = figures_by_scope(viewer, period, at)
            for figures in joined(rows):
                for rate in figures.rates:
                    part, whole = (ids_in(viewer, rate.key, which, period, at) for which in ("n", "of"))
                    assert (len(part), len(whole)) == (rate.n, rate.whole)
                    assert part <= whole
                    assert sum(row.rates[figures.rates.index(rate)].whole for row in rows) == rate.whole
                    left = [ids_in(viewer, rate.key, f"left_out:{key}", period, at) for key in rate.left_out]
                    assert sum(map(len, left)) == len(frozenset().union(*left))
                    assert not whole & frozenset().union(*left)
                complaints = cases_in(viewer, "complaints", "n", period, at)
                assert len(complaints) == figures.complaints


def test_counts_are_kept_until_something_happens_or_a_limit_runs_out(town) -> None:
    at = now()
    forget_counts()
    with seen_as(SYSTEM):
        case = put_case(town.estate, at - HOUR)
        put_limit(case, at + timedelta(seconds=5))
    viewer, period = town.viewer("leader"), last_days(30, at)

    def response(moment):
        with seen_as(viewer):
            (figures,) = joined(figures_by_scope(viewer, period, moment))
            return figures.rates[0].n, figures.rates[0].whole, figures.waiting

    assert response(at) == (0, 0, 1)
    assert response(at + timedelta(seconds=6)) == (0, 1, 0)  # time alone changed it
    with seen_as(SYSTEM):
        put_line(case, "contacted", at)
    assert response(at + timedelta(seconds=6)) == (1, 1, 0)  # a line was written
