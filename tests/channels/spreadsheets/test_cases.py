"""Rows say in one sentence why they are not taken."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.spreadsheets.cases import SENTENCES, CaseRow, RowError, rows_to_cases, tidy
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.refused import ColumnMissing
from huiyin.channels.spreadsheets.table import Sheet
from huiyin.reading.dates import LOCAL, read_moment

HEADINGS = ("编号", "标题", "内容", "时间", "小区", "楼栋", "电话")


def _read(*rows: tuple[str, ...], now: dt.datetime | None = None) -> list[CaseRow | RowError]:
    sheet = Sheet(1, HEADINGS, rows, "")
    return list(rows_to_cases(sheet, guess_mapping(HEADINGS), now=now))


def _codes(*rows: tuple[str, ...], now: dt.datetime | None = None) -> list[str]:
    return [item.code if isinstance(item, RowError) else "" for item in _read(*rows, now=now)]


def test_a_row_becomes_a_case() -> None:
    row = (
        "００７",
        " 灯 ",
        "\n\t一\n\n\t二\u3000三",
        "2024年5月1日 下午3:05",
        "象城外滩",
        "3栋",
        "138 0013 8000",
    )
    (case,) = _read(row)
    assert isinstance(case, CaseRow)
    assert (case.source_ref, case.title, case.content, case.phone) == (
        "007",
        "灯",
        "一\n二 三",
        "13800138000",
    )
    assert case.place_text == "象城外滩 3栋"
    assert case.received_at == dt.datetime(2024, 5, 1, 15, 5, tzinfo=LOCAL)
    assert case.raw == dict(zip(HEADINGS, row, strict=True))


def test_each_fault_has_its_sentence() -> None:
    rows = [
        ("1", "", " \n ", "2024-5-1", "", "", ""),
        ("2", "", "x", "去年夏天", "", "", ""),
        ("3", "", "x" * 20_001, "", "", "", ""),
        ("4", "", "x", "2024-5-3", "", "", ""),
        ("5", "只有标题", "", "", "", "", ""),
        ("6", "", "x", "", "", "", ""),
        ("6", "", "另一件", "", "", "", ""),
        ("6", "", "x", "", "", "", ""),
    ]
    now = dt.datetime(2024, 5, 2, tzinfo=LOCAL)
    wanted = ["text_missing", "date_unreadable", "too_long", "in_the_future", "", "", "repeated_ref", ""]
    assert _codes(*rows, now=now) == wanted


def test_sentences_name_column_and_value() -> None:
    (error,) = _read(("1", "", "x", "去年夏天", "", "", ""))
    assert isinstance(error, RowError)
    assert "去年夏天" in str(error)
    assert "时间" in str(error)
    assert set(SENTENCES) >= {"text_missing", "date_unreadable", "too_long", "in_the_future", "repeated_ref"}


def test_blank_rows_are_passed_over_and_numbers_stay_true() -> None:
    rows = [("",) * 7, ("1", "", "x", "", "", "", ""), (" ",) * 7, ("2", "", "y", "", "", "", "")]
    assert [item.row_no for item in _read(*rows)] == [3, 5]


def test_without_a_text_column_nothing_starts() -> None:
    sheet = Sheet(1, ("编号", "时间"), (("1", "x"),), "")
    with pytest.raises(ColumnMissing):
        rows_to_cases(sheet, guess_mapping(sheet.headings))


WRITTEN = {
    "2019/1/7 16:42": (2019, 1, 7, 16, 42),
    "2019/2/28 11:25:05": (2019, 2, 28, 11, 25, 5),
    "2019年1月7日": (2019, 1, 7),
    "2019年1月7日16时42分": (2019, 1, 7, 16, 42),
    "2019年1月7日 上午12点": (2019, 1, 7, 12),
    "2019年1月7日 下午3:05:06": (2019, 1, 7, 15, 5, 6),
    "2019-01-07T16:42:00": (2019, 1, 7, 16, 42),
    "2019-01-07 04:42 PM": (2019, 1, 7, 16, 42),
    "2019.1.7": (2019, 1, 7),
    "20190107": (2019, 1, 7),
    "20190107 164200": (2019, 1, 7, 16, 42),
    "20190107164205": (2019, 1, 7, 16, 42, 5),
    "２０１９／１／７　１６：４２": (2019, 1, 7, 16, 42),
    "2020-01-09 00:00:00": (2020, 1, 9),
    "2020-01-09 星期四 08:00": (2020, 1, 9, 8),
    "43472": (2019, 1, 7),
    "43472.695833333": (2019, 1, 7, 16, 42),
    "2019-01-07T08:42:00Z": (2019, 1, 7, 16, 42),
    "2019-02-30": None,
    "2019/13/1": None,
    "12:30": None,
    "昨天": None,
    "99999": None,
    "0000-00-00": None,
    "": None,
}


@pytest.mark.parametrize("text", WRITTEN)
def test_dates_as_people_write_them(text: str) -> None:
    wanted = WRITTEN[text]
    assert read_moment(text) == (dt.datetime(*wanted, tzinfo=LOCAL) if wanted else None)  # type: ignore[arg-type,misc]


@given(st.datetimes(dt.datetime(1992, 1, 1), dt.datetime(2099, 1, 1)))  # noqa: DTZ001 - wall clock of the writer
def test_every_moment_written_in_any_style_is_read_back(moment: dt.datetime) -> None:
    wanted = moment.replace(microsecond=0, tzinfo=LOCAL)
    for style in ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒", "%Y%m%d%H%M%S"):
        assert read_moment(wanted.strftime(style)) == wanted
    serial = (wanted.replace(tzinfo=None) - dt.datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001
    assert read_moment(repr(serial)) == wanted


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_of_dates(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or moment.tzinfo is not None


@given(st.text())
def test_tidy_text_has_no_gaps_and_stays_tidy(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert "\n\n" not in once
    assert "\t" not in once
