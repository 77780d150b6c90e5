import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.headline import headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("尊敬的领导：您好！我是3号楼业主，我家楼上一直漏水。请解决", "我家楼上一直漏水"),
        ("灯不亮", "灯不亮"),
        ("你好！\n\t\t打扰了。\n电梯坏了三天", "电梯坏了三天"),
        ("您好", ""),
        ("", ""),
        ("\x00\ud800", ""),
    ],
)
def test_title(text: str, title: str) -> None:
    assert headline(text) == title


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    assert (
        headline("楼下餐馆每天晚上都在排油烟，窗户都不敢开，请派人来看看到底怎么回事", 20)
        == "楼下餐馆每天晚上都在排油烟"
    )


def test_one_long_clause_ends_with_an_ellipsis() -> None:
    assert headline("我们小区的电梯经常出故障已经三个月了没有一个人来修", 10) == "我们小区的电梯经常…"


@given(st.text(st.characters(), max_size=300), st.integers(1, 60))
def test_never_longer_than_asked_and_one_line(text: str, limit: int) -> None:
    title = headline(text, limit)
    assert len(title) <= limit
    assert "\n" not in title
