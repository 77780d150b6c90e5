"""The shipped category list is whole and consistent."""

from collections import Counter

from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.words import Confidence, Urgency


def test_twelve_groups_for_the_estate_and_one_for_elsewhere(estate: CategoryList) -> None:
    assert list(estate.groups) == [f"{number:02}" for number in range(1, 14)]
    sizes = Counter(code[:2] for code in estate.leaves)
    assert sum(size for group, size in sizes.items() if group != "13") == 96
    assert sizes == dict(zip(estate.groups, (8, 8, 9, 5, 9, 8, 8, 9, 8, 6, 8, 10, 4), strict=True))


def test_codes_within_a_group_have_no_gap(estate: CategoryList) -> None:
    for code in estate.groups:
        leaves = [leaf.code for leaf in estate.of(code)]
        assert leaves == [f"{code}{number:02}" for number in range(1, len(leaves) + 1)]


def test_urgencies_of_the_list(estate: CategoryList) -> None:
    by_urgency = Counter(leaf.urgency for leaf in estate.leaves.values())
    assert by_urgency[Urgency.E0] == 2
    assert {leaf.code for leaf in estate.leaves.values() if leaf.danger} == {"0303", "0401"}
    assert estate.leaves["0202"].urgency is Urgency.E1
    assert estate.leaves["0101"].urgency is Urgency.N
    assert estate.leaves["1204"].urgency is Urgency.Q


def test_names_are_chinese_and_english_and_each_is_one_word_for_one_thing(estate: CategoryList) -> None:
    leaves = estate.leaves.values()
    assert len({leaf.name for leaf in leaves}) == len({leaf.name_zh for leaf in leaves}) == 100
    assert all(leaf.name.isascii() and not leaf.name_zh.isascii() for leaf in leaves)


def test_leads_are_known_and_the_usual_thirteen_are_there(estate: CategoryList) -> None:
    assert set("物社街住城消公专市民业党调") <= set(estate.leads)
    assert estate.leaves["0203"].leads == ("物", "调")
    assert estate.leaves["0308"].leads == ("街", "产权单位")


def test_help_and_disputes_are_private(estate: CategoryList) -> None:
    private = {leaf.code for leaf in estate.leaves.values() if leaf.private}
    assert {"0808", "1202", "1203", "0805", "1205"} <= private
    assert not private & {"0101", "0402", "0901"}


def test_safety_and_assistance_hold_every_emergency_of_life(estate: CategoryList) -> None:
    held = {leaf.code for leaf in estate.leaves.values() if leaf.safety_or_assistance}
    assert {leaf.code for leaf in estate.leaves.values() if leaf.urgency in {Urgency.E0, Urgency.E1}} <= held
    assert {"1202", "1203", "0501"} <= held
    assert not held & {"0104", "0604"}


def test_every_entry_tells_its_basis(estate: CategoryList) -> None:
    assert {leaf.basis.confidence for leaf in estate.leaves.values()} == {Confidence.R}
    assert all(estate.header.source_text(leaf.basis.source) for leaf in estate.leaves.values())


def test_every_code_a_service_level_names_exists(
    estate: CategoryList, levels: dict[str, ServiceLevel]
) -> None:
    known = set(estate.groups) | set(estate.leaves)
    for level in levels.values():
        conditions = [target.when for target in level.targets] + [t.starts for t in level.tiers if t.starts]
        named = {code for condition in conditions for code in condition.codes} | set(level.codes)
        assert named <= known, level.header.key
        assert set(level.leads) <= set(estate.leads)
