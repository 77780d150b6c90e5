import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest

from huiyin.channels.triage.command import TriageFailed, triage_file
from huiyin.channels.triage.writing import CASES, DUPLICATES
from huiyin.project.command import main
from huiyin.project.command.progress import progress_bar
from huiyin.reading.topics.pairing import longest_shared

HEADING = ("工单编号", "反映人", "诉求标题", "诉求内容", "受理时间", "诉求渠道", "部门")
ROWS = [
    ("T1", "甲", "桐荫里小区3号楼电梯又坏了", "桐荫里小区3号楼的电梯这个月坏了四次，物业一直没修好。", "2026-03-01 09:10", "电话", "物业科"),  # noqa: E501
    ("T2", "乙", "桐荫里小区3号楼电梯停着没人修", "桐荫里小区3号楼电梯停了一个星期，物业说等配件，老人孩子天天爬楼。", "2026/3/4 8:00", "微信", "物业科"),  # noqa: E501
    ("T3", "丙", "桐荫里小区3号楼电梯老是出故障", "桐荫里小区3号楼电梯经常故障停运，请物业尽快维修电梯。", "2026年3月9日", "电话", "物业科"),  # noqa: E501
    ("T4", "丁", "楼道里有煤气味", "玉兰花园5号楼2单元楼道里煤气味很大，快来人。", "2026-03-10", "电话", "燃气科"),  # noqa: E501
    ("T5", "戊", "=1+1 咨询老年卡", "请问办理公交老年卡需要什么材料？电话13812345678", "不详", "窗口", "民政科"),  # noqa: E501
    ("T6", "甲", "", "小区门口路灯不亮，晚上看不清路。", "", "微信", ""),
    ("", "己", "海棠苑西门外占道停车", "海棠苑西门外每晚停满了车，消防车进不来。", "2026-03-11", "", ""),
]  # fmt: skip


def _table(folder: Path, encoding: str) -> Path:
    path = folder / f"ledger.{'xlsx' if encoding == 'xlsx' else 'csv'}"
    if encoding == "xlsx":
        book = openpyxl.Workbook()
        for row in (("某街道三月诉求台账",), HEADING, *ROWS):
            book.active.append(row)
        book.save(path)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEADING, *ROWS])
    return path


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert path.with_suffix(".xlsx").stat().st_size > len(rows)
    return rows


@pytest.mark.parametrize("encoding", ["xlsx", "utf-8", "gb18030"])
def test_an_office_table_becomes_four_files(tmp_path: Path, encoding: str) -> None:
    out = tmp_path / "out"
    assert main(["triage", str(_table(tmp_path, encoding)), "--out", str(out)]) == 0
    cases = _read(out / "cases.csv")
    assert (
        tuple(cases[0])
        == CASES
        == ("id", "kind", "category", "category_name", "top3", "urgency", "danger", "place", "reasons")
    )
    assert [case["id"] for case in cases][:6] == ["T1", "T2", "T3", "T4", "T5", "T6"]
    assert cases[6]["id"].startswith("row-")
    by_id = {case["id"]: case for case in cases}
    assert by_id["T1"]["category"] == "0402"
    assert re.fullmatch(r"\d{4}:[01]\.\d\d(;\d{4}:0\.\d\d){0,2}", by_id["T1"]["top3"])
    assert (by_id["T4"]["danger"], by_id["T4"]["urgency"]) == ("yes", "E0")
    assert by_id["T5"]["danger"] == "no"
    assert "电梯" in by_id["T1"]["reasons"]
    assert "桐荫里小区" in by_id["T1"]["place"]


def test_repeats_and_topics_name_the_matter(tmp_path: Path) -> None:
    out = tmp_path / "out"
    triage_file(path=_table(tmp_path, "utf-8"), out=out)
    pairs = _read(out / "duplicates.csv")
    assert tuple(pairs[0]) == DUPLICATES == ("id_a", "id_b", "score", "why")
    assert {frozenset((pair["id_a"], pair["id_b"])) for pair in pairs} <= {
        frozenset(p) for p in (("T1", "T2"), ("T1", "T3"), ("T2", "T3"))
    }
    [topic] = json.loads((out / "topics.json").read_text(encoding="utf-8"))
    assert set(topic) == {"id", "title", "place", "first", "last", "ids", "people", "heat", "why"}
    assert (topic["ids"], topic["people"]) == (["T1", "T2", "T3"], 3)
    assert topic["first"].startswith("2026-03-01")


