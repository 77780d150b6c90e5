"""Work orders come from the city's platform, once, and go back with a slip, once, whatever gets lost."""

from __future__ import annotations

import httpx
import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.s4_handling.acts import accept, propose, record_contact
from huiyin.casework.s5_closure.models import GivenBack, Owed
from huiyin.casework.s5_closure.owing import give_back
from huiyin.casework.s5_closure.words import GivenBy
from huiyin.channels.city.exchange import Round, exchange
from huiyin.channels.city.platform import PlatformAway
from huiyin.channels.city.signing import TOLERANCE, is_genuine, signature
from huiyin.channels.city.simulator import City
from huiyin.ground.tenancy.wall import seen_as
from tests.town import WATER, all_seen, plant_town

ORDER = {
    "received_at": "2026-11-20 09:30", "title": "返水", "content": "厨房下水返水", "name": "张三",
    "phone": "13800138000", "address": "3号楼门口", "category": "下水堵塞返水",
    "finish_by": "2099-12-01 18:00",
}  # fmt: skip


@pytest.fixture
def town(db):
    return plant_town()


def answered(town, case_id):
    fire_due()
    with seen_as(town.viewer("duty")) as duty:
        accept(case_id=case_id, by=duty)
        record_contact(case_id=case_id, by=duty, note="在家")
        propose(case_id=case_id, by=duty, answer="已经疏通。")


def test_an_order_comes_in_runs_and_goes_back_with_its_slip(town):
    with City() as city:
        city.orders["GD1"] = ORDER
        assert exchange(city.platform, town.estate.pk) == Round(1, 0, 0)
        with all_seen():
            case = Case.objects.get()
        assert (case.channel, case.scope_id, case.category) == ("H", town.estate.pk, WATER)
        assert city.taken == {"GD1": case.number}
        answered(town, case.pk)
        assert exchange(city.platform, town.estate.pk) == Round(0, 0, 1)
        (slip,) = city.slips["GD1"]
        assert (slip["number"], slip["answer"], slip["unit"]) == (case.number, "已经疏通。", "富友")
        assert all(slip[moment] for moment in ("accepted_at", "contacted_at", "answered_at"))
        assert slip["solved"] is None, "the resident has not spoken"
        assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0)
    with all_seen():
        assert Owed.objects.get().done_at is not None
        assert GivenBack.objects.get().receipt == "R-GD1-1"
        lines = list(Event.objects.filter(case_id=case.pk).values_list("verb", flat=True))
    assert (lines.count("owed"), lines.count("given_back")) == (1, 1)


def test_answers_that_get_lost_change_nothing(town):
    with City(lossy=1) as city:
        city.orders["GD1"] = ORDER
        for _round in range(6):
            with all_seen():
                case = Case.objects.first()
            if case and case.state == "dispatched":
                answered(town, case.pk)
            try:
                exchange(city.platform, town.estate.pk)
            except PlatformAway:
                fire_due()
        assert len(city.slips["GD1"]) == 1
    with all_seen():
        assert Case.objects.count() == Owed.objects.count() == GivenBack.objects.count() == 1


def test_an_order_that_cannot_be_read_is_sent_back_with_the_reason_and_the_others_come_in(town):
    with City() as city:
        city.orders = {
            "GD1": ORDER | {"finish_by": "哪天"},
            "GD2": ORDER,
            "GD3": ORDER | {"content": "", "title": ""},
        }
        assert exchange(city.platform, town.estate.pk) == Round(1, 2, 0)
        assert set(city.refused) == {"GD1", "GD3"}
        assert "哪天" in city.refused["GD1"]
        assert exchange(city.platform, town.estate.pk) == Round(0, 0, 0)


def test_an_order_that_is_here_stays_taken_though_its_words_change(town):
    with City() as city:
        city.orders["GD1"] = ORDER
        exchange(city.platform, town.estate.pk)
        city.taken.clear()
        city.orders["GD1"] = ORDER | {"content": "另外的话"}
        assert exchange(city.platform, town.estate.pk) == Round(1, 0, 0)
        assert (set(city.taken), city.refused) == ({"GD1"}, {})
    with all_seen():
        assert Case.objects.count() == 1


def test_a_slip_the_platform_refuses_does_not_hold_up_the_others(town, monkeypatch):
    with City() as city:
        city.orders = {"GD1": ORDER, "GD2": ORDER | {"content": "路灯不亮", "finish_by": "2099-12-02"}}
        exchange(city.platform, town.estate.pk)
        with all_seen():
            cases = list(Case.objects.order_by("source_ref"))
        for case in cases:
            answered(town, case.pk)
        hear = city.hear
        monkeypatch.setattr(city, "hear", lambda ref, *more: None if ref == "GD1" else hear(ref, *more))
        assert exchange(city.platform, town.estate.pk) == Round(0, 0, 1)
        assert set(city.slips) == {"GD2"}
        monkeypatch.undo()
        assert exchange(city.platform, town.estate.pk) == Round(0, 0, 1)


def test_the_same_slip_given_back_twice_is_given_back_once(town):
    with City() as city:
        city.orders["GD1"] = ORDER
        exchange(city.platform, town.estate.pk)
        with all_seen():
            case, owed = Case.objects.get(), Owed.objects.get()
        answered(town, case.pk)
        for _clerk in range(2):
            with seen_as(town.viewer("clerk")) as clerk:
                give_back(owed_id=owed.pk, by=clerk, how=GivenBy.TABLE)
    with all_seen():
        assert GivenBack.objects.count() == 1
        assert Event.objects.filter(verb="given_back").count() == 1


def test_only_who_has_the_secret_is_heard():
    with City() as city:
        assert httpx.get(city.platform.url + "/orders").status_code == 401
    signed = signature("s", method="GET", path="/orders", at=1, body=b"")
    told = {"method": "GET", "path": "/orders", "body": b"", "signed": signed}
    assert not is_genuine("s", at="1", **told), f"older than {TOLERANCE} s"


def test_a_platform_that_is_away_or_talks_nonsense_is_away(town):
    with City() as city:
        gone = city.platform
    with pytest.raises(PlatformAway):
        exchange(gone, town.estate.pk)
