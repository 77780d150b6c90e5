"""Handing the shift over: one sheet, two signatures, and from then on somebody else is on duty."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.bridges.timers import fire_due
from huiyin.casework.s4_handling import acts
from huiyin.casework.s4_handling import handover as handing
from huiyin.casework.s4_handling.models import Handover
from huiyin.casework.s4_handling.refusals import HandedOverAlready, SamePerson
from huiyin.ground.clock import now
from huiyin.ground.ids import digest
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Device, DutyShift
from huiyin.registers.people.reads import on_duty
from huiyin.registers.people.words import DutyRank
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水，地上都是脏水")
    fire_due()
    worker = town.viewer("duty")
    with seen_as(worker):
        acts.note(case_id=receipt.case_id, by=worker, text="住户说下午三点后在家")
    return receipt


@pytest.fixture
def screen(town):
    """The registered screen of the duty room: nobody is signed in at it."""
    with seen_as(SYSTEM):
        Device.objects.create(
            label="值班屏", scope=town.estate, organisation=town.company, made_by=town.people["steward"],
            token_digest=digest("screen"), paired_at=now(),
        )  # fmt: skip
    client = Client(headers={"accept-language": "en"})
    client.cookies[settings.DEVICE_COOKIE_NAME] = "screen"
    return client


def code_of(account) -> str:
    """What the person's authenticator shows now."""
    device, _made = TOTPDevice.objects.get_or_create(user=account, name="test")
    maker = TOTP(device.bin_key)
    maker.time = time.time()
    return f"{maker.token():06d}"


def at_the_desk(town) -> str:
    with seen_as(SYSTEM):
        found = on_duty(
            organisation_id=town.company.pk, rank=DutyRank.DESK, at=now(), scope_ids=[town.estate.pk]
        )
    return found.display_name if found else ""


def only() -> Handover:
    with seen_as(SYSTEM):
        return Handover.objects.get()


def leave(client, town, **fields):
    return send(client, "/duty/handover/leave", incoming=town.people["deputy"].pk, **fields)


def test_the_sheet_shows_open_jobs_clocks_and_notes(town, given) -> None:
    page = at_desk(town.people["duty"]).get("/duty/handover").content.decode()
    for words in (given.number, "E 1号楼", "厨房下水返水", "住户说下午三点后在家", "On site", "data-print"):
        assert words in page
    assert "13800138000" not in page


def test_both_sign_with_their_own_accounts_and_the_list_changes(town, given) -> None:
    assert at_the_desk(town) == "duty"
    outgoing, incoming = at_desk(town.people["duty"]), at_desk(town.people["deputy"])
    assert leave(outgoing, town, note="3号楼水泵在修").status_code == 303
    assert at_the_desk(town) == "duty", "one signature changes nothing"
    waiting = incoming.get("/duty/handover").content.decode()
    assert "3号楼水泵在修" in waiting
    assert send(incoming, f"/duty/handover/{only().pk}/take").status_code == 303
    assert at_the_desk(town) == "deputy"
    record = outgoing.get(f"/duty/handover/{only().pk}").content.decode()
    assert given.number in record
    assert "not signed yet" not in record
    assert "deputy" in outgoing.get("/duty/").content.decode().split('id="on-duty"')[1]


def test_the_list_before_and_after_the_shift_stays(town, given) -> None:
    with seen_as(SYSTEM):
        (before,) = DutyShift.objects.filter(scope=town.estate, rank=DutyRank.DESK)
    leave(at_desk(town.people["duty"]), town)
    send(at_desk(town.people["deputy"]), f"/duty/handover/{only().pk}/take")
    with seen_as(SYSTEM):
        first, second = DutyShift.objects.filter(scope=town.estate, rank=DutyRank.DESK).order_by("starts_at")
    assert (first.starts_at, second.ends_at) == (before.starts_at, before.ends_at)
    assert first.ends_at == second.starts_at == only().incoming_signed_at
    assert [first.account.display_name, second.account.display_name] == ["duty", "deputy"]


@pytest.mark.django_db(transaction=True)
def test_an_hour_nobody_is_listed_for_is_filled_until_the_next_shift(town, owner_connection) -> None:
    with seen_as(SYSTEM):
        DutyShift.objects.filter(rank=DutyRank.DESK).update(ends_at=now() - timedelta(hours=1))
        DutyShift.objects.create(
            scope=town.estate, organisation=town.company, rank=DutyRank.DESK, account=town.people["duty"],
            starts_at=now() + timedelta(hours=2), ends_at=now() + timedelta(hours=10),
        )  # fmt: skip
    leave(at_desk(town.people["duty"]), town)
    send(at_desk(town.people["deputy"]), f"/duty/handover/{only().pk}/take")
    assert at_the_desk(town) == "deputy"
    with seen_as(SYSTEM):
        last = DutyShift.objects.get(account=town.people["deputy"], rank=DutyRank.DESK)
    assert timedelta(hours=1, minutes=59) < last.ends_at - last.starts_at <= timedelta(hours=2)


