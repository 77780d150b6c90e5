"""Twelve tables as offices really make them, made here: nothing is copied from anybody's files.

Each holds the same three requests, so that a test can say what must come out.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

HEADINGS = ("工单编号", "来电人", "联系电话", "地址", "诉求内容", "受理时间")
ROWS = (
    ("0017", "王某", "13800138000", "清音路小区1号楼", "楼道灯不亮", "2024-05-01 09:30"),
    ("0018", "李某", "013912345678", "北门", "门口积水\n下雨就有", "2024-05-03 00:00"),
    ("0019", "赵某", "02887654321", "清音路小区3号楼2单元", "电梯困人", "2024-05-04 18:05"),
)
Cells = Sequence[Sequence[Any]]


def packed(rows: Cells, *, merge: Sequence[str] = (), shape: str = "yyyy-mm-dd hh:mm") -> bytes:
    """An .xlsx of these cells with shared strings; dates are shown in `shape`."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": shape}) as book:
        page = book.add_worksheet()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(line, column, cell)
                else:
                    page.write(line, column, cell)
        for area in merge:
            line, column = xl_cell_to_rowcol(area.partition(":")[0])
            page.merge_range(area, rows[line][column])
    return target.getvalue()


def rewritten(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """The same container with every part passed through `change(name, text)`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part).decode()))
    return target.getvalue()


def title_and_notes_above() -> bytes:
    """A title over all columns, who made the table, an empty line; a sum and a signature below."""
    above = [["2024年5月诉求台账"], ["填表：英俊社区", None, "日期：2024年6月1日"], []]
    rows = [*above, HEADINGS, *ROWS]
    return packed(rows, merge=["A1:F1"])


def heading_in_two_rows() -> bytes:
    """Groups over merged cells."""
    upper = ["工单编号", "诉求人", None, "地址", "诉求", None]
    lower = [None, "姓名", "联系电话", None, "诉求内容", "受理时间"]
    return packed([upper, lower, *ROWS], merge=["A1:A2", "B1:C1", "D1:D2", "E1:F1"])


def dates_as_text() -> bytes:
    """Every row writes its date in another way."""
    dates = ("2024年5月1日 上午9时30分", "2024.5.3", "2024/5/4 下午6:05")
    return packed([HEADINGS, *((*row[:5], date) for row, date in zip(ROWS, dates, strict=True))])


def dates_as_numbers() -> bytes:
    """Real dates, shown in a Chinese form."""
    moments = [datetime.fromisoformat(row[5]) for row in ROWS]
    rows = [(*row[:5], at) for row, at in zip(ROWS, moments, strict=True)]
    return packed([HEADINGS, *rows], shape='yyyy"年"m"月"d"日" h:mm')


def written_by_wps() -> bytes:
    """WPS Tables: its name in the properties, its own extension, readings beside strings, a wrong size."""

    def change(name: str, text: str) -> str:
        if name == "docProps/app.xml":
            return text.replace("Microsoft Excel", "WPS 表格")
        if name == "xl/sharedStrings.xml":
            return re.sub(r"(<si><t[^>]*>王某</t>)", r'\1<rPh sb="0" eb="1"><t>wang</t></rPh>', text)
        if name.startswith("xl/worksheets/sheet"):
            tail = '<extLst><ext uri="{x}" xmlns:et="http://www.wps.cn/officeDocument/2013/main"/></extLst>'
            return re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', text).replace(
                "</worksheet>", f"{tail}</worksheet>"
            )
        return text

    return rewritten(packed([HEADINGS, *ROWS]), change)


def texts_inside_the_cells() -> bytes:
    """Inline strings, as exporters of other systems write them."""

    def change(name: str, text: str) -> str:
        if not name.startswith("xl/worksheets/sheet"):
            return text
        strings = re.findall(r"<si><t[^>]*>(.*?)</t></si>", shared, re.DOTALL)
        return re.sub(
            r'(<c r="[A-Z]+\d+"[^>]*?) t="s"([^>]*)><v>(\d+)</v></c>',
            lambda found: f'{found[1]} t="inlineStr"{found[2]}><is><t>{strings[int(found[3])]}</t></is></c>',
            text,
        )

    plain = packed([HEADINGS, *ROWS])
    with zipfile.ZipFile(io.BytesIO(plain)) as book:
        shared = book.read("xl/sharedStrings.xml").decode()
    return rewritten(plain, change)


def tabs_and_wide_blanks() -> bytes:
    """Texts pasted from web pages: tabs, full-width blanks, empty lines, quotes of Excel."""
    rows = [(*row[:4], f"\t{row[4]}\u3000\n\n\n\t", row[5]) for row in ROWS]
    return packed([[f" {heading}\u3000" for heading in HEADINGS], *rows])


def blank_lines_between() -> bytes:
    """Empty lines between the rows, and the heading again for every printed page."""
    one, two, three = ROWS
    return packed([HEADINGS, [], one, [None, " "], [], HEADINGS, two, [], three, [], [" "]])


def separated_by_tabs_in_gb18030() -> bytes:
    """What an old system exports: tabs, GB18030, Windows line ends."""
    flat = [tuple(cell.replace("\n", " ") for cell in row) for row in ROWS]
    return "\r\n".join("\t".join(row) for row in (HEADINGS, *flat)).encode("gb18030")


def separated_with_mark_and_breaks() -> bytes:
    """CSV in UTF-8 with mark, quoted, line breaks inside, an apostrophe before numbers."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *ROWS)]
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def numbers_and_many_columns() -> bytes:
    """Telephones and numbers as numbers, columns nobody asked for, an empty first column."""
    rows = [[None, "序号", *HEADINGS, "备注", "备注"]]
    for place, row in enumerate(ROWS, 1):
        rows.append([None, place, row[0], row[1], row[2], *row[3:], "", "无"])
    rows[1][4] = int(ROWS[0][2])
    return packed(rows)


def hidden_and_empty_sheets_first() -> bytes:
    """A hidden list of choices and an empty sheet before the one that counts."""
    book = openpyxl.Workbook()
    choices = book.active
    choices.title = "字典"
    choices.append(["类别"])
    choices.append(["水电"])
    choices.sheet_state = "hidden"
    book.create_sheet("说明")
    page = book.create_sheet("5月")
    for row in (HEADINGS, *ROWS):
        page.append(list(row))
    book.active = 1
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


SAMPLES: tuple[Callable[[], bytes], ...] = (
    title_and_notes_above,
    heading_in_two_rows,
    dates_as_text,
    dates_as_numbers,
    written_by_wps,
    texts_inside_the_cells,
    tabs_and_wide_blanks,
    blank_lines_between,
    separated_by_tabs_in_gb18030,
    separated_with_mark_and_breaks,
    numbers_and_many_columns,
    hidden_and_empty_sheets_first,
)
