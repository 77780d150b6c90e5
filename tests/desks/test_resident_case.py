"""The requester's own case: follow, judge, open again, add; one link opens one case."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from typing import Any

import pypdf
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.utils.timezone import localtime
from django.utils.translation import override
from PIL import Image

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.links import query_code
from huiyin.casework.casefile.models import Attachment, Case, Event, Requester
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.casework.s4_handling.seen_there import confirm_arrival
from huiyin.desks.public.tiles import TILES
from huiyin.desks.resident.progress import progress_of
from huiyin.desks.resident.receipt import receipt_words
from huiyin.ground.clock import today
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import requester
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.door import DOOR, cases, filed, only_case, picture, plant_door, send, stranger, upload
from tests.desks.signed_in import at_desk
from tests.town import Town, all_seen, case_of
from tests.verifier.planting import Unguarded

WAITING = (State.PROPOSED, State.FOLLOW_UP)
"""An answer is there; without a phone to reach, the clerk follows up."""


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


# --- the own case ------------------------------------------------------------------------------


def test_the_page_shows_the_clocks_staff_see_and_who_handles_it(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    assert "富友" in phone.get(url).content.decode()  # by the catalogue, before it is handed over
    fire_due()
    page = phone.get(url).content.decode()
    assert page.count("clock-block") == 2
    assert "5分钟" in page
    assert "已派给富友" in page
    assert "duty" in page
    with all_seen():
        due = sorted(case.clocks.filter(kind__in=("arrive", "fix")).values_list("due_at", flat=True))
    assert all(localtime(moment).isoformat()[:19] in page for moment in due)
    assert "13800138000" not in page


def test_arrival_is_confirmed_by_one_tap_of_the_resident(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    assert f"{url}/there" not in phone.get(url).content.decode(), "nobody is on the way yet"
    fire_due()
    page = phone.get(url).content.decode()
    assert page.count(f'action="{url}/there"') == 1
    assert send(phone, f"{url}/there", page=url).status_code == 303
    with all_seen():
        case.refresh_from_db()
        clock = case.clocks.get(kind="arrive")
        line = Event.objects.get(case=case, verb=Verb.ARRIVED)
    assert case.state == State.ARRIVED
    assert clock.outcome == "met"
    assert line.actor.startswith("requester:")
    page = phone.get(url).content.decode()
    assert f"{url}/there" not in page
    assert "您说：人已到" in page
    desk = at_desk(town.people["duty"]).get(f"/case/{case.number}", headers={"accept-language": "zh-CN"})
    assert "居民确认" in desk.content.decode()
    worker = town.viewer("duty")
    with seen_as(worker):
        propose(case_id=case.pk, by=worker, answer="已疏通")
    assert send(phone, f"{url}/there", page=url).status_code == 409


def test_only_the_person_who_asked_confirms_the_arrival(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    fire_due()
    worker = town.viewer("duty")
    with seen_as(worker), pytest.raises(NotThere):
        confirm_arrival(case_id=case.pk, by=worker)
    for _n in range(2):
        assert send(phone, f"{url}/there", page=url).status_code == 303
    with all_seen():
        assert Event.objects.filter(case=case, verb=Verb.ARRIVED).count() == 1


LONG_PLAN = "第一步，关闭本单元总阀并张贴停水通知，逐户告知停水时间；" * 35


def test_a_plan_is_one_page_with_steps_days_cost_and_who(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    fire_due()
    worker, desk = town.viewer("duty"), at_desk(town.people["duty"])
    for address, client in ((f"/case/{case.number}/plan.pdf", desk), (f"{url}/plan.pdf", phone)):
        assert client.get(address).status_code == 404, "no plan yet"
    with seen_as(worker):
        accept(case_id=case.pk, by=worker)
    day = (today() + timedelta(days=9)).isoformat()
    told = {"owner": "赵工", "done_by": day, "cost": "1200.50"}
    for steps in ("关总阀\n换立管，联系李秀英13800001234\n恢复供水", LONG_PLAN[:1000]):
        answer = send(desk, f"/case/{case.number}/plan", page=f"/case/{case.number}", steps=steps, **told)
        assert answer.status_code == 303
        for address, client in ((f"/case/{case.number}/plan.pdf", desk), (f"{url}/plan.pdf", phone)):
            pages = pypdf.PdfReader(io.BytesIO(client.get(address).content)).pages
            text = re.sub(r"\s", "", pages[0].extract_text())
            assert len(pages) == 1
            assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
            for word in (steps[:3], day, "1,200.50", "赵工"):
                assert word in text, word
            assert ("13800001234" in text) is (client is phone and "1380" in steps)
        assert f"/case/{case.number}/plan.pdf" in desk.get(f"/case/{case.number}").content.decode()
        assert f"{url}/plan.pdf" in phone.get(url).content.decode()


def answered(town: Town, case: Case) -> None:
    fire_due()
    worker = town.viewer("duty")
    with seen_as(worker):
        accept(case_id=case.pk, by=worker)
        propose(case_id=case.pk, by=worker, answer="已疏通下水管")
    fire_due()


def test_solved_ends_the_case_with_one_press(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    answered(town, case)
    assert "已疏通下水管" in phone.get(url).content.decode()
    assert send(phone, f"{url}/verdict", page=url, solved="yes").status_code == 303
    assert only_case().state == State.CONFIRMED
    page = phone.get(url).content.decode()
    assert f"{url}/verdict" not in page
    assert f"{url}/reopen" in page


@pytest.mark.django_db(transaction=True)
def test_the_fingerprint_at_the_foot_tells_whether_somebody_changed_a_line(
    town: Town, phone: Client, owner_connection: Any
) -> None:
    """Who, when and what stand in the lines; below them the hash of the last one, checked anew each time."""
    url, case = filed(phone)
    answered(town, case)
    page = phone.get(url).content.decode()
    with all_seen():
        last = Event.objects.filter(case=case).order_by("-seq").first()
        assert last is not None
        lines = Event.objects.filter(case=case).count()
    foot = page[page.index('id="proof"') :]
    assert bytes(last.hash).hex() in foot
    assert f"共 {lines} 行" in foot
    assert "对不上" not in foot
    help_page = phone.get("/help").content.decode()
    assert 'href="/help#proof"' in foot
    assert 'id="proof"' in help_page
    with Unguarded(owner_connection) as owner:
        owner.execute("UPDATE casefile_event SET data = '{}' WHERE id = %s", [last.pk])
    assert "对不上" in phone.get(url).content.decode()


def test_not_solved_opens_it_again_and_it_can_be_opened_after_the_end(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    answered(town, case)
    assert (
        send(phone, f"{url}/verdict", page=url, solved="no", satisfied="no", words="又漏了").status_code
        == 303
    )
    assert only_case().state == State.DISPATCHED
    assert "又漏了" in phone.get(url).content.decode()
    answered(town, case)
    send(phone, f"{url}/verdict", page=url, solved="yes", satisfied="basic")
    assert send(phone, f"{url}/reopen", page=url, words="第二天又堵").status_code == 303
    assert only_case().reopened == 2


def test_after_thirty_days_it_stays_ended(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    answered(town, case)
    shown = phone.get(url)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', shown.content.decode())
    assert token
    send(phone, f"{url}/verdict", page=url, solved="yes")
    with all_seen():
        Case.objects.update(ended_at=case.received_at - timedelta(days=31))
    assert f"{url}/reopen" not in phone.get(url).content.decode()
    late = phone.post(f"{url}/reopen", {"key": "late", "csrfmiddlewaretoken": token[1], "words": "晚了"})
    assert late.status_code == 409
    assert only_case().state == State.CONFIRMED


def test_half_a_verdict_is_asked_again_and_words_are_kept(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    answered(town, case)
    answer = send(phone, f"{url}/verdict", page=url, satisfied="no", words="说不清")
    assert answer.status_code == 422
    assert "说不清" in answer.content.decode()
    assert only_case().state in WAITING


def test_a_verdict_before_the_answer_is_refused_with_words(town: Town, phone: Client) -> None:
    url, _case = filed(phone)
    answer = send(phone, f"{url}/verdict", page=url, solved="yes")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()
    assert only_case().state == State.RECEIVED


def test_words_and_photos_can_be_added_once_per_sending(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    form = {"words": "水已经流到楼道", "photo": upload(picture())}
    assert send(phone, f"{url}/more", page=url, **form).status_code == 303
    assert "水已经流到楼道" in phone.get(url).content.decode()
    assert send(phone, f"{url}/more", page=url).status_code == 422
    with all_seen():
        assert case.attachments.count() == 1
        assert Event.objects.filter(case=case, verb=Verb.ADDED).count() == 1


def test_a_phone_can_be_left_changed_and_taken_away(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    send(phone, f"{url}/contact", page=url, phone="139 0013-9000", wants_reply="on")
    page = phone.get(url).content.decode()
    assert "139****9000" in page
    assert "13900139000" not in page
    with all_seen():
        row = Requester.objects.get(case=case)
        assert row.wants_reply
        assert b"13900139000" not in bytes(row.phone_sealed)
        assert "13900139000" not in str(list(Event.objects.values_list("data", flat=True)))
    send(phone, f"{url}/contact", page=url, phone="")
    with all_seen():
        row.refresh_from_db()
        assert not bytes(row.phone_sealed)
        assert not bytes(row.phone_index)
        assert not row.wants_reply


def test_the_receipt_is_a_picture_to_keep_and_says_nothing_of_the_matter(town: Town, phone: Client) -> None:
    """ux A16: 90 mm wide as a telephone shows it, a code opens the page, this case alone."""
    url, case = filed(phone, words="床底下有现金")
    fire_due()
    assert f'href="{url}/receipt.png" download' in phone.get(f"{url}?new=1").content.decode()
    answer = phone.get(f"{url}/receipt.png")
    assert (answer["Content-Type"], answer["Content-Disposition"][:6]) == ("image/png", "inline")
    with Image.open(io.BytesIO(answer.content)) as drawn:
        drawn.load()
    assert drawn.width == 1063
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == [f"{settings.PUBLIC_URL}{url}"]
    with seen_as(requester(case.pk, scope_tree().up(case.scope_id))) as asker, override("zh-hans"):
        said = str(receipt_words(progress_of(asker), url))
    assert case.number in said
    assert query_code(case.pk) in said
    assert "富友" in said
    assert len(re.findall(r"\d{4}-\d+-\d+ \d\d:\d\d", said)) == 3  # taken in, and two promises
    assert "现金" not in said
    assert "返水" not in said
    assert phone.get(f"{url[:-1]}{'A' if url[-1] != 'A' else 'B'}/receipt.png").status_code == 404


def test_messages_are_agreed_to_by_one_tick_and_ended_by_one_press(town: Town, phone: Client) -> None:
    """The number stays for a call; whatever comes after the press sends no message."""
    url, case = filed(phone)
    assert 'name="stop"' not in phone.get(url).content.decode(), "nothing to stop yet"
    send(phone, f"{url}/contact", page=url, phone="13900139000", wants_reply="on")
    fire_due()
    with all_seen():
        before = Notice.objects.filter(subject_id=case.pk, channel="sms").count()
    assert before == 1
    assert 'name="stop"' in phone.get(url).content.decode()
    for _twice in range(2):
        assert send(phone, f"{url}/contact", page=url, stop="1").status_code == 303
    page = phone.get(url).content.decode()
    assert 'name="stop"' not in page
    assert "139****9000" in page
    answered(town, case)
    with all_seen():
        assert Notice.objects.filter(subject_id=case.pk, channel="sms").count() == before
        assert Event.objects.filter(case=case, verb=Verb.CONTACT_LEFT).count() == 2


# --- whose case --------------------------------------------------------------------------------


def test_the_public_number_opens_nothing_and_the_query_code_opens_one_case(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    assert phone.get(f"/c/{case.number}").status_code == 404
    number = send(phone, "/ask", code=case.number)
    assert number.status_code == 422
    assert "查询码" in number.content.decode()
    assert send(phone, "/ask", code="0000000000").status_code == 422
    code = query_code(case.pk).lower().replace("0", "o")
    assert send(phone, "/ask", code=f"{code[:5]}-{code[5:]}")["Location"] == url


def test_a_link_opens_its_own_case_only(town: Town, phone: Client) -> None:
    one, first = filed(phone, photo=upload(picture()))
    two, second = filed(phone, words="另一件")
    with all_seen():
        photo = Attachment.objects.get(case=first)
    assert phone.get(f"{one}/file/{photo.pk}").status_code == 200
    assert phone.get(f"{two}/file/{photo.pk}").status_code == 404
    assert phone.get(f"{two}/file/{uuid.uuid4()}").status_code == 404
    answered(town, first)
    assert send(phone, f"{two}/verdict", page=one, solved="yes").status_code == 409
    assert case_of_pk(first).state in WAITING
    assert case_of_pk(second).state != State.CONFIRMED
    assert phone.get(f"{one[:-1]}{'A' if one[-1] != 'A' else 'B'}").status_code == 404


def case_of_pk(case: Case) -> Case:
    with all_seen():
        return Case.objects.get(pk=case.pk)


def test_a_link_of_the_counter_opens_its_case_too(town: Town, phone: Client) -> None:
    clerk = town.viewer("clerk")
    request = town.request(channel="C", content="来电反映路灯不亮", category="0901", phone=None)
    receipt = take_in(request=request, by=clerk, key="k", digest=b"x")
    assert "路灯不亮" in phone.get(f"/c/{receipt.token}").content.decode()
    assert case_of(receipt).entered_by == clerk.actor


def test_guessing_codes_is_slowed_down_and_neighbours_are_not(town: Town, settings: Any) -> None:
    settings.FORM_LIMITS = 1
    visitor = Client(headers={"accept-language": "zh-CN"})
    visitor.get("/ask")
    answers = [visitor.post("/ask", {"code": f"{n:010}"}).status_code for n in range(32)]
    assert answers.count(422) == 30
    assert answers[-2:] == [429, 429]
    neighbour = Client()
    neighbour.get("/ask")
    assert neighbour.post("/ask", {"code": "0000000000"}).status_code == 422


def test_a_flood_of_forms_is_refused_with_a_number_to_call_and_the_text_kept(
    town: Town, settings: Any
) -> None:
    settings.FORM_LIMITS = 1
    visitor = Client(headers={"accept-language": "zh-CN"})
    visitor.get(f"/q/{DOOR}/leak")
    for _ in range(30):
        sent = visitor.post(f"/q/{DOOR}/leak", {"key": str(uuid.uuid4()), "phrase": "back"})
        assert sent.status_code == 303
    refused = visitor.post(f"/q/{DOOR}/leak", {"key": str(uuid.uuid4()), "words": "第三十一次"})
    page = refused.content.decode()
    assert refused.status_code == 429
    assert "第三十一次" in page
    assert "tel:12345" in page
    assert cases() == 30


# --- how it looks ------------------------------------------------------------------------------


def test_elder_view_and_language_are_remembered_and_lead_back(town: Town, phone: Client) -> None:
    answer = phone.get("/look?elder=1&next=/q/AB12C3")
    assert answer["Location"] == "/q/AB12C3"
    assert 'class="resident elder"' in phone.get(f"/q/{DOOR}").content.decode()
    phone.get("/look?language=en&next=/")
    assert "Leak" in phone.get(f"/q/{DOOR}").content.decode()
    assert phone.get(f"/q/{DOOR}?elder=1")["Location"].startswith("/look?elder=1")
    phone.get("/look?language=tlh&elder=7&next=/")
    assert phone.cookies["elder"].value == "1"


def test_no_english_on_chinese_pages(town: Town, phone: Client) -> None:
    tiles = [f"/q/{DOOR}/{tile.value}" for tile in TILES]
    for path in ("/", "/ask", "/help", "/privacy", f"/q/{DOOR}", f"/q/{DOOR}/places", "/q/XXXXXX", *tiles):
        assert english(phone.get(path).content.decode()) == set(), path


def test_no_english_on_the_page_of_a_case(town: Town, phone: Client) -> None:
    url, case = filed(phone, photo=upload(picture()))
    answered(town, case)
    people = {"duty"}  # the test town's names
    assert english(phone.get(f"{url}?new=1").content.decode()) - people == set()


def english(page: str) -> set[str]:
    """Words of two and more Latin letters that a reader would see; a fingerprint is none."""
    body = re.sub(r"(?s)<(script|style|svg|code).*?</\1>|<[^>]+>", " ", page.split("<body>")[1])
    words = set(re.findall(r"[A-Za-z]{2,}", body))
    return {word for word in words if word != "English" and not re.fullmatch(r"[0-9A-Z]+", word)}
