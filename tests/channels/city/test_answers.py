"""More time, returns and follow-up calls go to and come from the platform: each once, whatever gets lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Case, Clock, Event, Timer
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.casefile.words import PUBLIC_VERBS, Verb
from huiyin.casework.s4_handling.acts import propose
from huiyin.casework.s4_handling.models import ExtensionRequest
from huiyin.casework.s4_handling.refusals import AskedAlready, ReasonMissing
from huiyin.casework.s4_handling.returns.refusals import BasisMissing, OwnerMissing
from huiyin.casework.s5_closure.models import FollowUpCall, Owed, PlatformCall, PlatformRequest, Verdict
from huiyin.casework.s5_closure.platform.asking import Question, ask_platform
from huiyin.casework.s5_closure.platform.refusals import (
    AnsweredOtherwise,
    CallUnclear,
    NewDayMissing,
    NoOpenOrder,
)
from huiyin.casework.s5_closure.words import RequestKind
from huiyin.channels.city.exchange import Round, exchange
from huiyin.channels.city.platform import PlatformAway
from huiyin.channels.city.simulator import City
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.acts import adopt
from huiyin.registers.rules.reads import forget_packs, newest
from huiyin.registers.rules.words import PackKind
from tests.channels.city.test_exchange import ORDER
from tests.town import SINCE, all_seen, plant_town

LAMP = ORDER | {"title": "路灯", "content": "3号楼门口路灯不亮", "category": "路灯楼道灯不亮"}
MORE, BACK = RequestKind.EXTENSION, RequestKind.RETURN


@pytest.fixture
def town(db):
    """The estate follows the city's limits, which may be extended."""
    town = plant_town()
    with all_seen():
        limits = newest(PackKind.SERVICE_LEVEL, "bj")
        since = SINCE + timedelta(days=1)
        adopt(scope=town.estate, kind=PackKind.SERVICE_LEVEL, pack=limits, since=since)
    forget_packs()
    return town


@pytest.fixture
def city():
    with City() as city:
        yield city


@pytest.fixture
def case(town, city, clock):
    clock.move()  # the clock stands still
    city.orders["GD1"] = LAMP
    exchange(city.platform, town.estate.pk)
    fire_due()
    with all_seen():
        return Case.objects.get()


def more(**values):
    wanted = {"reason": "配件要等", "wanted_at": localtime(now()).replace(year=2099, month=12, day=15)}
    return Question(MORE, **wanted | values)


def back(**values):
    return Question(BACK, **{"legal_basis": "路灯管理办法第五条", "suggested": "城管委路灯中心"} | values)


def ask(town, question, by="clerk"):
    with all_seen():
        owed = Owed.objects.get()
    with seen_as(town.viewer(by)) as viewer:
        return ask_platform(owed_id=owed.pk, question=question, by=viewer)


def lines(case, verb):
    with all_seen():
        return list(Event.objects.filter(case_id=case.pk, verb=verb))


def finish(case):
    with all_seen():
        return Clock.objects.get(case_id=case.pk, kind="finish", stopped_at=None)


def answered(town, case):
    with seen_as(town.viewer("clerk")) as clerk:
        propose(case_id=case.pk, by=clerk, answer="已更换灯具。")
    fire_due()


def test_more_time_is_asked_granted_and_moves_day_and_clock_with_its_reason_told(town, city, case) -> None:
    before = finish(case).due_at
    ask(town, more())
    assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0, asked=1)
    (asked,) = city.requests["GD1"]
    assert (asked["kind"], asked["reason"], asked["number"]) == ("extension", "配件要等", case.number)
    assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0), "asked once"
    city.decide("GD1", "extension", granted=True, due_at="2099-12-10 18:00", words="同意延期")
    assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0, heard=1)
    assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0), "heard once"
    with all_seen():
        owed, request = Owed.objects.get(), PlatformRequest.objects.get()
        extension = ExtensionRequest.objects.get()
        assert localtime(owed.due_at).strftime("%Y-%m-%d %H:%M") == "2099-12-10 18:00"
        assert (request.granted, request.receipt, request.words) == (True, "Q-GD1-1", "同意延期")
        assert (extension.granted, extension.decided_by, extension.reason) == (
            True,
            "platform:12345",
            "配件要等",
        )
        assert Notice.objects.filter(subject_id=case.pk, template="extended").exists()
        told = Notice.objects.filter(subject_id=case.pk, template="platform-extension-granted")
        assert {notice.channel for notice in told} == {"inbox"}
        assert Timer.objects.filter(what="owed_over", cancelled_at=None).get().due_at == owed.due_at
    assert finish(case).due_at > before
    (line,) = lines(case, Verb.PLATFORM_ANSWERED)
    assert (line.data["granted"], line.data["clock_moved"]) == (True, True)
    (public,) = lines(case, Verb.EXTENDED)
    assert public.data["reason"] == "配件要等"
    assert Verb.PLATFORM_ANSWERED not in PUBLIC_VERBS
    assert list(wrong_projections()) == []


