"""The table `weekly` of a pack: read whole, and every mistake named with its place."""

import copy

import pytest

from huiyin.registers.rules.deliberations import parse_deliberation
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.sections import PackError
from huiyin.registers.rules.words import PackKind


@pytest.fixture
def content():
    pack = next(
        one
        for one in read_packs()
        if (one.header.kind, one.header.version) == (PackKind.DELIBERATION, "2026.2")
    )
    return copy.deepcopy(dict(pack.content))


def test_the_shipped_meeting_seats_the_five_of_the_report_and_is_inner(content):
    rules = parse_deliberation(content)
    assert rules.weekly is not None
    assert [one.key for one in rules.councils[rules.weekly.council].seats] == [
        "party", "company", "committee", "police", "grid",
    ]  # fmt: skip
    assert [one.key for one in rules.meetings.values() if one.inner] == [rules.weekly.kind]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda weekly: weekly.update(kind="council"), "weekly"),
        (lambda weekly: weekly.update(kind="unknown"), "weekly"),
        (lambda weekly: weekly.update(day=3), "unknown key day"),
        (lambda weekly: weekly["seasons"][0].update(begins="11-31"), "not a day"),
        (lambda weekly: weekly["seasons"][0].update(categories=[]), "at least one"),
        (lambda weekly: weekly["seasons"][0].update(key="rain"), "different keys"),
    ],
)
def test_a_mistake_is_named(content, change, words):
    change(content["weekly"])
    with pytest.raises(PackError, match=words):
        parse_deliberation(content)
