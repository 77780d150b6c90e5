"""Real tables come through as they are; hostile ones end in a sentence."""

import io
import json
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.channels.spreadsheets.cases import CaseRow, rows_to_cases
from huiyin.channels.spreadsheets.heading import find_heading
from huiyin.channels.spreadsheets.mapping import ColumnMapping, guess_mapping
from huiyin.channels.spreadsheets.table import LARGEST_PACKED, read_table
from huiyin.ground.files.refused import FileRefused

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("HUIYIN_SAMPLE_DATA", ROOT.parent / "shared" / "data"))
HEADINGS = ("留言编号", "留言主题", "留言时间", "留言详情")


def _xlsx(rows: list[list[object]], title: str = "工单") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _with_part(data: bytes, name: str, content: bytes, *, linked: bool = False) -> bytes:
    """The same container with one more (or another) part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        extra = zipfile.ZipInfo(name)
        extra.external_attr = (0o120777 if linked else 0o100644) << 16
        extra.compress_type = zipfile.ZIP_DEFLATED
        new.writestr(extra, content)
    return target.getvalue()


SMALL = _xlsx([list(HEADINGS), ["001", "路灯", "2019/1/7 16:42", "三栋路灯不亮"]])


@pytest.mark.parametrize(
    ("name", "count", "answers"),
    [("messages.xlsx", 4326, 0), ("replies.xlsx", 2816, 2816), ("labelled.csv", 930, 0)],
)
def test_real_tables_come_through_without_one_error(name: str, count: int, answers: int) -> None:
    if not (DATA / name).exists():
        pytest.skip(f"the sample data are not at {DATA}")
    sheet = read_table((DATA / name).read_bytes(), name)
    cases = list(rows_to_cases(sheet, guess_mapping(sheet.headings)))
    assert len(cases) == count
    whole = [case for case in cases if isinstance(case, CaseRow)]
    assert len(whole) == count
    assert all(case.content and case.title and case.source_ref and case.received_at for case in whole)
    assert sum(1 for case in whole if case.answer and case.answered_at) == answers
    assert not any("\t" in case.content or "\n\n" in case.content for case in whole)


def test_cells_keep_what_people_see() -> None:
    sheet = read_table(
        _xlsx(
            [
                ["编号", "电话", "内容", "时间"],
                ["007", 13800138000, "一\n\n\t二", 43472.69],
                [8, 1.5, True, None],
            ]
        )
    )
    assert sheet.rows == (("007", "13800138000", "一\n\n\t二", "43472.69"), ("8", "1.5", "TRUE", ""))
    assert (sheet.header_row, sheet.sheet_name) == (1, "工单")


def test_titles_above_and_emptiness_below_are_left_out() -> None:
    rows: list[list[object]] = [["2024 年 5 月诉求台账"], ["制表：某社区", None], [], list(HEADINGS)]
    rows += [
        ["1", "a", "2024-5-1", "灯坏"],
        [],
        ["2", "b", "2024-5-2", "水漏"],
        list(HEADINGS),
        [None, " "],
        [],
    ]
    sheet = read_table(_xlsx(rows))
    assert (sheet.header_row, sheet.headings) == (4, HEADINGS)
    assert [number for number, _ in sheet.numbered()] == [5, 7]


def test_a_heading_of_two_merged_rows() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["12345 工单表"])
    page.append(["工单编号", "诉求人", None, "诉求内容", "办理", None])
    page.append([None, "姓名", "电话", None, "答复意见", "答复时间"])
    page.append(["A1", "王某", "138", "楼道堆物", "已清", "2024年3月1日"])
    for area in ("A2:A3", "B2:C2", "D2:D3", "E2:F2", "A1:F1"):
        page.merge_cells(area)
    target = io.BytesIO()
    book.save(target)
    sheet = read_table(target.getvalue())
    assert sheet.headings == (
        "工单编号",
        "诉求人/姓名",
        "诉求人/电话",
        "诉求内容",
        "办理/答复意见",
        "办理/答复时间",
    )
    (case,) = rows_to_cases(sheet, guess_mapping(sheet.headings))
    assert isinstance(case, CaseRow)
    assert (case.row_no, case.source_ref, case.name, case.phone) == (4, "A1", "王某", "138")
    assert (case.content, case.answer) == ("楼道堆物", "已清")


def test_the_first_visible_sheet_with_content_is_taken() -> None:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    for name, state in (("旧", "hidden"), ("五月", "visible")):
        page = book.create_sheet(name)
        page.sheet_state = state
        page.append(["编号", "内容"])
        page.append([name, "x"])
    target = io.BytesIO()
    book.save(target)
    assert read_table(target.getvalue()).sheet_name == "五月"
    assert read_table(target.getvalue(), sheet_name="旧").rows == (("旧", "x"),)
    with pytest.raises(FileRefused):
        read_table(target.getvalue(), sheet_name="没有")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_separated_text_in_every_dress(encoding: str, separator: str) -> None:
    lines = [separator.join(HEADINGS), separator.join(("007", "标题，一", "2019/1/7", '"多行\n\n内容"'))]
    sheet = read_table("\r\n".join(lines).encode(encoding), "a.csv")
    assert sheet.headings == HEADINGS
    assert sheet.rows == (("007", "标题，一", "2019/1/7", "多行\n\n内容"),)


SAMPLES = Path(__file__).parent / "samples"


def _ods(repeat: int, *, filled: bool = False) -> bytes:
    """The sample, whose third row and its only cell are repeated, empty or filled."""
    data = (SAMPLES / "open.ods").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        content = packed.read("content.xml").replace(b'"16384"', b'"%d"' % repeat)
    if filled:
        cell = b' office:value-type="string"><text:p>x</text:p></table:table-cell>'
        cell += b"</table:table-row></table:table>"
        content = content.replace(b"/></table:table-row></table:table>", cell)
    return _with_part(data, "content.xml", content)


@pytest.mark.parametrize("repeat", [1, 1_000, 16_384, 1_048_576])
def test_open_document_tables_with_repeated_emptiness(repeat: int) -> None:
    assert read_table(_ods(repeat), "a.ods").rows == (("007", "门坏了"),)


def test_old_workbooks() -> None:
    sheet = read_table((SAMPLES / "old.xls").read_bytes(), "a.xls")
    assert sheet.headings == ("编号", "内容", "时间")
    assert sheet.rows == (("007", "门禁坏了", "2019-01-07 16:42:00"),)


BOMB = b"<x>" + b"0" * 30_000_000 + b"</x>"
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>'
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]><sst>&c;</sst>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = b"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>
</worksheet>"""
HOSTILE = {
    "nothing": (b"", "file_empty"),
    "too many bytes": (b"a,b\n" + bytes(LARGEST_PACKED), "file_too_large"),
    "ratio": (_with_part(SMALL, "xl/media/a.xml", BOMB), "sheet_inflates"),
    "unpacked size": (
        _with_part(SMALL, "xl/a.bin", os.urandom(2_000_000) + bytes(105_000_000)),
        "sheet_inflates",
    ),
    "macro": (_with_part(SMALL, "xl/vbaProject.bin", b"x"), "sheet_has_macros"),
    "external link": (_with_part(SMALL, "xl/externalLinks/externalLink1.xml", b"<a/>"), "sheet_has_links"),
    "billion laughs": (_with_part(SMALL, "xl/sharedStrings.xml", LAUGHS), "sheet_has_links"),
    "outside entity": (_with_part(SMALL, "xl/sharedStrings.xml", XXE), "sheet_has_links"),
    "utf-16 entity": (_with_part(SMALL, "xl/styles.xml", XXE.decode().encode("utf-16")), "sheet_has_links"),
    "zip slip": (_with_part(SMALL, "../../evil.xml", b"x"), "sheet_unsafe"),
    "absolute name": (_with_part(SMALL, "/etc/evil", b"x"), "sheet_unsafe"),
    "symbolic link": (_with_part(SMALL, "xl/link", b"/etc/passwd", linked=True), "sheet_unsafe"),
    "not a workbook": (_with_part(b"PK\5\6" + bytes(18), "word/document.xml", b"x"), "not_a_table"),
    "cut": (SMALL[:-200], "sheet_damaged"),
    "repeated fullness": (_ods(16_384, filled=True), "sheet_damaged"),
    "far cell": (_with_part(SMALL, "xl/worksheets/sheet1.xml", FAR), "file_too_heavy"),
    "rows": (_xlsx([["编号", "内容"], *([str(i), "x"] for i in range(20_060))]), "too_many_rows"),
    "columns": (_xlsx([[f"列{i}" for i in range(300)], ["x"] * 300]), "too_many_columns"),
    "rows of text": (b"id,text\n" + b"1,x\n" * 20_001, "too_many_rows"),
    "encrypted": (OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "sheet_encrypted"),
    "old macro": (OLE + bytes(504) + "_VBA_PROJECT".encode("utf-16-le"), "sheet_has_macros"),
    "old document": (OLE + bytes(504) + "WordDocument".encode("utf-16-le"), "not_a_table"),
    "old damaged": (OLE + bytes(504) + "Workbook".encode("utf-16-le"), "sheet_damaged"),
    "web page": (b"\xef\xbb\xbf <html><table><tr><td>a</table>", "web_page_as_table"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_table"),
    "only a heading": ("编号,内容".encode(), "sheet_empty"),
    "blank": (b"\n\n \n", "sheet_empty"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_tables_are_refused_and_the_next_one_is_read(kind: str) -> None:
    data, code = HOSTILE[kind]
    with pytest.raises(FileRefused) as refused:
        read_table(data, "表.xlsx")
    assert refused.value.code == code
    assert read_table(SMALL).headings == HEADINGS


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_broken_table_is_read_or_refused(data: st.DataObject) -> None:
    source = bytearray(data.draw(st.sampled_from([SMALL, "编号,内容\n1,门坏了\n".encode()])))
    for _ in range(data.draw(st.integers(1, 8))):
        source[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheet = read_table(bytes(source))
    except FileRefused:
        return
    assert all(len(row) == len(sheet.headings) for row in sheet.rows)


@given(st.lists(st.lists(st.text(max_size=6), min_size=3, max_size=3), max_size=12))
def test_headings_are_always_distinct(rows: list[list[str]]) -> None:
    heading = find_heading(rows)
    if heading is not None:
        assert len(set(heading.names)) == len(heading.names) == 3
        assert all(heading.names)


def test_synonyms_find_their_fields() -> None:
    headings = [
        "序号",
        "工单编号*",
        "来电人（姓名）",
        "联系 电话",
        "小区",
        "楼栋",
        "房号",
        "一级分类",
        "二级分类",
        "诉求内容",
        "受理时间",
        "办理状态",
        "办理结果",
        "办结时间",
    ]
    guessed = guess_mapping(headings).columns
    assert guessed == {
        "source_ref": ("工单编号*",),
        "name": ("来电人（姓名）",),
        "phone": ("联系 电话",),
        "content": ("诉求内容",),
        "received_at": ("受理时间",),
        "place_text": ("小区", "楼栋", "房号"),
        "category_text": ("一级分类", "二级分类"),
        "status_text": ("办理状态",),
        "answer": ("办理结果",),
        "answered_at": ("办结时间",),
    }


@given(st.permutations(["编号", "姓名", "标题", "内容", "时间", "地址", "类别", "答复意见", "答复时间"]))
def test_the_order_of_columns_does_not_matter(headings: list[str]) -> None:
    guessed = guess_mapping(headings).columns
    assert (guessed["answered_at"], guessed["received_at"]) == (("答复时间",), ("时间",))
    assert (guessed["answer"], guessed["content"]) == (("答复意见",), ("内容",))


def test_a_mapping_is_remembered_as_json() -> None:
    mapping = guess_mapping(HEADINGS)
    again = ColumnMapping.from_json(json.loads(json.dumps(mapping.to_json())))
    assert again == mapping
    assert again.fits(HEADINGS)
    assert not again.fits(HEADINGS[:2])


@pytest.mark.parametrize(
    "stored", [None, [], "x", {"content": "x"}, {"content": []}, {"unknown": ["a"]}, {1: 2}]
)
def test_a_spoiled_mapping_is_empty(stored: object) -> None:
    assert ColumnMapping.from_json(stored).columns == {}
