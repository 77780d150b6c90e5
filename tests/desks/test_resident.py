"""The resident's way in: scan, say, sent. Whatever is sent, nothing is lost and nothing breaks."""

from __future__ import annotations

import io
import itertools
import re
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.links import query_code
from huiyin.casework.casefile.models import Attachment, Requester
from huiyin.desks.public import limits
from huiyin.desks.public.tiles import TILES
from huiyin.ground.models import Notice
from huiyin.registers.places.posters.codes import place_code
from huiyin.registers.rules.reads import categories_for
from tests.desks.door import DOOR, OLD, cases, filed, only_case, picture, plant_door, send, stranger, upload
from tests.desks.signed_in import at_desk
from tests.town import Town, all_seen

OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(40)
HEIC = Path(__file__).parents[1] / "ground" / "files" / "samples" / "telephone.heic"


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


# --- scanning ----------------------------------------------------------------------------------


def test_the_poster_writes_its_address_in_capitals(town, phone):
    """An address in capitals makes a coarser code (alphanumeric mode), so the page answers both."""
    assert phone.get(f"/Q/{DOOR}").status_code == 200
    small, large = (
        place_code(f"https://a.example.cn/q/{DOOR}"),
        place_code(f"https://a.example.cn/q/{DOOR}", path_in_any_case=True),
    )
    assert large.payload == f"HTTPS://A.EXAMPLE.CN/Q/{DOOR}"
    assert large.version < small.version


def test_the_page_of_a_code_shows_the_numbers_first_and_then_eight_tiles(town: Town, phone: Client) -> None:
    page = phone.get(f"/q/{DOOR}").content.decode()
    assert (
        page.index("tel:119") < page.index("tel:120") < page.index("tel:110") < page.index("/q/AB12C3/leak")
    )
    assert page.count('class="tile"') == len(TILES) <= 8
    assert "1号楼" in page


def test_a_code_may_be_typed_as_people_type(town: Town, phone: Client) -> None:
    for typed in ("ab12c3", "AB12C3", "ＡＢ１２Ｃ３", "AB-12C3", "ABl2c3"):
        assert phone.get(f"/q/{typed}").status_code == 200, typed


