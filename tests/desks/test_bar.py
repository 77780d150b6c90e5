"""The bar of desks: at most six entries, every desk reached once, the same order for everybody."""

from __future__ import annotations

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huiyin.desks.bar import GROUPS, MOST, Entry, bar_of
from huiyin.desks.shell import DESKS
from huiyin.registers.people.policy import PERMISSIONS
from huiyin.registers.people.words import Role

NAMES = [name for name, *_rest in DESKS]
ALL = [Entry(label, icon, f"/{name}/", name) for name, _permission, icon, label in DESKS]
some = st.sets(st.sampled_from(NAMES)).map(lambda names: [one for one in ALL if one.name in names])


def leaves(entries: list[Entry]) -> list[Entry]:
    return [one for entry in entries for one in entry.inner or (entry,)]


def word(entry: Entry) -> str:
    with override("en"):
        return str(entry.label)


def of_role(*roles: Role) -> list[Entry]:
    may = frozenset().union(*(PERMISSIONS[role] for role in roles))
    return [one for one, (_name, permission, *_rest) in zip(ALL, DESKS, strict=True) if permission in may]


@given(some)
def test_every_desk_is_reached_once_and_nothing_else(desks: list[Entry]) -> None:
    shown = bar_of(desks, "/elsewhere")
    assert len(shown) <= MOST
    assert sorted(one.name for one in leaves(shown)) == sorted(one.name for one in desks)
    assert all(len(entry.inner) != 1 or entry is shown[-1] for entry in shown), "one alone needs no menu"


@given(some, some)
def test_two_desks_stand_in_the_same_order_for_everybody(one: list[Entry], other: list[Entry]) -> None:
    def order(desks: list[Entry]) -> list[str]:
        return [desk.name for desk in leaves(bar_of(desks, "/"))]

    both = {desk.name for desk in one} & {desk.name for desk in other}
    assert [name for name in order(one) if name in both] == [name for name in order(other) if name in both]


@given(some, st.sampled_from(NAMES), st.sampled_from(["", "3", "new/again"]))
def test_the_page_one_is_on_is_marked_and_no_other(desks: list[Entry], name: str, rest: str) -> None:
    marked = [one for one in leaves(bar_of(desks, f"/{name}/{rest}")) if one.current]
    wanted = [(name, "true" if rest else "page")] if name in {one.name for one in desks} else []
    assert [(one.name, one.current) for one in marked] == wanted


def test_the_longer_address_wins_and_a_name_that_only_begins_alike_does_not() -> None:
    desks = [Entry("a", "", "/clerk/", "clerk-queue"), Entry("b", "", "/clerk/new", "clerk-new")]
    marks = {path: [one.current for one in bar_of(desks, path)] for path in ("/clerk/new", "/clerk/newer")}
    assert marks == {"/clerk/new": ["", "page"], "/clerk/newer": ["true", ""]}


def test_a_group_says_that_one_of_its_desks_is_open() -> None:
    shown = bar_of(of_role(Role.CLERK), "/votes/7")
    assert [word(entry) for entry in shown if entry.current] == ["Settle together"]


def test_what_people_settle_together_is_one_word_for_the_clerk() -> None:
    shown = bar_of(of_role(Role.CLERK), "/")
    assert len(leaves(shown)) > 12
    together = next(entry for entry in shown if word(entry) == "Settle together")
    assert {"proposals", "votes", "elections", "polls", "surveys", "works"} <= {
        e.name for e in together.inner
    }


def test_many_roles_in_one_hand_still_fit() -> None:
    shown = bar_of(of_role(*Role), "/auditor-home/x")
    assert len(shown) == MOST
    assert word(shown[-1]) == "More"
    assert shown[-1].current == "true", "the page one is on is under it"


def test_no_desk_stands_in_two_groups() -> None:
    names = [name for _label, _icon, inner in GROUPS for name in inner]
    assert len(names) == len(set(names))
