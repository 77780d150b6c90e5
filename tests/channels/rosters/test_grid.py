"""Duty lists of persons by days, as offices hang them up, become rows of turns."""

import pytest

from huiyin.channels.rosters.grid import turned
from huiyin.channels.rosters.tables import read_register
from huiyin.channels.spreadsheets.writing import write_table
from huiyin.registers.rosters.words import RosterKind

DAYS = [str(day) for day in range(1, 8)]


def grid(*people, title="桑园项目2026年12月值班表", days=DAYS, note=""):
    rows = [[title, *[""] * len(days)], ["姓名", *days], ["", *"二三四五六日一"[: len(days)]]]
    rows += [[name, *cells] for name, *cells in people]
    return [*rows, [note, *[""] * len(days)]]


def test_each_shift_is_a_row_and_a_day_off_is_none():
    rows = turned(grid(["王一", *"白夜休白夜休 "], ["李二", *"休白夜休白夜 "]))
    assert rows[0] == ["日期", "开始时间", "结束时间", "值班人"]
    assert rows[1:4] == [
        ["2026-12-01", "08:00", "20:00", "王一"],
        ["2026-12-02", "20:00", "08:00", "王一"],
        ["2026-12-04", "08:00", "20:00", "王一"],
    ]
    assert len(rows) == 1 + 8


def test_the_lists_own_note_says_what_a_shift_means():
    rows = turned(
        grid(["王一", *"早中夜休早中夜"], note="早班 7:00-15:00；中班：15:00-23:00 夜班 23:00至次日7:00")
    )
    assert [row[1:3] for row in rows[1:4]] == [["7:00", "15:00"], ["15:00", "23:00"], ["23:00", "7:00"]]


def test_hours_in_the_cell_and_two_shifts_a_day():
    rows = turned(grid(["王一", "8:00-12:00", "白、夜", "", "", "", "", ""]))
    assert [row[:3] for row in rows[1:]] == [
        ["2026-12-01", "8:00", "12:00"],
        ["2026-12-02", "08:00", "20:00"],
        ["2026-12-02", "20:00", "08:00"],
    ]


def test_a_shift_nobody_explained_goes_on_as_it_is_and_is_refused_there():
    (_head, row) = turned(grid(["王一", "早", "", "", "", "", "", ""]))
    assert row == ["2026-12-01", "早", "", "王一"]


@pytest.mark.parametrize(
    ("title", "days", "first", "last"),
    [
        ("值班表", [f"2026-11-{day}" for day in (28, 29, 30)] + ["2026-12-01", "2026-12-02"],
         "2026-11-28", "2026-12-02"),
        ("2026年12月28日起值班表", ["28", "29", "30", "31日", "1月1日"], "2026-12-28", "2027-01-01"),
        ("2026-2 值班", ["24日(周二)", "25日", "26日", "27日", "28日"], "2026-02-24", "2026-02-28"),
    ],
)  # fmt: skip
def test_days_are_read_as_they_are_written(title, days, first, last):
    rows = turned(grid(["王一", *["白"] * len(days)], title=title, days=days))
    assert (rows[1][0], rows[-1][0]) == (first, last)


@pytest.mark.parametrize(
    "rows",
    [
        [["姓名", "手机", "岗位"], ["王一", "1", "2"]],
        [["姓名", "1", "2", "3", "4", "5"], ["王一", "白", "白", "白", "白", "白"]],
        [["2026年12月"], ["姓名", "1", "3", "5", "7", "9"], ["王一", *"白白白白白"]],
        [],
    ],
    ids=["plain", "no month", "days with gaps", "empty"],
)
def test_other_tables_stay_as_they_are(rows):
    assert turned(rows) is None


def test_columns_beside_the_person_are_kept_and_the_whole_way_reads_it():
    rows = [
        ["2026年12月值班表", *[""] * 7],
        ["单位", "值班人", "手机", *DAYS[:5]],
        ["示例物业", "王一", "13800000000", *"白夜休白夜"],
    ]
    sheet = read_register(RosterKind.SHIFTS, write_table(rows[0], rows[1:]), "值班.xlsx")
    assert sheet.headings == ("日期", "开始时间", "结束时间", "值班人", "单位", "手机")
    assert sheet.rows[0] == ("2026-12-01", "08:00", "20:00", "王一", "示例物业", "13800000000")
    assert len(sheet.rows) == 4
