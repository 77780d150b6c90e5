"""Many hands at the desks: the clerk sees who is missing, the called answer, somebody else decides."""

import re

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Clock
from huiyin.casework.s3_dispatch.models import Share
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s3_dispatch.whistles.models import Call, Whistle
from huiyin.casework.s4_handling.models import Dispute, Return
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from tests.desks.signed_in import at_desk, send
from tests.town import all_seen, case_of, plant_town
from tests.units import add_unit, call_of


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def hands(clock, town):
    from tests.casework.conftest import TEN

    moved = clock
    moved.set(TEN)
    return moved


@pytest.fixture
def case(town, hands):
    receipt = town.take_in()
    fire_due()
    return case_of(receipt)


@pytest.fixture
def police(town):
    return add_unit(town, "派出所", duty="公")


def blow(town, case, unit, **more):
    clerk = at_desk(town.people["clerk"])
    told = {"template": "1+3+N", "kind": "emergency", "ground": "emergency", "reason": "需公安到场",
            "unit-police": str(unit.pk), "task-police": "维持秩序"}  # fmt: skip
    return clerk, send(clerk, f"/case/{case.number}/whistle", **told | more)


def test_the_template_fills_the_seats_and_the_clerk_blows(town, case, police):
    clerk = at_desk(town.people["clerk"])
    page = clerk.get(f"/case/{case.number}/whistle?template=1%2B3%2BN").content.decode()
    assert page.count("<select") >= 11
    assert f'<option value="{town.company.pk}" selected>' in page
    assert "nobody is registered" in page
    _clerk, answer = blow(town, case, police)
    assert (answer.status_code, answer["Location"]) == (303, f"/case/{case.number}/hands")
    with all_seen():
        assert {call.organisation_id for call in Call.objects.all()} == {police.pk}
        assert Whistle.objects.get().template == "1+3+N"
    assert call_of(police).task == "维持秩序"


