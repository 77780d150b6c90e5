"""The import page: look, correct, take in, get the rest back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.models import ImportFile
from huiyin.channels.spreadsheets.jobs import take_rows_in
from huiyin.channels.spreadsheets.table import read_table
from huiyin.channels.spreadsheets.taking import AT_ONCE
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town

TABLE = "工单编号,情况,受理时间\nG1,楼道灯不亮,2024-05-01\nG2,门口积水,不知道\n".encode()


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def uploaded(client, town, body=TABLE, name="old.csv", scope=None):
    file = SimpleUploadedFile(name, body)
    return send(client, "/clerk/import", file=file, scope=scope or town.community.pk, channel="N")


def total():
    with seen_as(SYSTEM):
        return Case.objects.count()


def test_a_table_is_looked_at_corrected_taken_in_and_returned(town, clerk) -> None:
    looked = uploaded(clerk, town)
    page = clerk.get(looked.url).content.decode()
    assert "No column holds the text of the requests." in page
    mapping = {"source_ref": "工单编号", "content": "情况", "received_at": "受理时间", "bad": "skip"}
    assert send(clerk, f"{looked.url}/run", **mapping, **{"and": "look"}).url == looked.url
    page = clerk.get(looked.url).content.decode()
    assert "2 rows: 1 can be taken in, 1 cannot." in page
    assert "“不知道”" in page
    assert total() == 0
    assert send(clerk, f"{looked.url}/run", **mapping, **{"and": "take-in"}).url == looked.url
    assert "1 taken in, 0 were there already, 1 not taken." in clerk.get(looked.url).content.decode()
    assert total() == 1
    back = clerk.get(f"{looked.url}/returned")
    assert back["Content-Disposition"].startswith("attachment")
    sheet = read_table(back.content)
    assert sheet.rows[0][-1] == ""
    assert "不知道" in sheet.rows[1][-1]


def test_taking_in_twice_changes_nothing(town, clerk) -> None:
    looked = uploaded(clerk, town, TABLE.replace("情况".encode(), "内容".encode()))
    fields = {
        "key": str(uuid.uuid4()),
        "source_ref": "工单编号",
        "content": "内容",
        "received_at": "受理时间",
        "bad": "skip",
        "and": "take-in",
    }
    for _again in range(2):
        assert clerk.post(f"{looked.url}/run", fields).status_code == 303
    send(clerk, f"{looked.url}/run", **{k: v for k, v in fields.items() if k != "key"})
    assert total() == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html><table></table></html>", b"\x00\x01\x02" * 100, b"PK\x03\x04broken", b"a,b\n"]
)
def test_what_is_no_table_gets_a_sentence(town, clerk, body) -> None:
    answer = uploaded(clerk, town, body, "x.xlsx")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    with seen_as(SYSTEM):
        assert not ImportFile.objects.exists()


def test_an_upload_is_its_owners_alone(town, clerk) -> None:
    looked = uploaded(clerk, town)
    for person in ("second clerk", "other clerk", "leader"):
        assert at_desk(town.people[person]).get(looked.url).status_code == 404
    assert clerk.get(f"/clerk/import/{uuid.uuid4()}").status_code == 404


def test_nobody_imports_into_another_community(town, clerk) -> None:
    assert uploaded(clerk, town, scope=town.other_community.pk).status_code == 422
    with seen_as(SYSTEM):
        assert not ImportFile.objects.exists()


MAPPED = {"source_ref": "工单编号", "content": "内容", "received_at": "受理时间"}


def table(rows: int, bad: int = 0) -> bytes:
    lines = [f"G{n},第{n}件事,2024-05-01" for n in range(rows)] + [f"B{n},坏的,不知道" for n in range(bad)]
    return "\n".join(["工单编号,内容,受理时间", *lines]).encode()


def state(path: str) -> ImportFile:
    with seen_as(SYSTEM):
        return ImportFile.objects.get(pk=path.rsplit("/", 1)[1])


def test_all_or_nothing_leaves_everything_out_and_says_so(town, clerk) -> None:
    looked = uploaded(clerk, town, table(3, bad=1))
    send(clerk, f"{looked.url}/run", **MAPPED, bad="stop", **{"and": "take-in"})
    page = clerk.get(looked.url).content.decode()
    assert "Nothing was taken in, because 1 rows cannot be taken" in page
    assert total() == 0
    send(clerk, f"{looked.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    assert total() == 3
    assert state(looked.url).counts["rejected"] == 1


def test_all_or_nothing_takes_a_sound_table_whole(town, clerk) -> None:
    looked = uploaded(clerk, town, table(3))
    send(clerk, f"{looked.url}/run", **MAPPED, bad="stop", **{"and": "take-in"})
    assert total() == 3


def test_a_number_that_came_in_with_another_text_spoils_the_whole_too(town, clerk) -> None:
    first = uploaded(clerk, town, table(2))
    send(clerk, f"{first.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    other = uploaded(clerk, town, table(3).replace("第1件事".encode(), "别的事".encode()))
    send(clerk, f"{other.url}/run", **MAPPED, bad="stop", **{"and": "take-in"})
    assert total() == 2
    assert [code for _row, code, _values in state(other.url).refused] == ["other_content"]


def test_the_returned_table_sent_again_changes_nothing(town, clerk) -> None:
    looked = uploaded(clerk, town, table(4, bad=2))
    send(clerk, f"{looked.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    again = uploaded(clerk, town, clerk.get(f"{looked.url}/returned").content, "回.xlsx")
    send(clerk, f"{again.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    counts = state(again.url).counts
    assert (counts["accepted"], counts["duplicates"], counts["rejected"]) == (0, 4, 2)
    assert total() == 4


def test_columns_confirmed_once_are_known_the_next_time(town, clerk) -> None:
    strange = table(1).replace("内容".encode(), "情况".encode())
    looked = uploaded(clerk, town, strange)
    assert "content" not in state(looked.url).mapping
    mapped = MAPPED | {"content": "情况"}
    send(clerk, f"{looked.url}/run", **mapped, bad="skip", **{"and": "take-in"})
    assert state(uploaded(clerk, town, strange).url).mapping["content"] == ["情况"]
    elsewhere = at_desk(town.people["other clerk"])
    other = uploaded(elsewhere, town, strange, scope=town.other_community.pk)
    assert "content" not in state(other.url).mapping


def test_a_large_table_is_left_to_the_worker_and_shown_on_its_way(town, clerk) -> None:
    looked = uploaded(clerk, town, table(AT_ONCE + 1))
    send(clerk, f"{looked.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    page = clerk.get(looked.url).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert f"0 of {AT_ONCE + 1} rows" in page
    assert total() == 0
    take_rows_in(import_id=str(state(looked.url).pk))
    assert f"{AT_ONCE + 1} taken in" in clerk.get(looked.url).content.decode()
    assert total() == AT_ONCE + 1


def test_when_nothing_moves_the_page_offers_to_go_on(town, clerk) -> None:
    looked = uploaded(clerk, town, table(AT_ONCE + 1))
    send(clerk, f"{looked.url}/run", **MAPPED, bad="skip", **{"and": "take-in"})
    assert 'value="go-on"' not in clerk.get(looked.url).content.decode()
    with seen_as(SYSTEM):
        ImportFile.objects.update(moved_at=now() - timedelta(minutes=2))
        ProcrastinateJob.objects.all().delete()
    assert 'value="go-on"' in clerk.get(looked.url).content.decode()
    send(clerk, f"{looked.url}/run", **{"and": "go-on"})
    with seen_as(SYSTEM):
        assert ProcrastinateJob.objects.count() == 1