def test_where_the_rules_allow_no_extension_the_day_moves_and_the_clock_stands(town, city, case) -> None:
    for round_no, day in ((1, 15), (2, 20)):
        ask(town, more(wanted_at=localtime(now()).replace(year=2099, month=12, day=day)))
        exchange(city.platform, town.estate.pk)
        city.decide("GD1", "extension", granted=True)
        exchange(city.platform, town.estate.pk)
        with all_seen():
            assert localtime(Owed.objects.get().due_at).day == day, (
                "without a day of its own: the one asked for"
            )
            assert ExtensionRequest.objects.count() == 1, round_no
    moved = [line.data["clock_moved"] for line in lines(case, Verb.PLATFORM_ANSWERED)]
    assert moved == [True, False]


def test_refused_nothing_moves_and_it_may_be_asked_again(town, city, case) -> None:
    before, owed_before = finish(case).due_at, ORDER["finish_by"]
    ask(town, more())
    exchange(city.platform, town.estate.pk)
    city.decide("GD1", "extension", granted=False, words="理由不足")
    exchange(city.platform, town.estate.pk)
    with all_seen():
        assert localtime(Owed.objects.get().due_at).strftime("%Y-%m-%d %H:%M") == owed_before
    assert finish(case).due_at == before
    assert lines(case, Verb.PLATFORM_ANSWERED)[0].data["words"] == "理由不足"
    ask(town, more(reason="又下雨"))


def test_a_return_names_rule_and_owner_and_leaves_the_resident_an_answer(town, city, case) -> None:
    ask(town, back())
    exchange(city.platform, town.estate.pk)
    (asked,) = city.requests["GD1"]
    assert (asked["legal_basis"], asked["suggested"]) == ("路灯管理办法第五条", "城管委路灯中心")
    city.decide("GD1", "return", granted=True)
    exchange(city.platform, town.estate.pk)
    with all_seen():
        assert Owed.objects.get().done_at is not None
        assert Case.objects.get().state == case.state, "whoever asked still waits for an answer"
        assert Notice.objects.filter(template="platform-return-granted").exists()
        assert not Timer.objects.filter(what="owed_over", cancelled_at=None).exists()
    with pytest.raises(NoOpenOrder):
        ask(town, more())
    answered(town, case)
    assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0), (
        "no slip for an order that was taken back"
    )


def test_what_is_not_founded_is_not_asked(town, city, case) -> None:
    for question, no in (
        (more(reason=" "), ReasonMissing),
        (more(wanted_at=None), NewDayMissing),
        (more(wanted_at=now() + timedelta(days=1)), NewDayMissing),
        (back(legal_basis=" "), BasisMissing),
        (back(suggested=""), OwnerMissing),
    ):
        with pytest.raises(no):
            ask(town, question)
    for stranger in ("duty", "other clerk"):
        with pytest.raises(NotThere):
            ask(town, back(), by=stranger)
    ask(town, back())
    with pytest.raises(AskedAlready):
        ask(town, back(), by="second clerk")
    ask(town, more())
    answered(town, case)
    with all_seen():
        PlatformRequest.objects.update(decided_at=now(), granted=False)
    with pytest.raises(NotNow):
        ask(town, back())


