"""Volunteers: by a code, no account; duties taken and given back in a tap; thanks for each; no ranking."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.db import Error, transaction
from django.test import Client

from huiyin.ground.clock import now, today
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.volunteers import acts, joining, models
from huiyin.neighbours.volunteers import refusals as no
from huiyin.neighbours.volunteers.links import own_code, own_link, own_reader
from huiyin.neighbours.volunteers.models import Duty, Taking, Volunteer, VolunteerEvent
from huiyin.neighbours.volunteers.phones import are_open, open_phones
from huiyin.neighbours.volunteers.reads import coming, duties_near
from huiyin.registers.places.models import QrCode
from tests.desks.signed_in import at_desk, send
from tests.town import Town

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13900005678"


def as_(town: Town, act: Any, who: str = "clerk", **given: Any) -> Any:
    viewer = town.viewer(who)
    with seen_as(viewer):
        return act(by=viewer, **given)


def draft(**given: Any) -> acts.Draft:
    plain: dict[str, Any] = {
        "title": "护学岗", "words": "校门口看路，带好哨子。", "day": today() + timedelta(days=3),
        "hours": "7:30-8:00",
        "venue": "东门", "wanted": 2, "signed": "C社区",
    }  # fmt: skip
    return acts.Draft(**plain | given)


def duty_of(town: Town, **given: Any) -> Duty:
    return as_(town, acts.write_duty, place_id=town.building.pk, what=draft(**given))


def passer_by(town: Town) -> Viewer:
    return guest(around=scope_tree().up(town.estate.pk))


def joined(town: Town, name: str = "王邻居", **given: Any) -> Volunteer:
    told = joining.Told(name=name, phone=given.pop("phone", PHONE), **given)
    with seen_as(passer_by(town)):
        return joining.sign_up(place_id=town.building.pk, told=told, by=passer_by(town))


def by_code(town: Town, act: Any, **given: Any) -> None:
    with seen_as(passer_by(town)):
        act(by=passer_by(town), **given)


def again(thing: Any) -> Any:
    with seen_as(SYSTEM):
        return type(thing).objects.get(pk=thing.pk)


def pdf_text(body: bytes) -> str:
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return re.sub(r"\s", "", pages)


def messages() -> list[tuple[str, str]]:
    with seen_as(SYSTEM):
        rows = Notice.objects.filter(recipient__startswith="volunteer:").order_by("created_at")
        return [(row.template, row.params["link"]) for row in rows]


def test_the_telephone_is_sealed_and_the_own_link_comes_as_a_message(town: Town, hands: Any) -> None:
    one = joined(town, unit="某中学", skills=["visit", "nonsense"], times=["weekends"])
    assert PHONE.encode() not in bytes(again(one).phone_sealed)
    assert again(one).skills == ["visit"]
    assert messages() == [("volunteer", own_link(one.pk))]
    assert own_reader(own_code(one.pk))[0] == one.pk
    with pytest.raises(NotThere):
        own_reader(own_code(one.pk)[:-1] + ("A" if own_code(one.pk)[-1] != "A" else "B"))


@pytest.mark.parametrize(("name", "phone"), [(" ", PHONE), ("王", "12"), ("王", "")])
def test_whoever_cannot_be_called_is_not_on_the_list(town: Town, hands: Any, name: str, phone: str) -> None:
    with pytest.raises(no.NameOrPhoneMissing):
        joined(town, name, phone=phone)


def test_guests_and_other_communities_read_no_list(town: Town, hands: Any) -> None:
    one, duty = joined(town), duty_of(town)
    by_code(town, joining.take, volunteer_id=one.pk, duty_id=duty.pk)
    for viewer in (passer_by(town), town.viewer("other clerk")):
        with seen_as(viewer):
            assert not Volunteer.objects.exists()
            assert not Taking.objects.exists()
    with seen_as(passer_by(town)):
        assert [one.pk for one in duties_near(scope_tree().up(town.estate.pk))] == [duty.pk]
    for who in ("other clerk", "duty", "auditor"):
        with pytest.raises(NotThere):
            as_(town, acts.call_off, who, duty_id=duty.pk, reason="x")
        with pytest.raises(NotThere):
            as_(town, joining.take_off, who, volunteer_id=one.pk, reason="x")


def test_taken_once_given_back_and_never_more_than_are_wanted(town: Town, hands: Any) -> None:
    duty = duty_of(town, wanted=1)
    first, second = joined(town), joined(town, "李", phone="13800001234")
    for _n in range(2):
        by_code(town, joining.take, volunteer_id=first.pk, duty_id=duty.pk)
    assert again(duty).taken == 1
    with pytest.raises(no.DutyFull):
        by_code(town, joining.take, volunteer_id=second.pk, duty_id=duty.pk)
    with pytest.raises(no.WantedWrong):
        as_(town, acts.change_duty, duty_id=duty.pk, what=draft(wanted=0))
    for _n in range(2):
        by_code(town, joining.give_back, volunteer_id=first.pk, duty_id=duty.pk)
    assert again(duty).taken == 0
    by_code(town, joining.take, volunteer_id=second.pk, duty_id=duty.pk)
    with seen_as(SYSTEM):
        assert [one.pk for one in coming(duty)] == [second.pk]
    with pytest.raises(Error, match="volunteers_enough"), seen_as(SYSTEM), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(taken=2)


def test_what_lies_elsewhere_is_not_taken(town: Town, hands: Any) -> None:
    far = as_(town, acts.write_duty, "other clerk", place_id=town.other_building.pk, what=draft())
    with pytest.raises(NotThere):
        by_code(town, joining.take, volunteer_id=joined(town).pk, duty_id=far.pk)


@pytest.mark.parametrize("days", [-1, 184])
def test_a_day_that_has_passed_or_is_too_far(town: Town, hands: Any, days: int) -> None:
    with pytest.raises(no.DutyDayWrong):
        duty_of(town, day=today() + timedelta(days=days))


def test_the_borders_of_a_duty(town: Town, hands: Any) -> None:
    for days in (0, 183):
        assert duty_of(town, day=today() + timedelta(days=days)).pk
    for wrong, refusal in (({"wanted": 201}, no.WantedWrong), ({"venue": " "}, no.DutyIncomplete)):
        with pytest.raises(refusal):
            duty_of(town, **wrong)


def test_a_day_that_somebody_counts_on_stays(town: Town, hands: Any) -> None:
    duty = duty_of(town)
    later = draft(day=today() + timedelta(days=9))
    assert as_(town, acts.change_duty, duty_id=duty.pk, what=later).day == today() + timedelta(days=9)
    by_code(town, joining.take, volunteer_id=joined(town).pk, duty_id=duty.pk)
    with pytest.raises(no.DutyDayWrong):
        as_(town, acts.change_duty, duty_id=duty.pk, what=draft())


def test_called_off_everybody_who_wanted_to_come_is_told(town: Town, hands: Any) -> None:
    duty, one = duty_of(town), joined(town)
    by_code(town, joining.take, volunteer_id=one.pk, duty_id=duty.pk)
    as_(town, acts.call_off, duty_id=duty.pk, reason="下雨改期")
    assert ("duty_off", own_link(one.pk)) in messages()
    assert "下雨改期" in Client().get(f"/y/me/{own_code(one.pk)}").content.decode()
    assert "下雨改期" in Client().get(f"/y/{duty.code}").content.decode()
    for act in (joining.take, joining.give_back):
        with pytest.raises(no.DutyOver):
            by_code(town, act, volunteer_id=one.pk, duty_id=duty.pk)


def test_thanks_go_to_each_who_came_as_message_on_the_page_and_on_paper(town: Town, hands: Any) -> None:
    duty = duty_of(town)
    came, other = joined(town), joined(town, "李没来", phone="13800001234")
    with pytest.raises(no.NotYetDone):
        as_(town, acts.thank, duty_id=duty.pk, words="谢谢")
    by_code(town, joining.take, volunteer_id=came.pk, duty_id=duty.pk)
    hands.move(days=3)
    with pytest.raises(no.ThanksMissing):
        as_(town, acts.thank, duty_id=duty.pk, words=" ")
    desk = at_desk(town.people["clerk"])
    assert desk.get(f"/volunteers/duty/{duty.pk}/notes.pdf").status_code == 404
    assert send(desk, f"/volunteers/duty/{duty.pk}/thank", words="谢谢您一早来看路").status_code == 303
    assert [one for one in messages() if one[0] == "duty_thanks"] == [("duty_thanks", own_link(came.pk))]
    assert "谢谢您一早来看路" in Client().get(f"/y/me/{own_code(came.pk)}").content.decode()
    assert "谢谢您一早来看路" not in Client().get(f"/y/me/{own_code(other.pk)}").content.decode()
    paper = pdf_text(desk.get(f"/volunteers/duty/{duty.pk}/notes.pdf").content)
    assert "王邻居" in paper
    assert "谢谢您一早来看路" in paper
    assert "李没来" not in paper
    with pytest.raises(no.DutyOver):
        as_(town, acts.thank, duty_id=duty.pk, words="谢谢")


def test_nobody_came_nobody_is_thanked(town: Town, hands: Any) -> None:
    with pytest.raises(no.NobodyToThank):
        as_(town, acts.thank, duty_id=duty_of(town, day=today()).pk, words="谢谢")


def test_leaving_takes_name_and_telephone_along(town: Town, hands: Any) -> None:
    duty, one = duty_of(town), joined(town, unit="某中学", words="会急救")
    by_code(town, joining.take, volunteer_id=one.pk, duty_id=duty.pk)
    own, page = Client(), f"/y/me/{own_code(one.pk)}"
    assert send(own, page, leave="1")["Location"] == "/y/left"
    gone = again(one)
    assert (gone.name, bytes(gone.phone_sealed), bytes(gone.phone_index)) == ("", b"", b"")
    assert (gone.unit, gone.words, gone.skills) == ("", "", [])
    assert again(duty).taken == 0
    assert own.get(page).status_code == 404
    assert own.get("/y/left").status_code == 200
    with pytest.raises(Error, match="volunteers_gone"), seen_as(SYSTEM), transaction.atomic():
        Volunteer.objects.filter(pk=one.pk).update(name="王邻居")
    with seen_as(SYSTEM):
        told = str(list(VolunteerEvent.objects.filter(volunteer=one).values()))
    assert "王邻居" not in told
    assert PHONE not in told


def test_telephones_are_opened_with_a_reason_for_ten_minutes(town: Town, hands: Any) -> None:
    duty, one = duty_of(town), joined(town)
    by_code(town, joining.take, volunteer_id=one.pk, duty_id=duty.pk)
    desk, page = at_desk(town.people["clerk"]), f"/volunteers/duty/{duty.pk}"
    assert "139****5678" in desk.get(page).content.decode()
    assert send(desk, f"{page}/phones", reason="改集合地点").status_code == 303
    assert PHONE in desk.get(page).content.decode()
    assert PHONE not in desk.get(f"/volunteers/{one.pk}").content.decode(), "opened for this duty"
    hands.move(minutes=11)
    assert PHONE not in desk.get(page).content.decode()
    with pytest.raises(NotThere):
        as_(town, open_phones, "other clerk", of=one, reason="x")
    with pytest.raises(no.ThanksMissing):
        as_(town, open_phones, of=one, reason=" ")
    assert not are_open(one, town.viewer("clerk"))


def test_by_the_printed_code_without_account_or_script(town: Town, hands: Any) -> None:
    """A resident scans the door, signs up, takes a duty in a tap and gives it back in another."""
    with seen_as(SYSTEM):
        code = QrCode.objects.create(
            code="VHEKP2", scope_id=town.estate.pk, place=town.building, made_at=now()
        )
    duty, resident = duty_of(town), Client(headers={"accept-language": "en"})
    assert f"/y/at/{code.code}" in resident.get(f"/near/{code.code}").content.decode()
    empty = send(resident, f"/y/at/{code.code}", name="王邻居")
    assert empty.status_code == 422
    assert "王邻居" in empty.content.decode(), "what was typed is kept"
    answer = send(
        resident, f"/y/at/{code.code}", name="王邻居", phone="139 0000 5678", skills=["visit", "patrol"]
    )
    own = answer["Location"].partition("?")[0]
    assert "护学岗" in resident.get(own).content.decode()
    assert send(resident, own, take=duty.pk).status_code == 303
    assert again(duty).taken == 1
    assert send(resident, own, back=duty.pk).status_code == 303
    assert again(duty).taken == 0
    for wrong in ("x", "99999999", ""):
        assert send(resident, own, take=wrong).status_code == 404


def test_behind_the_code_of_a_duty_one_signs_up_and_takes_it_at_once(town: Town, hands: Any) -> None:
    duty, resident = duty_of(town, wanted=1), Client()
    assert send(resident, f"/y/{duty.code}", name="王邻居", phone=PHONE).status_code == 303
    assert again(duty).taken == 1
    full = send(Client(), f"/y/{duty.code}", name="迟到", phone="13800001234")
    assert full.status_code == 409
    with seen_as(SYSTEM):
        assert not Volunteer.objects.filter(name="迟到").exists(), "refused whole"
    for unknown in (f"{duty.code}X", "Y0000-XXXXXX"):
        assert Client().get(f"/y/{unknown}").status_code == 404


def test_a_duty_is_written_and_printed_at_the_desk(town: Town, hands: Any) -> None:
    desk, day = at_desk(town.people["clerk"]), (today() + timedelta(days=5)).isoformat()
    told = {
        "place": str(town.building.pk), "title": "打扫楼道", "words": "带扫把。", "day": day,
        "hours": "9:00-10:00",
        "venue": "楼下", "wanted": "4", "signed": "C社区",
    }  # fmt: skip
    wrong = send(desk, "/volunteers/duty/new", **told | {"venue": ""})
    assert wrong.status_code == 422
    assert "带扫把" in wrong.content.decode()
    assert send(desk, "/volunteers/duty/new", **told).status_code == 303
    with seen_as(SYSTEM):
        duty = Duty.objects.get(title="打扫楼道")
    assert "打扫楼道" in desk.get("/volunteers/").content.decode()
    assert "打扫楼道" in pdf_text(desk.get(f"/volunteers/duty/{duty.pk}/print.pdf").content)
    assert f"/y/{duty.code}" in desk.get(f"/volunteers/duty/{duty.pk}/print.txt").content.decode()


def test_nobody_is_ranked_counted_or_checked_in(town: Town, hands: Any) -> None:
    """Rule R-1: no column for hours, points or coming; the list stands in the order of signing up."""
    columns = {
        field.name
        for model in (models.Volunteer, models.Taking, models.VolunteerEvent)
        for field in model._meta.get_fields()
    }
    assert not [name for name in columns if re.search(r"hour|point|score|rank|check|star", name)]
    duty = duty_of(town)
    first, second = joined(town, "先报名"), joined(town, "后报名", phone="13800001234")
    by_code(town, joining.take, volunteer_id=second.pk, duty_id=duty.pk)
    page = at_desk(town.people["clerk"]).get("/volunteers/").content.decode()
    assert page.index(first.name) < page.index(second.name)
