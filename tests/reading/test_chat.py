"""A group's chat is cut where one person ends and another begins, and nothing said is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.chat import Said, split_chat

ABOVE = """王姐3-2-501 2026/11/20 09:12
三单元楼道灯又不亮了
晚上老人下楼很危险

李叔 2026/11/20 09:13
收到[强]
王姐3-2-501 2026/11/20 09:15
麻烦尽快
小陈 上午 9:20
垃圾站旁边有积水：脏得很
"""
BESIDE = """王姐：三单元楼道灯又不亮了
李叔: 收到
[09:20] 小陈：垃圾站旁边有积水
已经三天了"""


def test_names_above_the_words():
    first, second, third, fourth = split_chat(ABOVE)
    assert first == Said("王姐3-2-501", "三单元楼道灯又不亮了\n晚上老人下楼很危险")
    assert (second.who, second.chatter) == ("李叔", True)
    assert (third.who, third.chatter) == ("王姐3-2-501", False)
    assert fourth == Said("小陈", "垃圾站旁边有积水：脏得很")


def test_names_beside_the_words():
    pieces = split_chat(BESIDE)
    assert [(piece.who, piece.chatter) for piece in pieces] == [
        ("王姐", False),
        ("李叔", True),
        ("小陈", False),
    ]
    assert pieces[2].words == "垃圾站旁边有积水\n已经三天了"


def test_one_person_in_a_row_is_one_piece():
    (piece,) = split_chat("王姐 10:01\n停水了\n王姐 10:02\n三号楼都没水\n")
    assert piece == Said("王姐", "停水了\n三号楼都没水")


@pytest.mark.parametrize(
    "words", ["谢谢", "收到，辛苦了", "[玫瑰][玫瑰]", "@物业小李", "好的好的", "👍👍", "OK", "……"]
)
def test_thanks_and_signs_ask_for_nothing(words):
    assert Said("a", words).chatter


@pytest.mark.parametrize("words", ["好的，但是灯还不亮", "停电了", "可以修一下吗", "谢谢，水管又漏了"])
def test_a_request_among_thanks_is_no_chatter(words):
    assert not Said("a", words).chatter


@given(st.text(max_size=200))
def test_any_text_is_cut_and_letters_without_a_name_or_time_stay(text):
    pieces = split_chat(text)
    assert all(piece.words for piece in pieces)
    if ":" not in text and "：" not in text:
        assert "".join("".join(piece.words.split()) for piece in pieces) == "".join(text.split())


@pytest.mark.parametrize(
    "line",
    [
        " " * 3_000,
        "\t" * 3_000 + "x",
        "—" * 3_000,
        "哈" * 3_000 + "笑死",
        "谢" * 60 + "水管漏了",
        "@" * 3_000 + " a：b",
    ],
)
def test_a_line_that_repeats_itself_is_read_at_once(line: str) -> None:
    """Such lines took hours when every cut of them was tried (a test that hangs fails)."""
    assert "".join(said.words for said in split_chat(f"{line}\n水管漏了")).endswith("水管漏了")
    assert not Said("", "哈" * 3_000 + "水管漏了").chatter
