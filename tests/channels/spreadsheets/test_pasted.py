"""Pasted text becomes a table: labelled work orders, copied cells, or one request in its own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.spreadsheets.cases import rows_to_cases
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.pasted import table_of_text
from huiyin.channels.spreadsheets.table import read_table

TWO = """工单编号：GD20261120001
来电人：张三
联系电话：138 0013 8000
诉求内容：厨房下水返水，
地上都是脏水。说明：物业没来
办结时限：2026-12-01 18:00

【工单编号】GD20261120002
诉求内容：路灯不亮
"""


def cases(text):
    sheet = read_table(table_of_text(text))
    return list(rows_to_cases(sheet, guess_mapping(sheet.headings)))


def test_labelled_orders_one_after_the_other():
    first, second = cases(TWO.replace("【工单编号】", "【工单编号】："))
    assert (first.source_ref, first.name, first.phone) == ("GD20261120001", "张三", "13800138000")
    assert first.content == "厨房下水返水，\n地上都是脏水。说明：物业没来"
    assert first.finish_by is not None
    assert (first.finish_by.hour, first.finish_by.day) == (18, 1)
    assert (second.source_ref, second.content, second.finish_by) == ("GD20261120002", "路灯不亮", None)


def test_copied_cells():
    (row,) = cases("工单编号\t诉求内容\t办结截止时间\nG1\t路灯不亮\t2026/12/1\n")
    assert (row.source_ref, row.content) == ("G1", "路灯不亮")


def test_own_words_are_one_request():
    (row,) = cases("三号楼门口积水，\n老人滑倒了")
    assert row.content == "三号楼门口积水，\n老人滑倒了"


@given(st.text(max_size=200))
def test_any_text_is_a_table_and_no_letter_of_plain_words_is_lost(text):
    table = table_of_text(text).decode()
    for sign in text:
        if sign.isalnum():
            assert sign in table


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("【 诉求内容 】：漏水", "漏水"),
        ("  诉求内容\t：漏水", "漏水"),
        ("[诉求内容]:  漏水", "漏水"),
        ("诉求内容：甲：乙", "甲：乙"),
    ],
)
def test_a_label_stands_in_brackets_or_before_two_marks(line: str, rest: str) -> None:
    assert read_table(table_of_text(f"工单编号：1\n{line}")).rows == (("1", rest),)


def test_a_line_of_blanks_is_read_at_once() -> None:
    """It took hours when every cut of it was tried (a test that hangs fails)."""
    assert b"GD1" in table_of_text("工单编号：GD1\n" + " " * 20_000 + "\n" + "\t" * 20_000 + "x")
