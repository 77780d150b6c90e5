"""What counts as coming again: one pipe run, stairwell, building or lift, often enough within the days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.casework.s6_topics.recurring import Placed, Step, around, last_run, recurring, spots
from huiyin.registers.rules.files import SHIPPED, read_file
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.procedures import Recurrence
from huiyin.registers.rules.sections import PackError, Provenance
from huiyin.registers.rules.words import Around, Confidence, PackKind

START = datetime(2025, 1, 1, tzinfo=UTC)
ESTATE = Step(1, "estate", "E", "E")
BUILDING = Step(2, "building", "1号楼", "E 1号楼")
STAIRS = Step(3, "entrance", "1单元", "E 1号楼 1单元")
LIFT = Step(9, "facility", "电梯", "E 1号楼 电梯")
BASIS = Provenance("QH", Confidence.R)


def home(door, id_=10):
    return (Step(id_, "home", door, f"{STAIRS.label} {door}"), STAIRS, BUILDING, ESTATE)


def rule(where, times=3, days=90):
    return Recurrence(("0204",), where, times, days, BASIS)


def case(id_, day, up, category="0204"):
    return Placed(id_, category, START + timedelta(days=day), up)


@pytest.mark.parametrize(("door", "run"), [("301", "3/01"), ("1201", "3/01"), ("402室", "3/02"), ("5", None)])
def test_a_pipe_run_is_the_same_door_on_every_floor(door, run) -> None:
    found = around(home(door), Around.RISER)
    assert (found.key if found else None) == run


def test_a_case_counts_only_where_it_says_so_exactly_enough() -> None:
    at_door, at_building, at_lift = (STAIRS, BUILDING, ESTATE), (BUILDING, ESTATE), (LIFT, BUILDING, ESTATE)
    assert around(at_door, Around.RISER) is None
    assert around(at_door, Around.STAIRWELL).place_id == STAIRS.id
    assert around(home("301"), Around.STAIRWELL).place_id == STAIRS.id
    assert around(at_building, Around.STAIRWELL) is None
    assert around(home("301"), Around.BUILDING).place_id == BUILDING.id
    assert around((ESTATE,), Around.BUILDING) is None
    assert around(at_lift, Around.SPOT).place_id == around(at_lift, Around.BUILDING).place_id == LIFT.id
    assert around(home("301"), Around.SPOT) is None
    assert around((), Around.BUILDING) is None


def test_other_categories_and_other_stairs_stay_apart() -> None:
    other = (Step(4, "entrance", "2单元", "E 1号楼 2单元"), BUILDING, ESTATE)
    cases = [
        *(case(f"a{n}", n, home("301")) for n in range(3)), *(case(f"b{n}", n, other) for n in range(2)),
        *(case(f"c{n}", n, home("301"), "0901") for n in range(3)),
    ]  # fmt: skip
    (one,) = recurring(cases, [rule(Around.STAIRWELL)])
    assert one.group.ids == frozenset({"a0", "a1", "a2"})
    assert one.group.key == f"{STAIRS.id}|0204"
    known = spots(cases, [rule(Around.STAIRWELL)])
    assert known["b0"] != known["a0"]
    assert "c0" not in known


def test_only_full_windows_count_and_of_these_the_last_run() -> None:
    days = {"a": 0, "b": 10, "c": 20, "d": 60, "e": 300, "f": 301, "g": 302, "h": 395}
    cases = [case(id_, day, home("301")) for id_, day in days.items()]
    assert last_run(cases, rule(Around.STAIRWELL)) == ["e", "f", "g"]
    assert last_run(cases[:4], rule(Around.STAIRWELL)) == ["a", "b", "c", "d"]
    assert last_run(cases[:2], rule(Around.STAIRWELL)) == []


@given(st.lists(st.integers(0, 400), max_size=12), st.randoms())
def test_a_run_is_full_and_does_not_depend_on_the_order(days, chance) -> None:
    cases = [case(f"{place:02}", day, home("301")) for place, day in enumerate(days)]
    run = last_run(cases, rule(Around.STAIRWELL))
    assert run == last_run(chance.sample(cases, len(cases)), rule(Around.STAIRWELL))
    assert not run or len(run) >= 3


def test_a_category_stands_under_one_rule_of_the_pack() -> None:
    content = dict(read_file(SHIPPED / "procedures" / "casework" / "2026.3.toml").content)
    rules = parse(PackKind.PROCEDURE, content).recurrences
    assert rules
    again = [*content["recurrence"], dict(content["recurrence"][0], around="building")]
    with pytest.raises(PackError, match="named twice"):
        parse(PackKind.PROCEDURE, content | {"recurrence": again})
    with pytest.raises(PackError, match="at least one category"):
        parse(PackKind.PROCEDURE, content | {"recurrence": [dict(content["recurrence"][0], categories=[])]})
    old = read_file(SHIPPED / "procedures" / "casework" / "2026.2.toml").content
    assert parse(PackKind.PROCEDURE, old).recurrences is None