def test_the_report_needs_nothing_else_and_shows_no_personal_data(tmp_path: Path) -> None:
    out = tmp_path / "out"
    triage_file(path=_table(tmp_path, "utf-8"), out=out)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=|url\(|@import|<script|https?://", page)
    assert "13812345678" not in page
    assert "3 / 7" in page
    assert "煤气味" in page


def test_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("编号,内容\n=HYPERLINK(1),电梯坏了\n+2,路灯不亮\n", encoding="utf-8")
    triage_file(path=path, out=tmp_path / "out")
    assert [row["id"][0] for row in _read(tmp_path / "out" / "cases.csv")] == ["'", "'"]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b""), ("a.xlsx", b"PK\x03\x04broken"), ("a.xls", b"<html><table></table></html>"), ("a.csv", b"\x00\x01\x02"),  # noqa: E501
     ("a.csv", "年份,数量\n2020,3\n2021,4\n".encode())],
)  # fmt: skip
def test_a_bad_file_gets_a_sentence(
    tmp_path: Path, name: str, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert main(["triage", str(tmp_path / name), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert said.startswith("huiyin triage: ")
    assert "Traceback" not in said
    assert len(said) > 30
    assert not (tmp_path / "out").exists()


def test_a_mapping_overrules_the_guess(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("甲,乙\n9,电梯坏了没人修\n", encoding="utf-8")
    (tmp_path / "m.json").write_text('{"source_ref": "甲", "content": ["乙"]}', encoding="utf-8")
    triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", mapping=tmp_path / "m.json")
    assert _read(tmp_path / "out" / "cases.csv")[0]["id"] == "9"
    (tmp_path / "m.json").write_text("no", encoding="utf-8")
    with pytest.raises(TriageFailed, match="JSON"):
        triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", mapping=tmp_path / "m.json")


def test_what_was_taken_for_what_is_said_as_a_mapping_file_holds_it(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("编号,诉求内容\n1,电梯坏了\n", encoding="gb18030")
    said: list[str] = []
    triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", say=said.append)
    (tmp_path / "m.json").write_text(said[0].partition("rows, ")[2], encoding="utf-8")
    assert json.loads((tmp_path / "m.json").read_text("utf-8")) == {
        "source_ref": "编号",
        "content": "诉求内容",
    }
    triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", mapping=tmp_path / "m.json")


def test_unknown_headings_are_told_how_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("aaa,bbb\n1,电梯坏了\n", encoding="utf-8")
    with pytest.raises(TriageFailed, match="--mapping"):
        triage_file(path=tmp_path / "t.csv", out=tmp_path / "out")


def test_labels_are_learned_measured_and_predicted(tmp_path: Path) -> None:
    lines = ["编号,标题,内容,部门"]
    lines += [f"w{n},水管漏水{n},{n}号楼水管漏水停水没水用,水务科" for n in range(8)]
    lines += [f"s{n},学校招生{n},小学招生学位不够孩子上学难{n},教育科" for n in range(8)]
    (tmp_path / "t.csv").write_text("\n".join(lines), encoding="utf-8")
    said: list[str] = []
    triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", labels="部门", say=said.append)
    assert any("macro-F1 = 1.0000" in line for line in said)
    new = tmp_path / "new.csv"
    new.write_text("编号,内容\n1,家里停水两天了水管坏了\n2,孩子上小学没有学位\n", encoding="utf-8")
    triage_file(path=new, out=tmp_path / "out2", model=tmp_path / "out" / "model.npz")
    assert [row["label"] for row in _read(tmp_path / "out2" / "cases.csv")] == ["水务科", "教育科"]
    with pytest.raises(TriageFailed, match="no column 科室"):
        triage_file(path=tmp_path / "t.csv", out=tmp_path / "out", labels="科室")


def test_the_bar_is_silent_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    progress_bar()(3, 3)
    assert capsys.readouterr().err == ""


def test_the_longest_shared_piece() -> None:
    assert longest_shared("桐荫里电梯坏了", "投诉桐荫里电梯") == "桐荫里电梯"
    assert longest_shared("路灯", "电梯") == ""
