"""The steward's desk: registers keep their history; nobody climbs; a leaver is out at once."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from huiyin.casework.s2_triage.jobs import learn_now
from huiyin.casework.s2_triage.models import Lesson
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.people.entry import pair_device
from huiyin.registers.people.models import (
    Account,
    ApiToken,
    Device,
    DutyShift,
    Invitation,
    Person,
    Post,
    RoleGrant,
    TwoPersonRequest,
)
from huiyin.registers.people.viewers import viewer_of_token
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.rules.models import RulePack, ScopePack
from tests.desks.signed_in import at_desk, send
from tests.town import LAMP, WATER, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def desk(town):
    return at_desk(town.people["steward"])


def all_of(model, **found):
    with seen_as(SYSTEM):
        return list(model.objects.filter(**found))


def context_of(model, row):
    """The actor and the reason of the last history row."""
    with seen_as(SYSTEM):
        event = model.pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("-pgh_id").first()
        told = event.pgh_context.metadata
        return told["actor"], told.get("reason", "")


def put_account(town, role, scope, username="newcomer", **more):
    account = Account.objects.create(username=username, display_name=username, **more)
    with seen_as(SYSTEM):
        RoleGrant.objects.create(account=account, role=role, scope=scope, since="2024-01-01T00:00Z")
    return account


def test_a_building_grows_gets_a_code_a_poster_and_is_closed(town, desk) -> None:
    building, by = town.building, f"account:{town.people['steward'].pk}"
    assert send(desk, f"/steward/places/{building.pk}/add", kind="entrance", name="2单元").status_code == 303
    (entrance,) = all_of(Place, kind="entrance")
    assert (entrance.label, entrance.short, entrance.scope_id) == ("E 1号楼 2单元", "1-2", town.estate.pk)
    assert send(desk, f"/steward/places/{building.pk}/add", kind="entrance", name="2单元").status_code == 422
    assert send(desk, f"/steward/places/{building.pk}/add", kind="estate", name="x").status_code == 422
    assert send(desk, f"/steward/places/{entrance.pk}/code").status_code == 303
    assert send(desk, f"/steward/places/{entrance.pk}/code").status_code == 422
    (code,) = all_of(QrCode)
    poster = desk.get(f"/steward/places/{entrance.pk}/poster.pdf")
    assert poster.content.startswith(b"%PDF")
    assert (
        send(
            desk, f"/steward/places/{building.pk}/rename", name="1栋", short="1", reason="门牌更正"
        ).status_code
        == 303
    )
    assert all_of(Place, pk=entrance.pk)[0].label == "E 1栋 2单元"
    assert context_of(Place, building) == (by, "门牌更正")
    assert send(desk, f"/steward/codes/{code.code}/revoke", reason="").status_code == 422
    assert send(desk, f"/steward/places/{building.pk}/close", reason="拆除").status_code == 303
    assert all_of(Place, pk=entrance.pk)[0].closed_at is not None
    assert all_of(QrCode)[0].revoked_why == "拆除"
    assert send(desk, f"/steward/places/{building.parent_id}/close", reason="x").status_code == 422
    page = desk.get(f"/steward/places/{building.pk}").content.decode()
    assert "门牌更正" in page


def test_names_that_together_are_too_long_are_refused_with_a_sentence(town, desk):
    building, long = town.building, "长" * 60
    with seen_as(SYSTEM):
        place = Place.objects.create(
            scope=town.estate, parent=building, kind="entrance", name="门", label="甲" * 110
        )
    answer = send(desk, f"/steward/places/{place.pk}/add", kind="home", name=long)
    assert answer.status_code == 422
    assert "longer than 160" in answer.content.decode()
    with seen_as(SYSTEM):
        Place.objects.create(
            scope=town.estate,
            parent=building,
            kind="facility",
            name="梯",
            label=f"{building.label} {'梯' * 130}",
        )
    assert send(desk, f"/steward/places/{building.pk}/rename", name=long).status_code == 422


def test_every_door_of_an_estate_gets_its_code_at_once(town, desk):
    with seen_as(SYSTEM):
        estate = town.building.parent
        doors = [
            Place.objects.create(scope=town.estate, parent=parent, kind=kind, name=name, label=f"E {name}")
            for parent, kind, name in (
                (town.building, "entrance", "1单元"), (town.building, "entrance", "2单元"),
                (estate, "gate", "北门"),
            )
        ]  # fmt: skip
    assert desk.get(f"/steward/places/{estate.pk}").content.decode().count("Make the missing codes") == 1
    for _twice in range(2):
        assert send(desk, f"/steward/places/{estate.pk}/codes").status_code == 303
        assert {code.place_id for code in all_of(QrCode)} == {door.pk for door in doors}
        assert len(all_of(QrCode)) == len(doors)
    page = desk.get(f"/steward/places/{estate.pk}").content.decode()
    assert "Make the missing codes" not in page
    address = f"/steward/places/{estate.pk}/poster.pdf"
    assert f"{address}?paper=a3" in page
    assert [widths_of(desk.get(f"{address}{asked}")) for asked in ("", "?paper=a4", "?paper=a3")] == [
        [842, 595, 595], [595, 595], [842],
    ]  # fmt: skip
    assert desk.get(f"{address}?paper=a5").status_code == 404


def widths_of(answer) -> list[int]:
    """Of each page, in points: 595 is A4, 842 is A3."""
    return [round(page.mediabox.width) for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]


def test_a_new_estate_is_a_scope_of_its_own(town, desk) -> None:
    with seen_as(SYSTEM):
        root = Place.objects.create(scope=town.community, kind="community", name="C", label="C")
    assert send(desk, f"/steward/places/{root.pk}/add", kind="estate", name="新小区").status_code == 303
    (estate,) = all_of(Place, name="新小区")
    assert estate.scope.parent_id == town.community.pk
    assert desk.get(f"/steward/places/{estate.pk}").status_code == 200


def test_organisations_duties_and_hours(town, desk) -> None:
    send(desk, "/steward/organisations/new", scope=town.estate.pk, kind="company", name="新物业")
    (company,) = all_of(Organisation, name="新物业")
    taken = send(
        desk, f"/steward/organisations/{company.pk}/duty", scope=town.estate.pk, duty="物", since="2026-01-01"
    )
    assert taken.status_code == 422
    (service,) = all_of(Service, scope=town.estate)
    assert send(desk, f"/steward/services/{service.pk}/end", reason="换物业").status_code == 303
    done = send(
        desk, f"/steward/organisations/{company.pk}/duty", scope=town.estate.pk, duty="物", since="2026-01-01"
    )
    assert done.status_code == 303
    assert send(desk, f"/steward/organisations/{company.pk}/end", reason="x").status_code == 422
    hours = {
        "scope": town.estate.pk,
        "rank": "desk",
        "account": town.people["duty"].pk,
        "weekdays": ["0", "2"],
        "starts": "20:00",
        "ends": "08:00",
        "first": "2101-01-03",
        "weeks": "2",
    }
    assert send(desk, f"/steward/organisations/{town.company.pk}/shift", **hours).status_code == 303
    shifts = all_of(DutyShift, starts_at__year__gte=2101)
    assert len(shifts) == 4
    assert all((row.ends_at - row.starts_at).total_seconds() == 12 * 3600 for row in shifts)
    assert send(desk, f"/steward/organisations/{town.company.pk}/shift", **hours).status_code == 422
    assert send(desk, f"/steward/shifts/{shifts[0].pk}/remove").status_code == 303
    assert len(all_of(DutyShift, starts_at__year__gte=2101)) == 3


def test_persons_keep_their_telephone_sealed(town, desk) -> None:
    send(desk, "/steward/people/new", scope=town.estate.pk, name="王桂兰", phone="138 0013 8000")
    (person,) = all_of(Person)
    page = desk.get(f"/steward/people/{person.pk}").content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page
    send(
        desk,
        f"/steward/people/{person.pk}/post",
        kind="building_head",
        scope=town.estate.pk,
        place=town.building.pk,
        since="2025-01-01",
        until="2027-12-31",
    )
    (post,) = all_of(Post)
    assert str(post.until) == "2027-12-31"
    assert send(desk, f"/steward/posts/{post.pk}/end", reason="搬走").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_an_account_gets_a_one_time_invitation_that_no_table_keeps(town, desk, owner_connection) -> None:
    told = {"username": "wang.li", "display_name": "王丽", "role": "clerk", "scope": town.community.pk}
    assert send(desk, "/steward/accounts/new", **told).headers["Location"] == "/handover"
    text = desk.get("/handover").content.decode()
    (token,) = re.findall(r"/welcome/([\w-]+)", text)
    for table in ("ground_outcome", "django_session", "people_invitation"):
        rows = owner_connection.execute(f"SELECT t::text FROM {table} t").fetchall()  # noqa: S608 - names above
        assert all(token not in row[0] for row in rows), table
    assert send(desk, "/handover").status_code == 303
    assert token not in desk.get("/handover").content.decode()
    (account,) = all_of(Account, username="wang.li")
    assert not account.has_usable_password()
    assert Invitation.objects.filter(account=account, used_at=None).count() == 1
    assert send(desk, "/steward/accounts/new", **told).status_code == 422


# --- nobody climbs (assurance S-65)


def test_roles_are_given_only_inside_the_own_area_and_never_to_oneself(town, desk) -> None:
    clerk, own = town.people["clerk"], town.people["steward"]
    for scope in (town.street.pk, town.other_estate.pk):  # wider, and elsewhere: not even a choice
        answer = send(desk, f"/steward/accounts/{clerk.pk}/role", role="clerk", scope=scope)
        assert answer.status_code == 422
    assert (
        send(desk, f"/steward/accounts/{own.pk}/role", role="clerk", scope=town.estate.pk).status_code == 422
    )
    assert (
        send(desk, f"/steward/accounts/{own.pk}/role", role="auditor", scope=town.estate.pk).status_code
        == 422
    )
    assert all_of(RoleGrant, account=own).__len__() == 1
    assert desk.get(f"/steward/accounts/{town.people['leader'].pk}").status_code == 404
    assert desk.get(f"/steward/accounts/{town.people['other clerk'].pk}").status_code == 404


def test_high_rights_wait_for_a_second_person(town, desk) -> None:
    clerk = town.people["clerk"]
    send(desk, f"/steward/accounts/{clerk.pk}/role", role="steward", scope=town.community.pk)
    (request,) = all_of(TwoPersonRequest)
    assert all_of(RoleGrant, account=clerk, role="steward") == []
    assert (
        send(desk, f"/steward/requests/{request.pk}", agree="yes").status_code == 422
    )  # not by whoever asked
    assert all_of(RoleGrant, account=clerk, role="steward") == []
    second = at_desk(town.people["auditor"])
    assert send(second, f"/auditor/requests/{request.pk}", agree="yes").status_code == 303
    assert len(all_of(RoleGrant, account=clerk, role="steward")) == 1
    assert at_desk(town.people["clerk"]).get("/steward/").status_code == 200


def test_who_audits_does_nothing_else(town, desk) -> None:
    clerk = town.people["second clerk"]
    assert (
        send(desk, f"/steward/accounts/{clerk.pk}/role", role="auditor", scope=town.community.pk).status_code
        == 422
    )
    assert all_of(TwoPersonRequest) == []


def test_the_sign_in_of_a_high_account_is_not_reset_by_one_person(town, desk) -> None:
    other = put_account(town, Role.STEWARD, town.community)
    other.set_password("a long enough password")
    other.save()
    assert send(desk, f"/steward/accounts/{other.pk}/reset", reason="lost").status_code == 303
    other.refresh_from_db()
    assert other.has_usable_password()
    assert (
        send(desk, f"/steward/accounts/{other.pk}/phone", phone="13900139000", reason="x").status_code == 422
    )
    (request,) = all_of(TwoPersonRequest)
    answer = send(at_desk(town.people["auditor"]), f"/auditor/requests/{request.pk}", agree="yes")
    assert answer.headers["Location"] == "/handover"
    other.refresh_from_db()
    assert not other.has_usable_password()


def test_an_account_with_a_role_elsewhere_is_not_ended_by_this_steward(town, desk) -> None:
    both = put_account(town, Role.CLERK, town.community)
    with seen_as(SYSTEM):
        RoleGrant.objects.create(account=both, role=Role.LEADER, scope=town.street, since="2024-01-01T00:00Z")
    assert send(desk, f"/steward/accounts/{both.pk}/off", reason="x").status_code == 422
    assert send(desk, f"/steward/accounts/{both.pk}/reset", reason="x").status_code == 422
    both.refresh_from_db()
    assert both.is_active


def test_other_roles_find_no_register_and_fields_cannot_be_smuggled(town, desk) -> None:
    for name in ("clerk", "leader", "contact", "duty", "auditor"):
        assert at_desk(town.people[name]).get("/steward/").status_code == 404
        assert (
            send(
                at_desk(town.people[name]), "/steward/people/new", scope=town.estate.pk, name="x"
            ).status_code
            == 404
        )
    told = {
        "username": "li.si",
        "display_name": "李四",
        "role": "clerk",
        "scope": town.estate.pk,
        "is_active": "0",
        "password": "x",
        "session_epoch": "9",
        "by_phone": "1",
        "id": "1",
    }
    send(desk, "/steward/accounts/new", **told)
    (account,) = all_of(Account, username="li.si")
    assert (account.is_active, account.session_epoch, account.by_phone) == (True, 0, False)


# --- a leaver is out at once (S-67)


def test_a_leaver_is_out_with_the_next_request(town, desk) -> None:
    leaver = town.people["clerk"]
    theirs = at_desk(leaver)
    assert theirs.get("/clerk/").status_code == 200
    send(desk, f"/steward/accounts/{leaver.pk}/token", label="export")
    (token,) = re.findall(r'<p class="words">([\w-]+)</p>', desk.get("/handover").content.decode())
    assert viewer_of_token(token) is not None
    assert send(desk, f"/steward/accounts/{leaver.pk}/off", reason="离职").status_code == 303
    assert theirs.get("/clerk/").status_code in (302, 401)
    assert viewer_of_token(token) is None
    assert all_of(ApiToken)[0].revoked_at is not None
    assert context_of(Account, leaver)[1] == "离职"


def test_a_role_taken_away_ends_with_the_next_request(town, desk) -> None:
    clerk = town.people["clerk"]
    theirs = at_desk(clerk)
    (grant,) = all_of(RoleGrant, account=clerk)
    assert send(desk, f"/steward/grants/{grant.pk}/end", reason="换岗").status_code == 303
    assert theirs.get("/clerk/").status_code == 404


def test_a_screen_pairs_once_and_is_revoked(town, desk) -> None:
    send(desk, "/steward/screens/new", label="值班室", scope=town.estate.pk, organisation=town.company.pk)
    (code,) = re.findall(r'<p class="words">(\w+)</p>', desk.get("/handover").content.decode())
    device, token = pair_device_in_transaction(code)
    assert token
    assert send(desk, f"/steward/screens/{device.pk}/revoke", reason="坏了").status_code == 303
    assert bytes(all_of(Device)[0].token_digest) == b""


def pair_device_in_transaction(code):
    from django.db import transaction

    with transaction.atomic():
        return pair_device(code=code)


def test_rules_are_shown_with_their_source_and_another_version_is_followed(town, desk) -> None:
    pack = RulePack.objects.get(name="tj")
    assert "tj" in desk.get("/steward/rules").content.decode()
    assert (
        "BJ-JSJB"
        in desk.get(f"/steward/rules/{RulePack.objects.get(name='three-rates').pk}").content.decode()
    )
    for row in RulePack.objects.all():
        assert desk.get(f"/steward/rules/{row.pk}").status_code == 200
    answer = send(desk, f"/steward/rules/{town.estate.pk}/service_level", pack=pack.pk)
    assert answer.status_code == 303
    assert all_of(ScopePack, scope=town.estate, pack=pack)
    wrong = send(desk, f"/steward/rules/{town.estate.pk}/rate", pack=pack.pk)
    assert wrong.status_code == 422
    assert desk.get(f"/steward/rules/{town.other_estate.pk}/rate").status_code == 404


def test_a_form_sent_twice_is_done_once(town, desk) -> None:
    told = {"key": "one-key", "scope": town.estate.pk, "name": "张三", "phone": ""}
    answers = [desk.post("/steward/people/new", told) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(all_of(Person)) == 1


@pytest.mark.django_db(transaction=True)
def test_every_page_of_the_desk_opens(town, desk) -> None:
    for path in (
        "",
        "places",
        "organisations",
        "people",
        "accounts",
        "screens",
        "rules",
        "people?q=%00",
        "places?q=1-2",
        f"organisations/{town.company.pk}",
        f"accounts/{town.people['clerk'].pk}",
    ):
        assert desk.get(f"/steward/{path}", follow=True).status_code in (200, 400), path
    assert connection.in_atomic_block is False


def test_the_button_lets_the_program_learn_and_the_card_says_how_good_it_is(town) -> None:
    desk, area = at_desk(town.people["steward"]), town.community.pk
    page = desk.get("/steward/learning").content.decode()
    assert f"/steward/learning/{area}/now" in page
    assert send(desk, f"/steward/learning/{area}/now").status_code == 303
    assert ProcrastinateJob.objects.get().args == {"area": area, "account_id": town.people["steward"].pk}
    assert "look again in a minute" in desk.get("/steward/learning").content.decode()
    learn_now.func(area=area, account_id=town.people["steward"].pk)
    with seen_as(SYSTEM):
        lesson = Lesson.objects.get()
    assert lesson.made_by == town.viewer("steward").actor
    card = desk.get(f"/steward/learning/{lesson.pk}").content.decode()
    assert "Model card" in card
    assert "0 / 0" in card
    for person, status in (("clerk", 404), ("leader", 404)):
        assert at_desk(town.people[person]).get(f"/steward/learning/{lesson.pk}").status_code == status
    assert send(desk, f"/steward/learning/{town.other_community.pk}/now").status_code == 404


def test_a_card_shows_scores_calibration_words_and_places(town) -> None:
    score = {"code": WATER, "said": 8, "held": 9, "both": 7, "f1": 0.82}
    found = {"cases": 210, "right_first": 180, "macro_f1": 0.81, "categories": [score]}
    card = {"cases": 210, "new": found, "in_use": found | {"right_first": 150}, "better": True,
            "bands": [[0.0, 10, 3], [0.4, 20, 12], [0.6, 80, 70], [0.8, 100, 95]]}  # fmt: skip
    with seen_as(SYSTEM):
        lesson = Lesson.objects.create(
            scope_id=town.community.pk, made_at=now(), made_by="system", corrections=204, card=card,
            words={WATER: {"小鹏桩": 4.0}},
            places=[{"place": town.building.pk, "from": WATER, "to": LAMP, "n": 3, "of": 4}],
        )  # fmt: skip
    desk = at_desk(town.people["steward"])
    page = desk.get(f"/steward/learning/{lesson.pk}", headers={"Accept-Language": "zh-hans"}).content.decode()
    for shown in (
        "模型卡",
        "204 / 210",
        "180 / 210",
        "150 / 210",
        "7 / 9",
        "7 / 8",
        "95 / 100",
        "小鹏桩",
        "3 / 4",
        "1号楼",
    ):
        assert shown in page, shown
