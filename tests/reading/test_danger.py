import re
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.danger import DangerKind, find_danger
from huiyin.reading.lexicon import load

EXAMPLES = Path(__file__).parent / "danger_examples.tsv"
ROWS = [
    line.split("\t") for line in EXAMPLES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
]
PRESENT = [(kind, text) for kind, text in ROWS if kind != "none"]
ABSENT = [text for kind, text in ROWS if kind == "none"]


@pytest.mark.parametrize(("kind", "text"), PRESENT, ids=[text for _, text in PRESENT])
def test_present_danger_is_raised(kind: str, text: str) -> None:
    found = find_danger(text)
    assert found is not None
    assert found.kind == kind
    assert all(word for reason in found.reasons for word in reason.words)


@pytest.mark.parametrize("text", ABSENT)
def test_no_danger_is_raised(text: str) -> None:
    assert find_danger(text) is None


def test_every_kind_has_examples() -> None:
    counts = {kind: len(list(rows)) for kind, rows in groupby(sorted(PRESENT), key=lambda row: row[0])}
    assert set(counts) == set(DangerKind)
    assert min(counts.values()) >= 4


def test_numbers_to_call() -> None:
    assert find_danger("楼道煤气味很大").number == "119"  # type: ignore[union-attr]
    assert find_danger("有人持刀砍人").number == "110"  # type: ignore[union-attr]
    assert find_danger("老人晕倒了").number == "120"  # type: ignore[union-attr]


def test_the_place_supplies_its_own_numbers() -> None:
    trapped = "电梯困人了"
    assert find_danger(trapped, numbers={"lift_rescue": "96333"}).number == "96333"  # type: ignore[union-attr]
    assert find_danger(trapped).number == ""  # type: ignore[union-attr]


def test_the_graver_danger_comes_first() -> None:
    found = find_danger("外墙瓷砖掉下来了，楼道里煤气味很大")
    assert found is not None
    assert found.kind is DangerKind.GAS


def test_reasons_are_sentences_with_the_words_found() -> None:
    found = find_danger("3号楼电梯困人了")
    assert found is not None
    assert "困人" in found.reasons[0].text()
    assert found.reasons[0].text(lambda msgid: msgid.replace("says", "含")).startswith("含")


def test_traditional_full_width_and_spaced_text_is_understood() -> None:
    found = find_danger("３樓 著 火 了！")
    assert found is not None
    assert found.kind is DangerKind.FIRE


@given(st.text(st.characters(), max_size=200), st.sampled_from([text for _, text in PRESENT]))
def test_never_fails_on_any_text(noise: str, text: str) -> None:
    find_danger(noise)
    find_danger(noise + text + noise)


@given(st.text("\t\n  ", max_size=6))
def test_white_space_around_hides_nothing(space: str) -> None:
    assert find_danger(space + "电梯困人了" + space) is not None


def test_gaps_of_the_patterns_are_bounded() -> None:
    """No open-ended repeat: the time to read grows with the length only."""
    for kind in DangerKind:
        for pattern in load("danger")[kind]["says"]:
            assert not re.search(r"(?<!\\)[.\])][*+]", pattern), pattern
