"""Organisations, people and duty lists from tables, and a second list that follows the first."""

from datetime import timedelta

import pytest

from huiyin.ground import crypto
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.tree import forget_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Account, DutyShift, Person, Post, RoleGrant
from huiyin.registers.people.words import DutyRank, PostKind, Role
from huiyin.registers.rosters.organisations import _kind as kind_of
from huiyin.registers.rosters.words import Outcome, RosterKind

PLACES = [{"estate": "象城", "building": str(n), "entrance": "1"} for n in (1, 2)]
COMPANY = {"name": "富友物业", "kind": "物业公司", "phone": "010-12345678", "estates": "象城", "duties": "物"}
HEAD = {"name": "王芳", "phone": "13900000001", "post": "楼长", "estate": "象城", "building": "1"}
DESK = {
    "name": "李强",
    "phone": "13900000002",
    "post": "客服",
    "organisation": "富友物业",
    "estate": "象城",
}


@pytest.fixture
def estate(send):
    assert send(RosterKind.PLACES, PLACES).problems == []
    assert send(RosterKind.ORGANISATIONS, [COMPANY]).problems == []


def rows(model, *related, **only):
    with seen_as(SYSTEM):
        found = model.objects.filter(**only).order_by("pk")
        return list(found.select_related(*related) if related else found)


def test_an_organisation_carries_its_duty_where_the_row_says(send, estate):
    with seen_as(SYSTEM):
        carried = Service.objects.select_related("scope", "organisation").get()
        assert (carried.scope.name, carried.organisation.name, carried.duty) == ("象城", "富友物业", "物")
    assert send(RosterKind.ORGANISATIONS, [COMPANY]).outcomes == {Outcome.SAME: 1}
    changed = send(RosterKind.ORGANISATIONS, [COMPANY | {"phone": "010-87654321", "short_name": "富友"}])
    assert changed.outcomes == {Outcome.CHANGED: 1}
    assert [one.phone for one in rows(Organisation)] == ["010-87654321"]


@pytest.mark.parametrize(
    "row",
    [
        {"name": ""},
        {"name": "某某"},
        COMPANY | {"name": "另一物业"},
        COMPANY | {"duties": "飞"},
        COMPANY | {"estates": "不在这里"},
        COMPANY | {"name": "x物业" * 30},
    ],
)
def test_an_organisation_that_cannot_be_says_why_and_leaves_nothing(send, estate, row):
    result = send(RosterKind.ORGANISATIONS, [row])
    assert (len(result.problems), dict(result.new)) == (1, {}), "what is taken back is not counted"
    assert len(rows(Organisation)) == 1
    assert len(rows(Service)) == 1


@pytest.mark.parametrize(
    ("said", "name", "kind"),
    [
        ("物业公司", "富友", OrganisationKind.COMPANY),
        ("", "象城业主委员会", OrganisationKind.OWNERS),
        ("", "桑园社区居委会", OrganisationKind.COMMUNITY),
        ("", "清音路党支部", OrganisationKind.PARTY),
        ("", "桑园派出所", OrganisationKind.DEPARTMENT),
        ("", "市自来水公司", OrganisationKind.UTILITY),
        ("owners", "x", OrganisationKind.OWNERS),
    ],
)
def test_kinds_are_read_out_of_plain_words(said, name, kind):
    assert kind_of(said, name) == kind


def test_people_get_posts_and_accounts_by_telephone(send, estate):
    result = send(RosterKind.PEOPLE, [HEAD, DESK], accounts=True)
    assert result.problems == []
    assert result.outcomes == {Outcome.ADDED: 2}
    head, desk = rows(Post, "place")
    assert (head.kind, head.place.label, desk.kind) == (PostKind.BUILDING_HEAD, "象城 1号楼", PostKind.DESK)
    grants = {
        grant.role: grant
        for grant in rows(RoleGrant, "place", "organisation", role__in=[Role.CONTACT, Role.DUTY])
    }
    assert grants[Role.CONTACT].place.label == "象城 1号楼"
    assert grants[Role.DUTY].organisation.name == "富友物业"
    account = Account.objects.get(pk=grants[Role.CONTACT].account_id)
    assert account.by_phone
    assert bytes(account.phone_index) == crypto.blind_index("phone", "13900000001")
    duty = Account.objects.get(pk=grants[Role.DUTY].account_id)
    assert not duty.by_phone, "a duty room signs in with a second factor: its invitation is handed over"
    again = send(RosterKind.PEOPLE, [HEAD, DESK], accounts=True)
    assert (again.outcomes, dict(again.new)) == ({Outcome.SAME: 2}, {})


