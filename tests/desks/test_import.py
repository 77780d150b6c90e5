"""The import page: look, correct, take in, get the rest back."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.models import ImportFile
from huiyin.channels.spreadsheets.table import read_table
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town

TABLE = "工单编号,情况,受理时间\nG1,楼道灯不亮,2024-05-01\nG2,门口积水,不知道\n".encode()


@pytest.fixture
def town(transactional_db):
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
    mapping = {"source_ref": "工单编号", "content": "情况", "received_at": "受理时间"}
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
