"""Which topics hold: people's words first, and the order in which cases came leaves no trace."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.casework.s6_topics.obeying import Word, heard, told
from huiyin.casework.s6_topics.reconciling import (
    NOTHING,
    Existing,
    Found,
    Group,
    joined_with,
    reconciled,
    together,
)
from huiyin.casework.s6_topics.words import Verb

CASES = "abcdefghijkl"


def enough(ids):
    return len(ids) >= 2


def sets(*texts):
    return tuple(frozenset(text) for text in texts)


@st.composite
def parted(draw, most=5):
    """Disjoint sets of some cases."""
    of = draw(st.lists(st.integers(0, most), min_size=len(CASES), max_size=len(CASES)))
    found = [
        frozenset(case for case, to in zip(CASES, of, strict=True) if to == part) for part in range(1, most)
    ]
    return tuple(ids for ids in found if ids)


@st.composite
def worlds(draw):
    """What was found, and topics in which people placed some cases; who is in which is disjoint."""
    alike, again, handled = draw(parted()), draw(parted()), draw(parted(3))
    recurring = tuple(Group(ids, f"k{place}") for place, ids in enumerate(again))
    topics = []
    for no, members in enumerate(draw(parted(6)), 1):
        touched = draw(st.booleans())
        pinned = frozenset(case for case in sorted(members) if draw(st.booleans())) if touched else NOTHING
        ended = touched and draw(st.booleans())
        out = frozenset(draw(st.sets(st.sampled_from(CASES), max_size=3))) - members if touched else NOTHING
        key = f"k{no}" if draw(st.booleans()) else ""
        topics.append(Existing(no, pinned if ended else members, key, touched, ended, pinned, out))
    return Found(alike, recurring, handled), topics


def sets_of(outcome):
    return {one.ids for one in outcome.holds}


@given(worlds())
@settings(max_examples=60)
def test_what_people_placed_stays_and_what_they_took_out_stays_out(world) -> None:
    found, topics = world
    outcome = reconciled(found, topics, enough)
    held = {one.no: one.ids for one in outcome.holds if one.no is not None}
    for topic in topics:
        if topic.touched and not topic.ended:
            assert held[topic.no] >= topic.pinned
            assert not held[topic.no] & topic.out - topic.pinned
            assert topic.no not in outcome.fades
        if topic.ended:
            assert topic.no not in held
            assert not any(one.ids & topic.pinned for one in outcome.holds)


@given(worlds())
@settings(max_examples=60)
def test_a_case_stands_in_one_topic_and_a_recurrence_is_one_topic(world) -> None:
    outcome = reconciled(*world, enough)
    cases = [case for one in outcome.holds for case in one.ids]
    assert len(cases) == len(set(cases))
    keys = [one.key for one in outcome.holds if one.key]
    assert len(keys) == len(set(keys))
    assert all(one.no is not None or enough(one.ids) for one in outcome.holds)


@given(worlds(), st.randoms())
@settings(max_examples=50)
def test_the_order_in_which_things_are_given_is_nothing(world, chance: random.Random) -> None:
    found, topics = world
    shuffled = Found(
        *(tuple(chance.sample(part, len(part))) for part in (found.alike, found.recurring, found.handled))
    )
    assert reconciled(found, topics, enough) == reconciled(
        shuffled, chance.sample(topics, len(topics)), enough
    )


@given(worlds(), worlds())
@settings(max_examples=50)
def test_one_by_one_with_a_last_run_is_all_at_once(before, now) -> None:
    """Whatever earlier runs left behind where nobody spoke, who stands with whom is the same."""
    touched = [one for one in now[1] if one.touched]
    nos = {one.no for one in touched}
    earlier = reconciled(*before, enough)
    left = [
        Existing(100 + place, one.ids, one.key)
        for place, one in enumerate(earlier.holds)
        if one.no not in nos
    ]
    assert sets_of(reconciled(now[0], [*touched, *left], enough)) == sets_of(
        reconciled(now[0], touched, enough)
    )


@given(worlds())
@settings(max_examples=50)
def test_a_second_run_changes_nothing(world) -> None:
    found, topics = world
    outcome = reconciled(found, topics, enough)
    nos = iter(range(50, 99))
    by_no = {one.no: one for one in topics}
    after = [
        Existing(
            one.no, one.ids, one.key, by_no[one.no].touched, False, by_no[one.no].pinned, by_no[one.no].out
        )
        if one.no is not None
        else Existing(next(nos), one.ids, one.key)
        for one in outcome.holds
    ]
    after += [one for one in topics if one.ended]
    again = reconciled(found, after, enough)
    assert not again.fades
    assert {(one.no, one.ids, one.key) for one in again.holds} == {
        (one.no, one.members, one.key) for one in after if not one.ended
    }


def test_a_recurrence_joins_the_group_that_holds_half_of_it() -> None:
    alike, again = sets("abx", "yz"), [Group(frozenset("abcd"), "k")]
    assert set(joined_with(alike, again)) == {Group(frozenset("abcdx"), "k"), Group(frozenset("yz"))}
    assert set(joined_with(sets("ax"), again)) == {Group(frozenset("x")), again[0]}


def test_one_kind_at_two_places_stays_apart() -> None:
    alike = sets("abcdef")
    again = [Group(frozenset("abc"), "k1"), Group(frozenset("def"), "k2")]
    assert set(joined_with(alike, again)) == set(again)
    spots = {"a": "k1", "b": "k1", "c": "k1", "d": "k2", "e": "k3"}
    found = joined_with(alike, again[:1], spots)
    assert set(found) == {Group(frozenset("abcf"), "k1"), Group(frozenset("de"))}


def test_joined_cases_go_together() -> None:
    assert {
        one.ids for one in together([Group(frozenset("abc")), Group(frozenset("de"))], sets("cd", "ce"))
    } in (
        {frozenset("abcde")},
        {frozenset("abcd"), frozenset("e")},
        {frozenset("abcde"), NOTHING},
    )
    assert {one.ids for one in together([], sets("ab"))} == {frozenset("ab")}


def test_a_free_group_is_the_topic_it_shares_most_with_and_others_fade() -> None:
    topics = [Existing(1, frozenset("ab")), Existing(2, frozenset("cde")), Existing(3, frozenset("xy"))]
    outcome = reconciled(Found(sets("abcde")), topics, enough)
    assert [(one.no, one.ids) for one in outcome.holds] == [(2, frozenset("abcde"))]
    assert outcome.fades == {1, 3}
    tied = [Existing(2, frozenset("ab")), Existing(1, frozenset("cd"))]
    assert [one.no for one in reconciled(Found(sets("abcd")), tied, enough).holds] == [1]


def test_what_was_solved_takes_no_new_cases() -> None:
    solved = Existing(1, frozenset("abc"), "k", touched=True, ended=True, pinned=frozenset("abc"))
    outcome = reconciled(Found(sets("abcde")), [solved], enough)
    assert [(one.no, one.ids) for one in outcome.holds] == [(None, frozenset("de"))]


def test_later_words_outweigh_earlier_ones() -> None:
    said = heard([
        Word(Verb.TAKEN_OUT, 1, frozenset("ab")), Word(Verb.PUT_IN, 1, frozenset("a")),
        Word(Verb.SPLIT, 1, frozenset("c"), 2), Word(Verb.REJECTED, 3, frozenset("xyz")),
        Word(Verb.REJECTED, 4, frozenset("mn")), Word(Verb.TAKEN_UP, 4),
    ])  # fmt: skip
    assert said.out == {1: frozenset("bc")}
    assert said.refused == frozenset("xyz")
    pairs = told(said, {1: frozenset("ade"), 2: frozenset("cf")})
    assert pairs["x", "y"] is False
    assert pairs["a", "d"] is True
    assert pairs["a", "c"] is False
    assert pairs["d", "f"] is False
    assert pairs["b", "e"] is False


def test_joining_what_was_split_makes_it_one_again() -> None:
    said = heard([Word(Verb.SPLIT, 1, frozenset("c"), 2), Word(Verb.TOOK, 1, frozenset("c"), 2)])
    assert not said.apart
    assert told(said, {1: frozenset("abc")})["a", "c"] is True
