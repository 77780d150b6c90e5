from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.likeness import LIKELY, likeness, most_alike

ANY_TEXT = st.text(st.characters(), max_size=120)


def test_a_neighbour_with_the_same_matter() -> None:
    found = likeness("3号楼2单元楼上漏水", "楼上漏水了，3号楼2单元501")
    assert found.score >= LIKELY
    assert {reason.code for reason in found.reasons} == {"shared_words", "same_place"}


def test_the_same_matter_in_another_building_is_another_matter() -> None:
    assert likeness("3号楼楼道灯不亮", "5号楼楼道灯不亮").score < LIKELY


def test_another_matter_in_the_same_building() -> None:
    assert likeness("3号楼漏水", "3号楼停电").score < LIKELY


def test_nothing_to_compare() -> None:
    assert likeness("", "").score == 0.0


@given(ANY_TEXT, ANY_TEXT)
def test_symmetric_and_bounded(a: str, b: str) -> None:
    one, two = likeness(a, b), likeness(b, a)
    assert one.score == two.score
    assert 0.0 <= one.score <= 1.0


@given(st.text("楼上卫生间漏水电梯坏了噪音", min_size=4, max_size=60))
def test_a_text_is_most_like_itself(text: str) -> None:
    assert likeness(text, text).score == 1.0


def test_most_alike_orders_and_cuts() -> None:
    others = [(1, "电梯坏了"), (2, "2单元电梯坏了三天没人修"), (3, "广场舞太吵"), (4, "2单元电梯坏了没人修")]
    found = most_alike("2单元电梯坏了三天没有人修", others)
    assert found[0].value == 2
    assert 3 not in {candidate.value for candidate in found}
    assert [c.likeness.score for c in found] == sorted((c.likeness.score for c in found), reverse=True)
