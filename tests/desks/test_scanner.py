"""S-28: a file is scanned before it is read. Found: refused. Scanner silent: kept apart, nothing is lost."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment, Case, Event, WaitingFile
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s1_intake import apart
from huiyin.casework.s1_intake.apart import look_again
from huiyin.ground.files import scanning
from tests.clamd import EICAR, Clamd, listening
from tests.desks.door import DOOR, cases, filed, picture, plant_door, send, stranger, upload
from tests.desks.signed_in import at_desk
from tests.desks.signed_in import send as desk
from tests.town import Town, all_seen, case_of

OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(40)


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    with listening() as found:
        settings.CLAMD = found.address
        scanning.forget_silence()
        yield found
        scanning.forget_silence()


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


def verbs(case: Case) -> list[str]:
    with all_seen():
        return list(Event.objects.filter(case=case).values_list("verb", flat=True))


def kept(case: Case) -> tuple[int, int]:
    """Files in sight, files that wait."""
    with all_seen():
        return case.attachments.count(), WaitingFile.objects.filter(case=case).count()


def again(clamd: Clamd) -> int:
    """The scanner is back, and the worker's minute has come."""
    clamd.mood = "well"
    scanning.forget_silence()
    return look_again()


def test_what_the_scanner_finds_is_refused_and_everything_else_stays(town, phone, clamd) -> None:
    both = [upload(picture()), upload(picture() + EICAR, "bad.jpg")]
    answer = send(phone, f"/q/{DOOR}/leak", words="一进门就漏", photo=both)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert cases() == 0
    assert "第 2 张照片（bad.jpg）" in page
    assert "一进门就漏" in page
    assert page.count('name="kept"') == 1, "the good photo goes with the second try"
    assert any(data.endswith(EICAR) for data in clamd.seen), "the scanner saw the bytes as they were sent"
    assert WaitingFile.objects.count() == 0


def test_a_silent_scanner_costs_no_request_and_the_file_is_served_to_nobody(town, phone, clamd) -> None:
    clamd.mood = "garbage"
    voice, sent = SimpleUploadedFile("v.ogg", OGG, "audio/ogg"), picture()
    url, case = filed(phone, words="一进门就漏", photo=upload(sent), voice=voice)
    assert kept(case) == (0, 2)
    with all_seen():
        row = WaitingFile.objects.get(case=case, kind="photo")
    assert not any(part in bytes(row.body_sealed) for part in (sent[:60], base64.b64encode(sent)[:60]))
    assert "等待检查" in phone.get(url).content.decode()
    clerk = at_desk(town.people["clerk"])
    assert phone.get(f"{url}/file/{row.pk}").status_code == 404
    assert clerk.get(reverse("case-file", args=[case.number, row.pk])).status_code == 404
    told = "Files that wait for the malware scanner and that nobody can open before: 2"
    assert told in clerk.get(reverse("case", args=[case.number])).content.decode()
    assert look_again() == 0
    assert kept(case) == (0, 2), "still silent: nothing is let in and nothing is lost"

    assert again(clamd) == 2
    assert kept(case) == (2, 0)
    assert verbs(case).count(Verb.FILE_LET_IN) == 2
    with all_seen():
        photo = Attachment.objects.get(case=case, mime="image/jpeg")
    assert phone.get(f"{url}/file/{photo.pk}").content == bytes(photo.body)
    assert "等待检查" not in phone.get(url).content.decode()
    assert look_again() == 0


def test_what_waited_and_is_found_is_dropped_with_a_line(town, phone, clamd) -> None:
    clamd.mood = "garbage"
    url, case = filed(phone, words="一进门就漏", photo=upload(picture() + EICAR))
    assert again(clamd) == 1
    assert kept(case) == (0, 0)
    assert verbs(case)[-1] == Verb.FILE_DROPPED
    assert gettext("The malware scanner refused this file.") in phone.get(url).content.decode()
    clerk = at_desk(town.people["clerk"]).get(reverse("case", args=[case.number]))
    assert "The malware scanner refused this file." in clerk.content.decode()


def test_a_file_that_the_scanner_never_takes_holds_up_no_other(town, phone, clamd) -> None:
    clamd.mood = "limit"
    _url, first = filed(phone, words="一进门就漏", photo=upload(picture()))
    assert look_again() == 0
    with all_seen():
        assert WaitingFile.objects.get(case=first).tried_at is not None
    assert again(clamd) == 1


def test_a_mistake_elsewhere_keeps_a_photo_that_waits(town, phone, clamd) -> None:
    clamd.mood = "garbage"
    answer = send(phone, f"/q/{DOOR}/leak", phone="12", photo=upload(picture()))
    assert answer.status_code == 422
    value = answer.content.decode().split('name="kept" value="')[1].split('"')[0]
    _url, case = filed(phone, words="一进门就漏", kept=value)
    assert kept(case) == (0, 1)


def test_too_large_a_file_cannot_wait(town, phone, clamd, monkeypatch) -> None:
    monkeypatch.setattr(apart, "LARGEST_APART", 100)
    clamd.mood = "garbage"
    answer = send(phone, f"/q/{DOOR}/leak", words="一进门就漏", photo=upload(picture()))
    assert answer.status_code == 422
    assert "太大的文件不能先放着等" in answer.content.decode()


def test_what_the_resident_adds_later_waits_as_well(town, phone, clamd) -> None:
    url, case = filed(phone, words="一进门就漏")
    clamd.mood = "garbage"
    assert send(phone, f"{url}/more", page=url, words="还在漏", photo=upload(picture())).status_code == 303
    assert kept(case) == (0, 1)
    assert again(clamd) == 1
    assert kept(case) == (1, 0)


def test_a_picture_of_the_work_waits_and_is_evidence_afterwards(town, phone, clamd) -> None:
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水，地上都是脏水")
    fire_due()
    worker = at_desk(town.people["field"])
    desk(worker, f"/field/{receipt.number}/accept")
    clamd.mood = "garbage"
    said = desk(worker, f"/field/{receipt.number}/photo", photo=upload(picture()), stage="after")
    assert "The photo was kept apart" in worker.get(said.url).content.decode()
    case = case_of(receipt)
    assert kept(case) == (0, 1)
    assert Verb.EVIDENCE not in verbs(case)
    assert again(clamd) == 1
    assert kept(case) == (1, 0)
    assert verbs(case)[-1] == Verb.EVIDENCE, "the resident is not told of it, as of any other"
    clamd.mood = "garbage"
    desk(worker, f"/field/{receipt.number}/photo", photo=upload(picture() + EICAR), stage="after")
    assert again(clamd) == 1
    assert verbs(case)[-1] == Verb.EVIDENCE_DROPPED


def test_a_table_is_not_read_before_it_was_scanned(town, clamd) -> None:
    table = "工单编号,情况,受理时间\nG1,楼道灯不亮,2024-05-01\n".encode()
    clerk, here = at_desk(town.people["clerk"]), {"scope": town.community.pk, "channel": "N"}
    bad = desk(clerk, "/clerk/import", file=SimpleUploadedFile("a.csv", table + EICAR), **here)
    assert bad.status_code == 422
    assert "The malware scanner refused this file." in bad.content.decode()
    clamd.mood = "garbage"
    later = desk(clerk, "/clerk/import", file=SimpleUploadedFile("a.csv", table), **here)
    assert later.status_code in (422, 503)
    assert "Try again in a few minutes" in later.content.decode()
    clamd.mood = "well"
    assert desk(clerk, "/clerk/import", file=SimpleUploadedFile("a.csv", table), **here).status_code == 303
