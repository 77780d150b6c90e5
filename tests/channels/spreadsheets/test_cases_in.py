"""Rows of a table become old records, each once; places are known or left unknown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import Channel, State
from huiyin.channels.spreadsheets.cases import rows_to_cases
from huiyin.channels.spreadsheets.cases_in import Target, channel_of, import_cases
from huiyin.channels.spreadsheets.command import ImportFailed, import_file
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.table import read_table
from huiyin.ground.outbox.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.town import MOBILE, plant_town

DATA = Path(os.environ.get("HUIYIN_SAMPLE_DATA", Path(__file__).parents[3] / ".." / "shared" / "data"))
TABLE = (
    "工单编号,来电人,联系电话,地址,诉求内容,受理时间,来源,答复意见,答复时间\n"
    f"G1,王某,{MOBILE},清音路小区1号楼,楼道灯不亮,2024-05-01 09:30,12345热线,已修,2024-05-02 10:00\n"
    'G2,李某,,,"门口\n\n\t积水",2024/5/3,微信群,,\n'
    "G3,赵某,,,,2024-05-03,,,\n"
)  # fmt: skip


@pytest.fixture
def town(db):
    return plant_town()


def taken(town, text=TABLE, *, by=None, system="工单编号"):
    sheet = read_table(text.encode(), "x.csv")
    rows = rows_to_cases(sheet, guess_mapping(sheet.headings))
    target = Target(town.community.pk, system, Channel.NET)
    viewer = by or town.viewer("clerk")
    with seen_as(viewer):
        return import_cases(rows=rows, target=target, by=viewer)


def cases():
    with seen_as(SYSTEM):
        return list(Case.objects.select_related("requester").order_by("source_ref"))


def test_rows_come_in_as_old_records_without_clocks_or_messages(town) -> None:
    result = taken(town)
    assert (result.accepted, result.duplicates, result.rejected) == (2, 0, 1)
    assert [(e.row_no, e.code) for e in result.errors] == [(4, "text_missing")]
    one, two = cases()
    assert one.state == two.state == State.HISTORY
    assert (one.channel, two.channel) == (Channel.HOTLINE, Channel.NET)
    assert (one.answer, one.received_at.isoformat()) == ("已修", "2024-05-01T01:30:00+00:00")
    assert two.content == "门口\n积水"
    with seen_as(SYSTEM):
        assert not Timer.objects.exists()
        assert not Notice.objects.exists()


def test_a_known_place_decides_the_estate_and_an_unknown_one_stays_with_the_importer(town) -> None:
    with seen_as(SYSTEM):
        Place.objects.filter(pk=town.building.parent_id).update(aliases=["清音路小区"])
    taken(town)
    one, two = cases()
    assert (one.scope_id, one.place_id) == (town.estate.pk, town.building.pk)
    assert (two.scope_id, two.place_id) == (town.community.pk, None)


def test_again_nothing_comes_in_whoever_sends_it(town) -> None:
    taken(town)
    assert taken(town).accepted == 0
    assert taken(town, by=town.viewer("second clerk")).duplicates == 2
    assert taken(town, by=SYSTEM).accepted == 0
    assert len(cases()) == 2


def test_rows_without_numbers_are_known_by_what_they_say(town) -> None:
    text = "内容,时间\n灯不亮,2024-01-01\n水管漏,2024-01-02\n灯不亮,2024-01-01\n"
    first = taken(town, text)
    assert (first.accepted, first.duplicates) == (2, 1)
    turned = "内容,时间\n水管漏,2024-01-02\n灯不亮,2024-01-01\n电梯停了,2024-01-03\n"
    again = taken(town, turned)
    assert (again.accepted, again.duplicates) == (1, 2)


def test_the_same_number_with_another_text_is_refused_in_words(town) -> None:
    taken(town)
    result = taken(town, TABLE.replace("楼道灯不亮", "完全另一件事"))
    assert (result.accepted, result.duplicates) == (0, 1)
    assert {error.code for error in result.errors} == {"other_content", "text_missing"}
    assert len(cases()) == 2


def test_two_systems_may_count_alike(town) -> None:
    taken(town)
    assert taken(town, system="事件编号").accepted == 2


def test_nobody_imports_into_another_community(town) -> None:
    with pytest.raises(NotThere):
        taken(town, by=town.viewer("other clerk"))
    assert cases() == []


@pytest.mark.parametrize(
    ("words", "channel"),
    [
        ("12345热线", Channel.HOTLINE),
        ("网格员上报", Channel.GRID),
        ("敲门行动", Channel.VISIT),
        ("", Channel.NET),
    ],
)
def test_channels_are_read_from_words(words, channel) -> None:
    assert channel_of(words, Channel.NET) == channel


def test_the_command_names_its_choice_of_scope(town, tmp_path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(TABLE, encoding="utf-8")
    said: list[str] = []
    with pytest.raises(ImportFailed, match="--scope"):
        import_file(kind="cases", path=path, scope="nowhere", mapping=None, dry_run=False, returned=None)
    tried = import_file(
        kind="cases", path=path, scope="C", mapping=None, dry_run=True, returned=None, progress=said.append
    )
    assert (tried.accepted, tried.rejected) == (2, 1)
    assert cases() == []
    back = tmp_path / "back.xlsx"
    done = import_file(
        kind="cases", path=path, scope="C", mapping=None, dry_run=False, returned=back, progress=said.append
    )
    assert done.accepted == 2
    assert read_table(back.read_bytes()).headings[-1]
    assert any("C" in line for line in said)


@pytest.mark.long
def test_all_real_messages_come_in_once(town) -> None:
    path = DATA / "messages.xlsx"
    if not path.exists():
        pytest.skip(f"no sample data at {DATA}")
    first = import_file(kind="cases", path=path, scope="C", mapping=None, dry_run=False, returned=None)
    assert (first.accepted, first.duplicates, first.rejected) == (4326, 0, 0)
    again = import_file(kind="cases", path=path, scope="C", mapping=None, dry_run=False, returned=None)
    assert (again.accepted, again.duplicates) == (0, 4326)