def test_a_place_in_one_column_is_found_as_people_say_it(send, estate):
    spoken = HEAD | {"estate": "", "building": "", "where": "象城 2号楼"}
    assert send(RosterKind.PEOPLE, [spoken]).problems == []
    assert [post.place.label for post in rows(Post, "place")] == ["象城 2号楼"]


def test_without_the_wish_nobody_gets_an_account(send, estate):
    send(RosterKind.PEOPLE, [HEAD])
    assert rows(Account, person__isnull=False) == []


def test_another_number_is_a_change_and_another_person_another_row(send, estate):
    send(RosterKind.PEOPLE, [HEAD])
    moved = send(RosterKind.PEOPLE, [HEAD | {"phone": "13900000009"}])
    assert moved.outcomes == {Outcome.CHANGED: 1}
    assert len(rows(Person)) == 1
    send(RosterKind.PEOPLE, [HEAD | {"name": "赵敏", "building": "2"}])
    assert len(rows(Person)) == 2


def test_the_line_residents_see_and_the_last_day_are_brought_up_to_date(send, estate):
    send(RosterKind.PEOPLE, [HEAD])
    changed = HEAD | {"shown_phone": "010-12345678", "until": "2027-01-31"}
    assert send(RosterKind.PEOPLE, [changed]).outcomes == {Outcome.CHANGED: 1}
    assert send(RosterKind.PEOPLE, [changed]).outcomes == {Outcome.SAME: 1}
    assert [(post.shown_phone, str(post.until)) for post in rows(Post)] == [("010-12345678", "2027-01-31")]


def test_a_person_who_only_gets_an_account_is_a_change(send, estate):
    send(RosterKind.PEOPLE, [HEAD])
    assert send(RosterKind.PEOPLE, [HEAD], accounts=True).outcomes == {Outcome.CHANGED: 1}


def test_of_two_estates_of_one_name_none_is_guessed(send, estate, scope):
    with seen_as(SYSTEM):
        plant_scope(name="象城", kind="estate", parent=scope)
    forget_tree()
    result = send(RosterKind.ORGANISATIONS, [COMPANY | {"name": "另一物业"}])
    assert len(result.problems) == 1
    assert len(rows(Service)) == 1


def test_a_full_list_ends_the_posts_it_does_not_name(send, estate):
    send(RosterKind.PEOPLE, [HEAD, HEAD | {"name": "赵敏", "phone": "13900000003", "building": "2"}, DESK])
    result = send(RosterKind.PEOPLE, [HEAD | {"name": "孙丽", "phone": "13900000004"}], whole=True)
    assert result.problems == []
    assert len(result.notes) == 2
    standing = {(post.person.name, post.kind) for post in rows(Post, "person", until=None)}
    assert standing == {("孙丽", PostKind.BUILDING_HEAD), ("李强", PostKind.DESK)}, "other kinds stay"


def test_a_full_list_with_a_bad_row_ends_nobody(send, estate):
    send(RosterKind.PEOPLE, [HEAD])
    result = send(RosterKind.PEOPLE, [HEAD | {"name": "孙丽", "phone": "x"}], whole=True)
    assert len(result.problems) == 1
    assert len(result.notes) == 1
    assert len(rows(Post, until=None)) == 1


@pytest.mark.parametrize(
    "row",
    [
        HEAD | {"name": ""},
        HEAD | {"phone": "139"},
        HEAD | {"post": "船长"},
        HEAD | {"building": ""},
        HEAD | {"building": "9"},
        HEAD | {"estate": "", "building": "", "where": "不在这里"},
        HEAD | {"since": "去年"},
        HEAD | {"organisation": "没有这家"},
        HEAD | {"name": "长" * 51},
    ],
)
def test_a_person_that_cannot_be_says_why_and_leaves_nothing(send, estate, row):
    result = send(RosterKind.PEOPLE, [row])
    assert (len(result.problems), dict(result.new)) == (1, {})
    assert (rows(Person), rows(Post)) == ([], [])
    assert "13900000001" not in result.problems[0][1], "a reason tells no number"