def test_at_the_shared_screen_each_signs_with_the_own_code(town, given, screen) -> None:
    outgoing, incoming = town.people["duty"], town.people["deputy"]
    fields = {"outgoing": outgoing.pk, "code": code_of(outgoing)}
    assert leave(screen, town, **fields).status_code == 303
    page = screen.get("/duty/handover").content.decode()
    assert "Authenticator code of deputy" not in page, "who has no authenticator signs at an own desk"
    code = code_of(incoming)
    assert "Authenticator code of deputy" in screen.get("/duty/handover").content.decode()
    assert send(screen, f"/duty/handover/{only().pk}/take", code=code).status_code == 303
    assert at_the_desk(town) == "deputy"


def test_a_wrong_code_signs_nothing_and_is_counted(town, given, screen) -> None:
    outgoing = town.people["duty"]
    right = code_of(outgoing)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert leave(screen, town, outgoing=outgoing.pk, code=wrong).status_code == 303
    assert "Nothing was signed" in screen.get("/duty/handover").content.decode()
    with seen_as(SYSTEM):
        assert not Handover.objects.exists()
    assert TOTPDevice.objects.get(user=outgoing).throttling_failure_count == 1
    assert leave(screen, town, outgoing=outgoing.pk, code=right).status_code == 303, (
        "too soon after a mistake"
    )
    with seen_as(SYSTEM):
        assert not Handover.objects.exists()


def test_nobody_else_signs_for_the_incoming_person(town, given) -> None:
    leave(at_desk(town.people["duty"]), town)
    other = at_desk(town.people["manager"])
    assert send(other, f"/duty/handover/{only().pk}/take").status_code == 303
    assert send(other, f"/duty/handover/{only().pk}/take", code="000000").status_code == 303
    assert only().incoming_signed_at is None
    assert at_the_desk(town) == "duty"


def test_withdrawn_it_is_void_and_another_can_be_signed(town, given) -> None:
    client = at_desk(town.people["duty"])
    leave(client, town)
    first = only()
    again = leave(client, town)
    assert again.status_code == 422
    assert "handed over already" in again.content.decode()
    assert send(client, f"/duty/handover/{first.pk}/withdraw").status_code == 303
    assert send(at_desk(town.people["deputy"]), f"/duty/handover/{first.pk}/take").status_code == 404
    assert leave(client, town).status_code == 303
    assert at_the_desk(town) == "duty"


@pytest.mark.parametrize("incoming", ["", "0", "x", "field", "clerk", "duty"])
def test_only_colleagues_of_the_duty_room_can_come(town, given, incoming) -> None:
    chosen = town.people[incoming].pk if incoming in town.people else incoming
    answer = send(at_desk(town.people["duty"]), "/duty/handover/leave", incoming=chosen)
    assert answer.status_code == 422
    with seen_as(SYSTEM):
        assert not Handover.objects.exists()


def test_the_acts_refuse_what_the_form_does_not_offer(town, given) -> None:
    duty, deputy = town.viewer("duty"), town.viewer("deputy")
    people = town.people

    def hand(by, outgoing, incoming, **more):
        with seen_as(by):
            return handing.hand_over(
                organisation=town.company, outgoing=people[outgoing], incoming=people[incoming], note="",
                by=by, **more,
            )  # fmt: skip

    for outgoing, incoming in (("deputy", "manager"), ("duty", "clerk"), ("field", "deputy")):
        with pytest.raises(NotThere):
            hand(duty, outgoing, incoming)
    with pytest.raises(SamePerson):
        hand(duty, "duty", "duty")
    made = hand(duty, "duty", "deputy")
    with pytest.raises(HandedOverAlready):
        hand(duty, "duty", "manager")
    with pytest.raises(NotThere), seen_as(duty):
        handing.take_over(handover_id=made.pk, by=duty)
    with pytest.raises(NotThere), seen_as(town.viewer("clerk")):
        handing.take_over(handover_id=made.pk, by=town.viewer("clerk"), by_code=True)
    with seen_as(deputy):
        handing.take_over(handover_id=made.pk, by=deputy)
    with pytest.raises(NotThere), seen_as(deputy):
        handing.take_over(handover_id=made.pk, by=deputy)


def test_what_both_signed_never_changes(town, given) -> None:
    leave(at_desk(town.people["duty"]), town)
    send(at_desk(town.people["deputy"]), f"/duty/handover/{only().pk}/take")
    for change in ({"note": "x"}, {"sheet": []}, {"withdrawn_at": now()}):
        with (
            pytest.raises((IntegrityError, InternalError, ProgrammingError)),
            seen_as(SYSTEM),
            transaction.atomic(),
        ):
            Handover.objects.update(**change)
    with pytest.raises((IntegrityError, InternalError, ProgrammingError)), seen_as(SYSTEM):
        Handover.objects.all().delete()


def test_a_private_matter_is_on_the_sheet_without_its_words(town) -> None:
    receipt = town.take_in(place_id=town.building.pk, private=True, content="家里老人走失过")
    fire_due()
    page = at_desk(town.people["duty"]).get("/duty/handover").content.decode()
    assert receipt.number in page
    assert "家里老人走失过" not in page
