"""What each shipped service level promises."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.deadlines import due_at
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import ClockKind, Confidence, StartEvent, Unit, Urgency, Who

NATURAL, WORKING = Unit.NATURAL_SECONDS, Unit.WORKING_DAYS


def clock(targets: list[Target], kind: ClockKind) -> Target:
    [found] = [target for target in targets if target.clock is kind]
    return found


@pytest.fixture(scope="session")
def five341(levels: dict[str, ServiceLevel]) -> ServiceLevel:
    return levels["5341"]


def test_5341_is_one_arrival_clock_and_one_graded_clock(five341: ServiceLevel, estate: CategoryList) -> None:
    lamp = estate.leaves["0901"]
    promised = [target for target in five341.targets_for(lamp, lamp.urgency) if target.promise]
    assert [(t.clock, t.amount, t.unit) for t in promised] == [
        (ClockKind.ARRIVE, 300, NATURAL),
        (ClockKind.FIX, 1800, NATURAL),
    ]
    assert all(target.starts_on is StartEvent.INTAKE for target in promised)


@pytest.mark.parametrize(
    ("tier", "kind", "seconds"),
    [("normal", ClockKind.FIX, 1800), ("major", ClockKind.MAJOR, 14400), ("complex", ClockKind.PLAN, 86400)],
)
def test_5341_tiers(five341: ServiceLevel, tier: str, kind: ClockKind, seconds: int) -> None:
    graded = [t for t in five341.targets_for(None, Urgency.N, tier=tier) if t.tier is not None]
    assert [(t.clock, t.amount, t.unit) for t in graded] == [(kind, seconds, NATURAL)]


def test_5341_golden_vector(five341: ServiceLevel, estate: CategoryList, cn: Calendar) -> None:
    """Intake 10:00:00, arrived 10:04:59, fixed 10:30:01: on site in time, the fix late by one second."""
    start = datetime(2025, 10, 1, 10, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    targets = five341.targets_for(estate.leaves["0106"], Urgency.N)
    arrive_by = due_at(start, clock(targets, ClockKind.ARRIVE), cn)
    fix_by = due_at(start, clock(targets, ClockKind.FIX), cn)
    assert start + timedelta(minutes=4, seconds=59) <= arrive_by
    assert (start + timedelta(minutes=30, seconds=1)) - fix_by == timedelta(seconds=1)
    regraded = five341.targets_for(estate.leaves["0106"], Urgency.N, tier="major")
    assert due_at(start, clock(regraded, ClockKind.MAJOR), cn) == start + timedelta(hours=4)


def test_5341_moves_upward_only(five341: ServiceLevel) -> None:
    tiers = [tier.code for tier in five341.tiers]
    allowed = {(a, b) for a in tiers for b in tiers if five341.may_regrade(a, b)}
    assert allowed == {("normal", "major"), ("normal", "complex"), ("major", "complex")}
    assert not five341.may_regrade("normal", "nonsense")
    assert (five341.regrade.before_due, five341.regrade.reason, five341.regrade.approver) == (
        True,
        True,
        True,
    )


def test_5341_pauses_only_while_the_resident_is_away(five341: ServiceLevel) -> None:
    assert five341.pause_reasons == ("resident_unavailable",)
    assert five341.extensions == ()


def test_5341_alarm_climbs_after_60_and_120_seconds(five341: ServiceLevel) -> None:
    alarm = clock(five341.targets_for(None, Urgency.N), ClockKind.ACKNOWLEDGE)
    assert not alarm.promise
    assert [(alarm.amount + step.after, step.who) for step in alarm.ladder] == [
        (60, Who.DEPUTY),
        (120, Who.MANAGER),
    ]


def test_5341_speaks_only_for_what_the_company_leads_on_the_spot(
    five341: ServiceLevel, estate: CategoryList
) -> None:
    covered = {leaf.code for leaf in estate.leaves.values() if five341.applies(leaf)}
    assert {"0106", "0401", "0204", "0901"} <= covered
    assert not covered & {"0104", "0303", "1204", "1101"}
    assert not five341.applies(None)


def test_an_unknown_tier_is_refused(five341: ServiceLevel) -> None:
    with pytest.raises(ValueError, match="no tier"):
        five341.targets_for(None, Urgency.N, tier="urgent")


@pytest.mark.parametrize(
    ("name", "urgency", "amount", "unit"),
    [
        ("bj", "E1", 7200, NATURAL),
        ("bj", "E2", 86400, NATURAL),
        ("bj", "N", 7, Unit.NATURAL_DAYS),
        ("bj", "H", 15, Unit.NATURAL_DAYS),
        ("sh-street", "Q", 1, WORKING),
        ("sh-street", "N", 5, WORKING),
        ("sd", "N", 5, WORKING),
        ("sd", "H", 15, WORKING),
    ],
)
def test_finish_limits(
    levels: dict[str, ServiceLevel], name: str, urgency: str, amount: int, unit: Unit
) -> None:
    finish = clock(levels[name].targets_for(None, Urgency(urgency)), ClockKind.FINISH)
    assert (finish.amount, finish.unit) == (amount, unit)


def test_shanghai_street_contacts_in_one_day_and_does_again_in_three(levels: dict[str, ServiceLevel]) -> None:
    street = levels["sh-street"]
    contact = clock(street.targets_for(None, Urgency.N), ClockKind.CONTACT)
    again = clock(street.targets_after_reopening(None, Urgency.N), ClockKind.FINISH)
    assert (contact.amount, contact.unit) == (1, WORKING)
    assert (again.amount, again.unit, again.starts_on) == (3, WORKING, StartEvent.REOPEN)


def test_a_level_without_a_limit_for_reopening_starts_its_own_anew(five341: ServiceLevel) -> None:
    assert five341.targets_after_reopening(None, Urgency.N) == five341.targets_for(None, Urgency.N)


@pytest.mark.parametrize(
    ("code", "amount", "unit"), [("0401", 900, NATURAL), ("0302", 1800, NATURAL), ("0101", 1, WORKING)]
)
def test_tianjin_accepts_in_15_30_minutes_or_a_workday(
    levels: dict[str, ServiceLevel], estate: CategoryList, code: str, amount: int, unit: Unit
) -> None:
    leaf = estate.leaves[code]
    accept = clock(levels["tj"].targets_for(leaf, leaf.urgency), ClockKind.ACCEPT)
    assert (accept.amount, accept.unit) == (amount, unit)


def test_shandong_extends_once_by_seven_and_shows_cards(levels: dict[str, ServiceLevel]) -> None:
    level = levels["sd"]
    finish = clock(level.targets_for(None, Urgency.H), ClockKind.FINISH)
    extension = level.extension_for(finish)
    assert extension is not None
    assert (extension.amount, extension.times, extension.unit) == (7, 1, WORKING)
    assert finish.extended(extension.amount).amount == 22
    assert [point.signal for point in finish.warn] == ["Yellow card"]
    assert finish.ladder[0].signal == "Red card"


def test_weak_sources_are_marked_weak(levels: dict[str, ServiceLevel]) -> None:
    four_tiers = [t for t in levels["bj"].targets if t.clock is ClockKind.FINISH and t.basis.source == "BJ-4"]
    assert four_tiers
    assert {t.basis.confidence for t in four_tiers} == {Confidence.C}


@given(data=st.data())
def test_every_case_of_every_level_gets_each_clock_at_most_once_and_at_most_one_grade(
    levels: dict[str, ServiceLevel], estate: CategoryList, data: st.DataObject
) -> None:
    level = levels[data.draw(st.sampled_from(sorted(levels)))]
    leaf = data.draw(st.one_of(st.none(), st.sampled_from(list(estate.leaves.values()))))
    targets = level.targets_for(leaf, data.draw(st.sampled_from(Urgency)))
    kinds = [target.clock for target in targets]
    assert len(kinds) == len(set(kinds))
    assert sum(target.tier is not None for target in targets) == (1 if level.tiers else 0)
    assert any(target.promise for target in targets), "no case is without a promise"


@pytest.mark.parametrize("name", ["bj", "sh-street", "tj", "sd"])
@pytest.mark.parametrize("urgency", list(Urgency))
def test_an_area_level_always_limits_contact_and_answer(
    levels: dict[str, ServiceLevel], name: str, urgency: Urgency
) -> None:
    kinds = {target.clock for target in levels[name].targets_for(None, urgency)}
    assert {ClockKind.CONTACT, ClockKind.FINISH} <= kinds