SHIFT = {
    "organisation": "富友物业", "estate": "象城", "date": "2026-12-01", "starts": "20:00", "ends": "8:00",
    "person": "李强", "rank": "值班",
}  # fmt: skip


@pytest.fixture
def desk(send, estate):
    assert send(RosterKind.PEOPLE, [DESK], accounts=True).problems == []


def test_a_night_shift_ends_the_next_morning(send, desk):
    result = send(
        RosterKind.SHIFTS, [SHIFT, SHIFT | {"date": "2026/12/2", "hours": "8点至20点", "rank": "副班"}]
    )
    assert result.problems == []
    night, day = rows(DutyShift)
    assert night.ends_at - night.starts_at == timedelta(hours=12)
    assert night.starts_at.isoformat() == "2026-12-01T12:00:00+00:00", "20:00 in China"
    assert (day.rank, night.rank) == (DutyRank.DEPUTY, DutyRank.DESK)
    assert send(RosterKind.SHIFTS, [SHIFT]).outcomes == {Outcome.SAME: 1}


@pytest.mark.parametrize(
    "row",
    [
        SHIFT | {"person": "没有此人"},
        SHIFT | {"date": "某天"},
        SHIFT | {"starts": "25:00"},
        SHIFT | {"ends": ""},
        SHIFT | {"organisation": "", "estate": ""},
        SHIFT | {"estate": "不在"},
    ],
)
def test_a_shift_that_cannot_be_says_why(send, desk, row):
    assert len(send(RosterKind.SHIFTS, [row]).problems) == 1
    assert rows(DutyShift) == []


def test_a_list_without_units_is_the_property_companys(send, desk):
    assert send(RosterKind.SHIFTS, [SHIFT | {"organisation": ""}]).problems == []
    assert [row.organisation.name for row in rows(DutyShift, "organisation")] == ["富友物业"]


def test_a_row_for_each_day_with_its_columns_of_persons(send, desk):
    others = [DESK | {"name": name, "phone": f"1390000001{n}"} for n, name in enumerate(("周涛", "吴丹"))]
    send(RosterKind.PEOPLE, others, accounts=True)
    days = {
        "estate": "象城",
        "date": "2026-12-01",
        "by_day": "李强、周涛",
        "by_night": "周涛",
        "lead": "吴丹",
    }
    result = send(RosterKind.SHIFTS, [days])
    assert (result.problems, len(result.notes)) == ([], 1), "the hours taken for granted are told"
    told = {
        (row.account.display_name, row.rank, row.ends_at - row.starts_at)
        for row in rows(DutyShift, "account")
    }
    half, whole = timedelta(hours=12), timedelta(hours=24)
    assert told == {
        ("李强", DutyRank.DESK, half), ("周涛", DutyRank.DEPUTY, half), ("周涛", DutyRank.DESK, half),
        ("吴丹", DutyRank.MANAGER, whole),
    }  # fmt: skip
    assert send(RosterKind.SHIFTS, [days]).outcomes == {Outcome.SAME: 1}


def test_a_day_with_one_unknown_person_leaves_nothing(send, desk):
    days = {"date": "2026-12-01", "estate": "象城", "by_day": "李强", "by_night": "没有此人"}
    assert len(send(RosterKind.SHIFTS, [days]).problems) == 1
    assert rows(DutyShift) == []


def test_two_persons_cannot_stand_in_one_place_of_the_line(send, desk):
    other = DESK | {"name": "周涛", "phone": "13900000005"}
    send(RosterKind.PEOPLE, [other], accounts=True)
    result = send(RosterKind.SHIFTS, [SHIFT, SHIFT | {"person": "周涛", "starts": "22:00"}])
    assert [row_no for row_no, _words in result.problems] == [3]