def test_solved_by_the_platforms_call_ends_the_case_attested_and_once(town, city, case) -> None:
    answered(town, case)
    city.call_back("GD1", reached=True, contacted=True, solved=True, satisfied="基本满意", words="灯亮了")
    assert exchange(city.platform, town.estate.pk).heard == 1
    with all_seen():
        assert Case.objects.get().state == "attested"
        verdict, call = Verdict.objects.get(), FollowUpCall.objects.get()
    assert (verdict.by, verdict.satisfied, verdict.actor) == ("caller", "basic", "platform:12345")
    assert (call.contacted, call.solved) == (True, True)
    city.problems.clear()  # "heard" got lost
    assert exchange(city.platform, town.estate.pk).heard == 0
    with all_seen():
        assert PlatformCall.objects.count() == FollowUpCall.objects.count() == 1
    assert list(wrong_projections()) == []


def test_not_solved_reopens_it_and_is_only_told_when_the_resident_has_spoken(town, city, case) -> None:
    answered(town, case)
    city.call_back("GD1", solved=False, words="还是不亮")
    exchange(city.platform, town.estate.pk)
    with all_seen():
        again = Case.objects.get()
        assert (again.reopened, again.state) == (1, "received")
    answered(town, case)
    city.call_back("GD1", solved=True, satisfied="满意")
    exchange(city.platform, town.estate.pk)
    city.call_back("GD1", solved=False, words="又坏了")
    exchange(city.platform, town.estate.pk)
    with all_seen():
        assert Case.objects.get().state == "attested"
        assert Notice.objects.filter(template="platform-not-solved").exists()
    assert len(lines(case, Verb.PLATFORM_CALLED)) == 3


def test_a_call_that_reached_nobody_changes_nothing(town, city, case) -> None:
    answered(town, case)
    city.call_back("GD1", reached=False)
    exchange(city.platform, town.estate.pk)
    with all_seen():
        assert Case.objects.get().state == "proposed"
        assert not Verdict.objects.exists()


def test_what_is_not_understood_is_said_to_the_platform_and_the_rest_comes_in(town, city, case) -> None:
    ask(town, more())
    exchange(city.platform, town.estate.pk)
    unknown = city.decide("GD9", "extension", granted=True)
    unclear = city.call_back("GD1", solved="也许")
    open_call = city.call_back("GD1")
    good = city.decide("GD1", "extension", granted=True)
    assert exchange(city.platform, town.estate.pk).heard == 1
    assert "GD9" in city.problems[unknown]
    assert "也许" in city.problems[unclear]
    assert str(CallUnclear.sentence) in city.problems[open_call]
    assert city.problems[good] == ""
    other = city.decide("GD1", "extension", granted=False)
    exchange(city.platform, town.estate.pk)
    assert str(AnsweredOtherwise.sentence) in city.problems[other]


def test_answers_that_get_lost_change_nothing(town) -> None:
    with City(lossy=1) as city:
        city.orders["GD1"] = LAMP
        for _round in range(16):
            with all_seen():
                case, request = Case.objects.first(), PlatformRequest.objects.first()
            if case and request is None:
                ask(town, more())
            if city.requests and not city.told["decisions"]:
                city.decide("GD1", "extension", granted=True)
            if request and request.granted and case.state == "received":
                answered(town, case)
                city.call_back("GD1", solved=True)
            try:
                exchange(city.platform, town.estate.pk)
            except PlatformAway:
                fire_due()
        assert len(city.requests["GD1"]) == len(city.slips["GD1"]) == 1
        assert set(city.problems.values()) == {""}
    with all_seen():
        assert PlatformRequest.objects.count() == PlatformCall.objects.count() == 1
        assert Event.objects.filter(verb=Verb.PLATFORM_ANSWERED).count() == 1
        assert Case.objects.get().state == "attested"


def test_a_platform_without_decisions_goes_on_with_orders_and_slips(town, monkeypatch) -> None:
    with City() as city:
        monkeypatch.setattr(city, "get", lambda path: city.waiting() if path == "/orders" else None)
        city.orders["GD1"] = LAMP
        assert exchange(city.platform, town.estate.pk) == Round(1, 0, 0)
