"""Emergency service: six months at most, named by the street, handed over, followed by the owners' choice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huiyin.bridges.passed_days import passed
from huiyin.commons.c3_decisions.acts import Draft, decide
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c5_agreements import emergency
from huiyin.commons.c5_agreements import refusals as no
from huiyin.commons.c5_agreements.lapsing import end_what_is_over
from huiyin.commons.c5_agreements.models import EmergencyService, HandoverItem, ServiceEvent
from huiyin.commons.c5_agreements.reads import days_left
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Service
from huiyin.verifier import verify
from tests.commons.parties import Parties
from tests.verifier.planting import Unguarded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("begins", "last"),
    [
        (date(2026, 3, 31), date(2026, 9, 30)), (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_six_months_to_the_day_and_not_a_day_more(parties: Parties, begins: date, last: date) -> None:
    parties.alone()
    parties.hands.set(datetime(begins.year, begins.month, begins.day, 4, tzinfo=UTC))
    days = {"begins": begins, "noticed_on": begins}
    with pytest.raises(no.EmergencyTooLong) as refused:
        parties.named(ends=last + timedelta(days=1), **days)
    assert str(last) in str(refused.value.said)
    assert "第77条" in str(refused.value.said)
    parties.named(ends=last, **days)
    assert parties.service.ends == last


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"reason": " "}, no.EmergencyWordsMissing), ({"services": ""}, no.EmergencyWordsMissing),
        ({"cost_notice": ""}, no.EmergencyWordsMissing),
        ({"noticed_on": date(2025, 10, 14)}, no.EmergencyDaysWrong),
        ({"ends": date(2025, 10, 12)}, no.EmergencyDaysWrong),
        ({"begins": date(2026, 1, 12), "ends": date(2026, 2, 1)}, no.EmergencyDaysWrong),
    ],
)  # fmt: skip
def test_what_the_street_tells_is_whole(
    parties: Parties, given: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        parties.named(**given)


def test_the_street_names_a_company_for_an_estate(parties: Parties) -> None:
    parties.alone()
    first, office = parties.units["first"].pk, parties.units["office"].pk
    for wrong in ({"company_id": office}, {"named_by_id": first}):
        with pytest.raises(no.NotTheStreet):
            parties.named(**wrong)
    with pytest.raises(no.NotAnEstate):
        parties.as_(emergency.name_service, place_id=parties.town.sister_building.pk, what=parties.naming())
    with pytest.raises(NotThere):
        parties.named(company_id=10**9)
    for name in ("other clerk", "leader", "duty"):
        with pytest.raises(NotThere):
            parties.as_(
                emergency.name_service, parties.town.viewer(name), place_id=parties.estate.pk,
                what=parties.naming(),
            )  # fmt: skip


def test_an_estate_with_a_company_needs_none(parties: Parties) -> None:
    parties.alone()
    with seen_as(SYSTEM):
        Service.objects.filter(scope=parties.town.sister).update(until=None)
    with pytest.raises(no.CompanyServes):
        parties.named()


def test_a_second_directly_after_the_first_needs_a_reason_and_an_approver(parties: Parties) -> None:
    parties.named()
    with pytest.raises(no.ServedAlready):
        parties.named()
    last = parties.service.ends
    parties.hands.move(days=121)
    assert end_what_is_over() == 1
    later = {"begins": parties.today, "ends": parties.today + timedelta(days=60), "noticed_on": parties.today}
    with pytest.raises(no.ServedAlready):  # the first still held on that day
        parties.named(**later | {"begins": last, "noticed_on": last})
    for half in ({}, {"again_why": "投票未达半数"}, {"again_by": "街道党工委"}):
        with pytest.raises(no.AgainNeedsReason):
            parties.named(**later | half)
    parties.named(**later, again_why="投票未达半数", again_by="街道党工委")


@pytest.mark.parametrize(("gap", "refusal"), [(30, no.AgainNeedsReason), (31, None)])
def test_directly_after_means_within_thirty_days(parties: Parties, gap: int, refusal: Any) -> None:
    parties.named()
    parties.hands.move(days=120 + gap)
    end_what_is_over()
    again = {"begins": parties.today, "ends": parties.today, "noticed_on": parties.today}
    if refusal is None:
        parties.named(**again)
        return
    with pytest.raises(refusal):
        parties.named(**again)


def test_days_left_count_the_last_day(parties: Parties) -> None:
    parties.named(begins=date(2025, 10, 20), ends=date(2025, 10, 21))
    assert days_left(parties.service) == 2
    for day, left in ((20, 2), (21, 1), (22, 0)):
        assert days_left(parties.service, date(2025, 10, day)) == left


def test_what_is_handed_over_is_ticked_once(parties: Parties) -> None:
    parties.named()
    with pytest.raises(no.EmergencyWordsMissing):
        parties.serve(emergency.add_item, what=" ", from_whom="")
    parties.serve(emergency.add_item, what="电梯档案", from_whom="原物业公司")
    with pytest.raises(no.DayWrong):
        parties.serve(emergency.tick_item, no=1, on=parties.today + timedelta(days=1))
    with pytest.raises(NotThere):
        parties.serve(emergency.tick_item, no=2, on=parties.today)
    parties.serve(emergency.tick_item, no=1, on=parties.today)
    with pytest.raises(no.ItemDone):
        parties.serve(emergency.tick_item, no=1, on=parties.today)


def test_before_its_end_the_owners_choice_is_owed(parties: Parties) -> None:
    parties.named()
    parties.hands.move(days=89)
    with seen_as(SYSTEM):
        assert "day-emergency" not in [one.what for one in passed(now())]
    parties.hands.move(days=1)
    with seen_as(SYSTEM):
        assert "day-emergency" in [one.what for one in passed(now())]
    draft = Draft("选聘物业", "选第一公司。", DecidedBy.MEETING, "业主大会", parties.today)
    there = parties.as_(decide, place_id=parties.estate.pk, what=draft)
    elsewhere = parties.as_(decide, place_id=parties.town.building.pk, what=draft)
    for wrong in ({}, {"decision_id": elsewhere.pk}, {"vote_id": 10**9}):
        with pytest.raises(NotThere):
            parties.serve(emergency.link_next, **wrong)
    parties.serve(emergency.link_next, decision_id=there.pk)
    with seen_as(SYSTEM):
        assert "day-emergency" not in [one.what for one in passed(now())]


def test_it_ends_early_once_with_a_reason(parties: Parties) -> None:
    parties.named()
    with pytest.raises(no.EmergencyWordsMissing):
        parties.serve(emergency.end_service, reason="")
    parties.serve(emergency.end_service, reason="业主选出新公司")
    assert parties.service.ended_on == parties.today
    with pytest.raises(no.ServiceOver):
        parties.serve(emergency.add_item, what="钥匙", from_whom="")


@pytest.mark.parametrize(
    "change",
    [
        lambda: EmergencyService.objects.update(ends=date(2026, 10, 1)),
        lambda: EmergencyService.objects.update(cost_notice="免费"),
        lambda: EmergencyService.objects.all().delete(),
        lambda: HandoverItem.objects.update(done_on=None),
        lambda: HandoverItem.objects.all().delete(),
    ],
)
def test_the_database_makes_no_service_longer(parties: Parties, change: Any) -> None:
    parties.named()
    parties.serve(emergency.add_item, what="电梯档案", from_whom="")
    parties.serve(emergency.tick_item, no=1, on=parties.today)
    with seen_as(SYSTEM), pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_a_guest_around_reads_it_and_no_record(parties: Parties) -> None:
    parties.named()
    from huiyin.ground.tenancy.tree import scope_tree

    with seen_as(guest(around=scope_tree().up(parties.town.sister.pk))):
        assert EmergencyService.objects.count() == 1
        assert ServiceEvent.objects.count() == 0
    with seen_as(parties.town.viewer("other clerk")):
        assert EmergencyService.objects.count() == 0


TAMPERED = {
    "was changed after it was named": "UPDATE agreements_emergencyservice SET ends = ends + 200",
    "stands at": "UPDATE agreements_emergencyservice SET state = 'ended'",
    "thing handed over 1": "UPDATE agreements_handoveritem SET done_on = done_on - 1",
    "was changed after it was written": "UPDATE agreements_serviceevent SET actor_label = '别人'"
    " WHERE seq = 2",
}


@pytest.mark.django_db(transaction=True)
def test_the_verifier_finds_what_was_changed_by_hand(parties: Parties, owner_connection: Any) -> None:
    parties.named()
    parties.serve(emergency.add_item, what="电梯档案", from_whom="原物业公司")
    parties.serve(emergency.tick_item, no=1, on=parties.today)
    url = owner_connection.info.dsn + f" password={owner_connection.info.password}"
    whole = verify(url)
    assert (whole.broken, whole.services) == ([], 1)
    for sentence, change in TAMPERED.items():
        with Unguarded(owner_connection) as owner:
            owner.execute(change)
        broken = verify(url).broken
        assert any(sentence in one for one in broken), (sentence, broken)