def test_a_mini_program_can_be_bound_to_the_codes_that_hang(
    town: Town, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeChat looks for its file under the prefix of the codes, in both ways posters may write it."""
    assert phone.get("/q/k3Jx8dZ1aB.txt").status_code == 404
    told = {"k3Jx8dZ1aB.txt": "5d41402abc4b2a76b9719d911017c592"}
    monkeypatch.setattr(django_settings, "CODE_PROOFS", told)
    for way in ("q", "Q"):
        proof = phone.get(f"/{way}/k3Jx8dZ1aB.txt")
        assert proof.content == b"5d41402abc4b2a76b9719d911017c592"
        assert proof["Content-Type"].startswith("text/plain")
        assert phone.get(f"/{way}/other.txt").status_code == 404
    assert b"5d41402abc" not in phone.get(f"/q/{DOOR}").content


def test_unknown_and_revoked_codes_say_so_and_show_a_way_on(town: Town, phone: Client) -> None:
    unknown, revoked = phone.get("/q/XXXXXX"), phone.get(f"/q/{OLD}")
    assert (unknown.status_code, revoked.status_code) == (404, 410)
    for answer in (unknown, revoked):
        page = answer.content.decode()
        assert "tel:12345" in page
        assert "/ask" in page
    assert unknown.content != revoked.content
    assert send(phone, f"/q/{OLD}/leak", page="/ask", phrase="back").status_code == 410


def test_odd_addresses_never_break(town: Town, phone: Client) -> None:
    codes = ["%00", "A" * 5000, "%ED%A0%80", "..%2f..%2f", "%F0%9F%98%80", "' OR 1=1"]
    odd = [
        f"/{door}/{code}{rest}"
        for door in "qc"
        for code in codes
        for rest in ("", "/leak", "/places", "/file/1")
    ]
    for path in (
        *odd,
        f"/q/{DOOR}/nothing",
        f"/q/{DOOR}/%00",
        "/look?next=%00",
        "/look?next=//evil.example/",
    ):
        answer = phone.get(path)
        assert answer.status_code < 500, path
        assert "evil" not in answer.get("Location", "")


def test_tiles_and_phrases_name_categories_that_exist(town: Town) -> None:
    known = categories_for((town.estate.pk, town.community.pk, town.street.pk), datetime.now(UTC))
    for tile in TILES:
        for code in (tile.category, *(phrase.category for phrase in tile.phrases)):
            assert not code or known.get(code), (tile.value, code)
    assert min(len(tile.phrases) for tile in TILES) >= 4
    assert max(len(tile.phrases) for tile in TILES) <= 6


# --- sending -----------------------------------------------------------------------------------


def test_a_phrase_is_enough_and_gives_the_category(town: Town, phone: Client) -> None:
    url, case = filed(phone, phrase="cut")
    assert (case.category, case.channel, case.place_id) == ("0301", "Q", town.building.pk)
    assert "停水了" in case.content
    page = phone.get(f"{url}?new=1").content.decode()
    assert query_code(case.pk) in page
    assert case.number.split("-", 2)[2] in page


def test_a_page_in_english_is_read_by_clerks_in_chinese(town: Town) -> None:
    client = stranger("en")
    _url, case = filed(client)
    assert case.content == "下水返水"


def test_sending_is_one_statement_once_warm(town: Town, phone: Client) -> None:
    filed(phone)
    path = f"/q/{DOOR}/leak"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', phone.get(path).content.decode())
    assert token
    form = {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": token[1], "phrase": "back"}
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert phone.post(path, form).status_code == 303
    assert len(asked) == 1, [query["sql"][:80] for query in asked]


def test_the_same_form_twice_is_one_case_with_one_number(town: Town, phone: Client) -> None:
    path = f"/q/{DOOR}/leak"
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', phone.get(path).content.decode())
    assert token
    form = {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": token[1], "phrase": "back"}
    answers = {phone.post(path, form)["Location"] for _ in range(6)}
    assert len(answers) == 1
    assert cases() == 1
    changed = phone.post(path, form | {"words": "又一件"})
    assert changed.status_code == 422
    assert "又一件" in changed.content.decode()
    assert form["key"] not in changed.content.decode()


def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(town: Town, phone: Client) -> None:
    answer = send(phone, f"/q/{DOOR}/leak", name="阿依古丽·买买提", phone="12", whose_home="3-2-501")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in page
    assert 'href="#phone"' in page
    assert 'id="phone"' in page
    assert "阿依古丽·买买提" in page
    assert "3-2-501" in page
    only_tile = send(phone, f"/q/{DOOR}/leak")
    assert only_tile.status_code == 422
    assert 'role="alert"' in only_tile.content.decode()
    assert cases() == 0


def test_a_cleared_cookie_loses_nothing_and_sends_nothing(town: Town, phone: Client) -> None:
    send_again = phone.post(f"/q/{DOOR}/leak", {"key": "k1", "words": "厨房漏水很急", "phrase": "back"})
    page = send_again.content.decode()
    assert send_again.status_code == 403
    assert cases() == 0
    assert "厨房漏水很急" in page
    assert 'value="back" checked' in page
    assert 'value="k1"' in page
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    again = {"key": "k1", "csrfmiddlewaretoken": token[1], "words": "厨房漏水很急", "phrase": "back"}
    assert phone.post(f"/q/{DOOR}/leak", again).status_code == 303


def test_help_is_private_and_a_call_comes_before_the_form(town: Town, phone: Client) -> None:
    page = phone.get(f"/q/{DOOR}/help").content.decode()
    assert page.index("tel:120") < page.index("<form")
    assert "/leave" in page
    assert phone.get("/leave")["Location"] == "https://www.gov.cn/"
    assert re.search(r'name="private"[^>]*checked', page)
    send(phone, f"/q/{DOOR}/help", phrase="elder")
    assert only_case().private
    lift = phone.get(f"/q/{DOOR}/lift").content.decode()
    assert lift.index("tel:119") < lift.index("<form")


def test_danger_is_answered_with_the_number(town: Town, phone: Client) -> None:
    url, case = filed(phone, words="厨房煤气味很大，头晕")
    assert case.danger
    assert case.urgency == "E0"
    assert "tel:119" in phone.get(f"{url}?new=1").content.decode()


def test_headers_somebody_made_up_change_nothing(town: Town, phone: Client) -> None:
    answer = phone.get("/", headers={"x-forwarded-host": "evil.example", "x-forwarded-for": "1.2.3.4"})
    assert "evil.example" not in answer.content.decode()
    assert phone.get("/", headers={"host": "evil.example"}).status_code == 400


# --- files -------------------------------------------------------------------------------------


def test_a_photo_loses_its_metadata_and_keeps_its_picture(town: Town, phone: Client) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x9286] = "SecretPhone", "where I live"
    exif.get_ifd(0x8825)[1] = "N"
    url, case = filed(phone, photo=upload(picture(exif=exif), "住址<svg onload=1>.jpg"))
    with all_seen():
        kept = Attachment.objects.get(case=case)
        body = bytes(kept.body)
    assert b"SecretPhone" not in body
    assert b"Exif" not in body
    assert b"where I live" not in body
    assert Image.open(io.BytesIO(body)).size == (320, 240)
    shown = phone.get(f"{url}/file/{kept.pk}")
    assert shown.content == body
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "<svg" not in shown["Content-Disposition"]
    assert "<svg onload" not in phone.get(url).content.decode()


def test_a_heic_photo_is_taken(town: Town, phone: Client) -> None:
    _url, case = filed(phone, photo=upload(HEIC.read_bytes(), "IMG_1.HEIC"))
    with all_seen():
        assert Attachment.objects.get(case=case).mime == "image/jpeg"


EVIL = [
    b"",
    b"\xff\xd8\xff\xe0" + b"\x00" * 50,
    b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"PK\x03\x04" + b"z" * 99,
    b"GIF89a" + b"\xff" * 40,
]


def test_an_evil_photo_is_named_and_the_good_one_and_the_words_stay(town: Town, phone: Client) -> None:
    for evil in EVIL:
        both = [upload(picture()), upload(evil, "evil.jpg")]
        answer = send(phone, f"/q/{DOOR}/leak", words="一进门就漏", photo=both)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert cases() == 0
        assert "第 2 张照片（evil.jpg）" in page
        assert "一进门就漏" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    _url, case = filed(phone, words="一进门就漏", kept=kept[1])
    with all_seen():
        assert case.attachments.count() == 1


def test_four_photos_are_one_too_many(town: Town, phone: Client) -> None:
    answer = send(phone, f"/q/{DOOR}/leak", photo=[upload(picture()) for _ in range(4)])
    assert answer.status_code == 422
    assert answer.content.decode().count('name="kept"') == 3


# --- odd texts ---------------------------------------------------------------------------------

ODD = [
    "a\x00b",
    "龘" * 10_000,
    "\ud800".encode("utf-8", "surrogatepass"),
    "漏水".encode("gbk"),
    "𠮷𬱟·王",
    "<script>alert(1)</script>",
    "\u202eevil",
    "' OR 1=1 --",
    "{{ 7|add:7 }}",
    "\r\nSet-Cookie: a=b",
]


FIELDS = ["words", "name", "phone", "whose_home", "phrase", "key", "private", "kept"]


def test_odd_texts_never_break_the_form(town: Town) -> None:
    client = Client(headers={"accept-language": "zh-CN"})
    for field, odd in itertools.product(FIELDS, ODD):
        form: dict[str, Any] = {"key": str(uuid.uuid4()), "phrase": "back", field: odd}
        answer = client.post(f"/q/{DOOR}/leak", form)
        assert answer.status_code in (303, 400, 422), (field, odd)
        page = client.get(answer["Location"]) if answer.status_code == 303 else answer
        assert page.status_code < 500
        assert "<script>alert" not in page.content.decode()


KINDS = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=gbk",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain; charset=nonsense",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=400), kind=st.sampled_from(KINDS))
def test_any_bytes_get_an_answer(town: Town, body: bytes, kind: str) -> None:
    answer = Client().generic("POST", f"/q/{DOOR}/leak", body, content_type=kind)
    assert answer.status_code < 500


# --- children, somebody else's home, nothing lost ----------------------------------------------


def test_under_14_nobody_is_asked_who_they_are(town: Town, phone: Client) -> None:
    page = phone.get(f"/q/{DOOR}?child=1").content.decode()
    assert page.count('class="tile"') == len([tile for tile in TILES if tile.safe]) == 7
    assert "/help" not in "".join(re.findall(r'class="tile" href="([^"]+)"', page))
    assert "tel:12355" in page
    form = phone.get(f"/q/{DOOR}/leak?child=1").content.decode()
    assert not re.search(r'name="(phone|name|whose_home|voice)"', form)
    assert "send=1&amp;child=1" in form
    to = phone.get(f"/q/{DOOR}/help?child=1")
    assert to["Location"] == f"/q/{DOOR}?child=1"


def test_what_a_child_types_into_an_old_form_is_not_kept(town: Town, phone: Client) -> None:
    path = f"/q/{DOOR}/lift?child=1"
    voice = SimpleUploadedFile("voice.ogg", OGG)
    answer = send(phone, path, phrase="button", name="小明", phone="13800138000", voice=voice)
    assert answer.status_code == 303, answer.content.decode()[:2000]
    case = only_case()
    with all_seen():
        requester = Requester.objects.get(case=case)
        assert (requester.name, bytes(requester.phone_sealed)) == ("", b"")
        assert not Attachment.objects.exists()
        assert Notice.objects.count() == 0
    page = phone.get(answer["Location"]).content.decode()
    assert 'name="phone"' not in page
    desk = at_desk(town.people["clerk"]).get(f"/case/{case.number}").content.decode()
    assert "under 14" in desk


def test_for_somebody_else_the_receipt_is_there_twice(town: Town, phone: Client) -> None:
    url, case = filed(phone, whose_home="3-2-501")
    page = phone.get(f"{url}?new=1").content.decode()
    assert page.count(query_code(case.pk)) == 3  # the plate, the neighbour's slip, the foot of the page
    assert "给3-2-501" in page


def test_a_voice_note_outlives_a_mistake_elsewhere(town: Town, phone: Client) -> None:
    answer = send(phone, f"/q/{DOOR}/leak", phone="12", voice=SimpleUploadedFile("v.ogg", OGG, "audio/ogg"))
    assert answer.status_code == 422
    kept = re.search(r'name="kept_voice" value="([^"]+)"', answer.content.decode())
    assert kept
    sent = send(phone, f"/q/{DOOR}/leak", kept_voice=kept[1])
    assert sent.status_code == 303
    with all_seen():
        assert bytes(Attachment.objects.get().body) == OGG


def test_a_refused_flood_keeps_photo_voice_and_words(town: Town, phone: Client, settings: Any) -> None:
    settings.FORM_LIMITS = 1
    phone.get(f"/q/{DOOR}/leak")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(limits.FILING, "visit", 0)
        refused = send(
            phone, f"/q/{DOOR}/leak", words="水漫到门口了", photo=upload(picture()),
            voice=SimpleUploadedFile("v.ogg", OGG, "audio/ogg"),
        )  # fmt: skip
    page = refused.content.decode()
    assert refused.status_code == 429
    assert page.count('name="kept"') == page.count('name="kept_voice"') == 1
    assert "水漫到门口了" in page
    values = {name: re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("kept", "kept_voice")}
    again = {name: found[1] for name, found in values.items() if found}
    assert send(phone, f"/q/{DOOR}/leak", words="水漫到门口了", **again).status_code == 303
    with all_seen():
        assert {each.mime for each in Attachment.objects.all()} == {"image/jpeg", "audio/ogg"}


def test_a_refused_page_that_was_open_too_long_keeps_the_words_too(town: Town, settings: Any) -> None:
    settings.FORM_LIMITS = 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(limits.FILING, "all", 0)
        answer = Client().post(f"/q/{DOOR}/leak", {"key": "k", "words": "还在漏"})
        stale = Client(enforce_csrf_checks=True).post(f"/q/{DOOR}/leak", {"key": "k", "words": "还在漏"})
    assert (answer.status_code, stale.status_code) == (429, 403)
    assert "还在漏" in answer.content.decode()
    assert "还在漏" in stale.content.decode()


def test_a_house_behind_one_address_shares_600_and_no_browser_without_a_mark_is_held_at_30(
    town: Town, settings: Any
) -> None:
    settings.FORM_LIMITS = 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(limits.FILING, "code", 10_000)
        form = {"words": "漏水"}
        told = [
            Client().post(f"/q/{DOOR}/leak", {"key": str(uuid.uuid4()), **form}).status_code
            for _ in range(40)
        ]
    assert set(told) == {303}


RARE = ["王", "𠮷田𬱟", "阿依古丽·买买提", "龘" * 50]


@pytest.mark.parametrize("name", RARE)
def test_rare_names_are_stored_shown_and_found_as_they_are(town: Town, phone: Client, name: str) -> None:
    answer = send(phone, f"/q/{DOOR}/leak", phrase="back", name=name, words=f"{name}家漏水")
    assert answer.status_code == 303
    case = only_case()
    with all_seen():
        assert Requester.objects.get(case=case).name == name
    assert f"{name}家漏水" in phone.get(answer["Location"]).content.decode()
    desk = at_desk(town.people["clerk"])
    assert name in desk.get(f"/case/{case.number}").content.decode()
    too_long = send(phone, f"/q/{DOOR}/leak", phrase="back", name=name * 51)
    assert too_long.status_code == 422
    assert name * 51 in too_long.content.decode()


def test_help_is_private_and_no_repair(town: Town, phone: Client) -> None:
    """A person in need is not sent to the property company nor timed like a leak (report 002)."""
    send(phone, f"/q/{DOOR}/help", phrase="carry")  # the tick was taken away
    case = only_case()
    assert case.private
    fire_due()
    with all_seen():
        case.refresh_from_db()
        assert case.state == "received"
        assert not case.assignments.exists()
        assert set(case.clocks.values_list("kind", flat=True)) & {"arrive", "fix"} == set()
    assert at_desk(town.people["duty"]).get(f"/case/{case.number}").status_code == 404
    assert at_desk(town.people["contact"]).get(f"/contact/{case.number}").status_code == 404