def test_a_whistle_without_reason_or_party_says_what_to_do_and_keeps_the_words(town, case, police):
    clerk, answer = blow(town, case, police, reason="")
    assert answer.status_code == 422
    answer = send(
        clerk, f"/case/{case.number}/whistle", template="1+3+N", kind="street", ground="request",
        reason="就是需要",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Choose at least one unit to call." in answer.content.decode()
    assert "就是需要" in answer.content.decode()
    with all_seen():
        assert not Whistle.objects.exists()


def test_the_called_unit_reports_in_and_delivers_on_the_phone(town, case, police):
    blow(town, case, police)
    officer, call = at_desk(town.people["派出所"]), call_of(police)
    assert "维持秩序" in officer.get(f"/calls/{call.pk}").content.decode()
    assert case.title in officer.get("/hands/").content.decode()
    for step in ("report", "present"):
        assert send(officer, f"/calls/{call.pk}/do/{step}").status_code == 303
    assert send(officer, f"/calls/{call.pk}/do/deliver", text=" ").status_code == 422
    assert send(officer, f"/calls/{call.pk}/do/progress", text="在等消防").status_code == 303
    assert send(officer, f"/calls/{call.pk}/do/deliver", text="已劝离").status_code == 303
    assert send(officer, f"/calls/{call.pk}/do/no-such-step").status_code == 404
    assert call_of(police).result == "已劝离"
    assert "已劝离" in officer.get(f"/calls/{call.pk}").content.decode()
    assert at_desk(town.people["duty"]).get(f"/calls/{call.pk}").status_code == 404


def test_a_unit_nobody_can_tell_is_marked_for_the_telephone(town, case):
    with all_seen():
        silent = Organisation.objects.create(scope=town.street, kind=OrganisationKind.PARTNER, name="律所")
    clerk, _answer = blow(town, case, silent)
    page = f"/case/{case.number}/hands"
    assert "no account: telephone them" in clerk.get(page).content.decode()
    blow(town, case, town.company)
    assert clerk.get(page).content.decode().count("no account: telephone them") == 1


@pytest.mark.parametrize("page", ["/inbox/", "/field/", "/hands/"])
def test_one_tap_reports_in_from_the_page_one_is_on(town, case, police, page):
    blow(town, case, police)
    officer, call = at_desk(town.people["派出所"]), call_of(police)
    seen = officer.get(page).content.decode()
    tap = f"/calls/{call.pk}/do/report"
    assert f'action="{tap}"' in seen
    assert "Report-in" in seen, "the unit's own clock"
    back = re.search(r'name="back" value="([a-z-]+)"', seen)[1]
    answer = send(officer, tap, back=back)
    assert (answer.status_code, answer["Location"]) == (303, page)
    seen = officer.get(page).content.decode()
    assert f'action="{tap}"' not in seen
    assert f'href="/calls/{call.pk}"' in seen
    assert call_of(police).reported_by == f"account:{town.people['派出所'].pk}"


def test_the_duty_board_shows_a_call_at_the_next_look_and_takes_the_tap(town, case):
    duty = at_desk(town.people["duty"])
    before = duty.get("/duty/poll")
    assert duty.get("/duty/poll", headers={"if-none-match": before["ETag"]}).status_code == 304
    blow(town, case, town.company)
    after = duty.get("/duty/poll", headers={"if-none-match": before["ETag"]})
    tap = f"/calls/{call_of(town.company).pk}/do/report"
    assert f'action="{tap}"' in after.content.decode()
    assert send(duty, tap, back="duty-board")["Location"] == "/duty/"
    assert call_of(town.company).reported_at is not None
    assert send(duty, tap, back="https://elsewhere")["Location"] == f"/calls/{call_of(town.company).pk}"


def test_the_clerk_sees_who_is_missing_and_rates_and_a_second_reviews(town, case, police, hands):
    clerk, _answer = blow(town, case, police)
    hands.move(minutes=31)
    listed = clerk.get("/hands/").content.decode()
    assert listed.index("派出所") > listed.index('id="missing"')
    for page in (f"/case/{case.number}", f"/case/{case.number}/hands"):
        assert "1 missing or late" in clerk.get(page).content.decode()
    assert f'href="/case/{case.number}/whistle"' in clerk.get(f"/case/{case.number}").content.decode()
    officer = at_desk(town.people["派出所"])
    assert f'href="/case/{case.number}/whistle"' not in officer.get(f"/case/{case.number}").content.decode()
    hands.move(days=2)
    call = call_of(police)
    assert send(clerk, f"/calls/{call.pk}/rate", mark="none", note="一直没来").status_code == 303
    with all_seen():
        whistle = Whistle.objects.get()
    assert send(clerk, f"/whistles/{whistle.pk}/review", justified="yes").status_code == 422
    second = at_desk(town.people["second clerk"])
    assert "需公安到场" in second.get("/hands/").content.decode()
    assert send(second, f"/whistles/{whistle.pk}/review", justified="yes").status_code == 303
    assert "0/1" in second.get("/hands/figures").content.decode()
    assert send(clerk, f"/calls/{call.pk}/off", reason="不等了").status_code == 303


def test_return_form_decision_and_dispute(town, case, police):
    duty, clerk = at_desk(town.people["duty"]), at_desk(town.people["clerk"])
    assert "Can be returned until" in duty.get(f"/case/{case.number}/hands").content.decode()
    path = f"/case/{case.number}/return"
    no = send(duty, path, legal_basis="", suggested="", suggested_words="")
    assert (no.status_code, "The legal basis of the return is missing." in no.content.decode()) == (422, True)
    assert (
        send(duty, path, legal_basis="条例", suggested=str(police.pk), suggested_words="").status_code == 303
    )
    with all_seen():
        asked = Return.objects.get()
    assert "条例" in clerk.get("/hands/").content.decode()
    decided = send(clerk, f"/returns/{asked.pk}", granted="no", to="", note="不同意")
    assert decided.status_code == 303
    assert send(duty, f"/case/{case.number}/dispute", grounds="不归我们").status_code == 303
    with all_seen():
        raised = Dispute.objects.get()
    barred = send(clerk, f"/disputes/{raised.pk}", granted="yes", to=str(police.pk), note="")
    assert barred.status_code == 422
    second = at_desk(town.people["second clerk"])
    upheld = send(second, f"/disputes/{raised.pk}", granted="yes", to=str(police.pk), note="查实")
    assert upheld.status_code == 303
    with all_seen():
        assert standing_assignment(case).organisation == police


def test_share_and_its_end(town, case):
    clerk, other = at_desk(town.people["clerk"]), at_desk(town.people["other clerk"])
    area = str(town.other_community.pk)
    assert send(clerk, f"/case/{case.number}/share", area=area, unit="", reason="同一根管").status_code == 303
    assert other.get(f"/case/{case.number}/hands").status_code == 200
    page = other.get(f"/case/{case.number}").content.decode()
    assert "do-sort" not in page
    with all_seen():
        share = Share.objects.get()
    assert send(other, f"/shares/{share.pk}/end").status_code == 404
    assert send(clerk, f"/shares/{share.pk}/end").status_code == 303
    assert other.get(f"/case/{case.number}/hands").status_code == 404


def test_help_has_its_own_queue(town, hands):
    help_case, repair = (case_of(town.take_in(category=code)) for code in ("1202", "0901"))
    page = at_desk(town.people["clerk"]).get("/help/queue").content.decode()
    assert help_case.number in page
    assert repair.number not in page


def test_lists_cost_the_same_however_many_rows(town, case, police, django_assert_max_num_queries):
    blow(town, case, police)
    clerk = at_desk(town.people["clerk"])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(path):
        clerk.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(path).status_code == 200
        return len(seen)

    few = cost("/hands/")
    for number in range(3):
        another = case_of(town.take_in(key=f"k{number}", phone=f"1380013700{number}"))
        fire_due()
        blow(town, another, police)
    assert min(cost("/hands/"), cost("/hands/")) <= few, "one may read the tree of scopes anew"


def test_a_steward_tries_a_hand_over_then_does_it(town, case):
    steward = at_desk(town.people["steward"])
    new = add_unit(town, "新物业", scope=town.community, kind=OrganisationKind.COMPANY, works=town.estate)
    path = f"/steward/organisations/{town.company.pk}/take-over"
    told = {"area": str(town.estate.pk), "new": str(new.pk)}
    assert steward.get(path, {**told, "reason": ""}).status_code == 422
    tried = steward.get(path, {**told, "reason": "业主大会决定"}).content.decode()
    assert "This is the dry run" in tried
    with all_seen():
        open_clocks = Clock.objects.filter(case=case, stopped_at=None)
        anew = open_clocks.filter(kind__in=("acknowledge", "accept")).count()
        runs_on = open_clocks.count() - anew
    assert anew
    assert runs_on
    for what, number in (
        ("Open cases that go along", 1),
        ("Clocks that begin anew (acknowledge, accept)", anew),
        ("Promises to residents that run on", runs_on),
    ):
        assert re.search(rf"{re.escape(what)}</td><td[^>]*>{number}<", tried), (what, tried)
    with all_seen():
        assert standing_assignment(case).organisation == town.company
    assert send(steward, path, **told, reason="").status_code == 422
    assert send(steward, path, **told, reason="业主大会决定").status_code == 303
    assert "业主大会决定" in steward.get("/steward/takeovers").content.decode()


def test_a_steward_merges_units_makes_the_zone_permanent_and_splits_it(town):
    steward = at_desk(town.people["steward"])
    page = steward.get("/steward/units").content.decode()
    assert "2/2" in page
    from huiyin.registers.places.models import GovernanceUnit

    with all_seen():
        units = [
            str(pk)
            for pk in GovernanceUnit.objects.exclude(scope=town.other_estate).values_list("pk", flat=True)
        ]
    merged = {"units": units, "name": "东片", "temporary": "on", "reason": "合并"}
    assert send(steward, "/steward/units/merge", **merged).status_code == 303
    with all_seen():
        zone = GovernanceUnit.objects.get(name="东片")
    assert send(steward, f"/steward/units/{zone.pk}/permanent", reason="批复").status_code == 303
    whole = send(steward, f"/steward/units/{zone.pk}/split", name="西", reason="x",
                 buildings=[str(town.building.pk), str(town.sister_building.pk)])  # fmt: skip
    assert whole.status_code == 422
    part = send(
        steward, f"/steward/units/{zone.pk}/split", name="西", reason="x", buildings=[str(town.building.pk)]
    )
    assert part.status_code == 303
    assert "批复" in steward.get(f"/steward/units/{zone.pk}").content.decode()


def test_the_steward_reads_templates_and_limits_with_their_source(town):
    from huiyin.registers.rules.models import RulePack

    with all_seen():
        pack = RulePack.objects.get(kind="cooperation", version="2026.2")
    page = at_desk(town.people["steward"]).get(f"/steward/rules/{pack.pk}").content.decode()
    for words in ("Residents&#x27; committee", "30 minutes", "TJ-2024 C", "Template:"):
        assert words in page, words
