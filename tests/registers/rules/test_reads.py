"""Which pack holds where and when, and at what cost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.acts import adopt, load_packs
from huiyin.registers.rules.models import RulePack
from huiyin.registers.rules.reads import (
    calendar_for,
    categories_for,
    forget_packs,
    newest,
    pack_by_id,
    rates_for,
    resolve,
    service_level_for,
)
from huiyin.registers.rules.refusals import NoPack
from huiyin.registers.rules.words import PackKind

pytestmark = pytest.mark.django_db
START = datetime(2025, 1, 1, tzinfo=UTC)
LATER = START + timedelta(days=100)
NOW = START + timedelta(days=200)
LEVEL = PackKind.SERVICE_LEVEL


class Area:
    """A subdistrict with one community and one estate; paths nearest first, as the tree gives them."""

    def __init__(self) -> None:
        self.street = Scope.objects.create(kind="subdistrict", name="某街道", path="/-1/")
        self.community = Scope.objects.create(
            kind="community", name="某社区", parent=self.street, path="/-1/-2/"
        )
        self.estate = Scope.objects.create(
            kind="estate", name="某小区", parent=self.community, path="/-1/-2/-3/"
        )

    @property
    def path(self) -> tuple[int, ...]:
        return self.estate.pk, self.community.pk, self.street.pk

    def follow(self, scope: Scope, kind: PackKind, name: str | None, since: datetime = START) -> None:
        adopt(scope=scope, kind=kind, pack=newest(kind, name) if name else None, since=since)

    def level_name(self, at: datetime = NOW) -> str:
        held = resolve(self.path, LEVEL, at)
        return held.header.name if held else ""


@pytest.fixture(autouse=True)
def program() -> Iterator[None]:
    """Packs are loaded and adopted by somebody who may work everywhere."""
    with seen_as(SYSTEM):
        yield


@pytest.fixture
def area() -> Area:
    load_packs()
    area = Area()
    area.follow(area.street, PackKind.CALENDAR, "cn")
    area.follow(area.street, PackKind.CATEGORY, "estate")
    area.follow(area.street, PackKind.RATE, "three-rates")
    area.follow(area.street, PackKind.COOPERATION, "base")
    area.follow(area.street, LEVEL, "bj")
    return area


def test_an_estate_inherits_from_the_subdistrict(area: Area) -> None:
    assert calendar_for(area.path, NOW).header.name == "cn"
    assert len(categories_for(area.path, NOW).leaves) == 100
    assert len(rates_for(area.path, NOW).rates) == 3
    assert area.level_name() == "bj"


def test_the_nearest_scope_wins_from_its_moment_on(area: Area) -> None:
    area.follow(area.community, LEVEL, "sd", since=LATER)
    assert area.level_name(LATER - timedelta(seconds=1)) == "bj"
    assert area.level_name(LATER) == "sd"


def test_a_scope_can_return_to_what_it_inherits(area: Area) -> None:
    area.follow(area.estate, LEVEL, "sd")
    area.follow(area.estate, LEVEL, None, since=LATER)
    assert area.level_name(LATER - timedelta(seconds=1)) == "sd"
    assert area.level_name(LATER) == "bj"


def test_a_later_adoption_does_not_change_the_past(area: Area) -> None:
    before = resolve(area.path, LEVEL, START + timedelta(days=1))
    area.follow(area.street, LEVEL, "tj", since=LATER)
    assert resolve(area.path, LEVEL, START + timedelta(days=1)) == before
    assert area.level_name() == "tj"


def test_the_company_promise_covers_its_matters_and_the_area_the_rest(area: Area) -> None:
    area.follow(area.estate, LEVEL, "5341")
    leaves = categories_for(area.path, NOW).leaves
    told = {
        code: service_level_for(area.path, leaves[code], NOW).header.name for code in ("0901", "1204", "0104")
    }
    assert told == {"0901": "5341", "1204": "bj", "0104": "bj"}
    assert service_level_for(area.path, None, NOW).header.name == "bj"


def test_where_nothing_is_adopted_the_answer_is_a_refusal_with_a_remedy(area: Area) -> None:
    elsewhere = (10**9,)
    assert resolve(elsewhere, LEVEL, NOW) is None
    for ask in (calendar_for, categories_for, rates_for):
        with pytest.raises(NoPack) as refused:
            ask(elsewhere, NOW)
        assert refused.value.advice
    with pytest.raises(NoPack):
        service_level_for(area.path, None, START - timedelta(days=1))


def test_once_warm_a_request_costs_no_query(area: Area) -> None:
    resolve(area.path, LEVEL, NOW)
    with CaptureQueriesContext(connection) as queries:
        for kind in set(PackKind) - {
            PackKind.ALARM,
            PackKind.PROCEDURE,
            PackKind.COOPERATION,
            PackKind.DECISION,
            PackKind.ELECTION,
            PackKind.FUND,
            PackKind.DELIBERATION,
        }:  # it chose none
            assert resolve(area.path, kind, NOW) is not None
        service_level_for(area.path, None, NOW)
    assert len(queries) == 0


def test_looking_again_costs_one_query_while_nothing_changed(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huiyin.registers.rules.reads.REFRESH_SECONDS", -1.0)
    resolve(area.path, LEVEL, NOW)
    with CaptureQueriesContext(connection) as queries:
        resolve(area.path, LEVEL, NOW)
    assert len(queries) == 1


def test_an_adoption_made_elsewhere_is_seen_at_the_next_look(
    area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert area.level_name() == "bj"
    monkeypatch.setattr("huiyin.registers.rules.acts.forget_packs", lambda: None)
    area.follow(area.estate, LEVEL, "sd")
    assert area.level_name() == "bj", "held in memory for a few seconds"
    monkeypatch.setattr("huiyin.registers.rules.reads.REFRESH_SECONDS", -1.0)
    assert area.level_name() == "sd"


def test_a_guest_learns_which_rules_hold(area: Area) -> None:
    forget_packs()
    with seen_as(guest()):
        assert area.level_name() == "bj"


def test_an_old_case_finds_its_pack_by_id(area: Area) -> None:
    held = resolve(area.path, LEVEL, NOW)
    assert held is not None
    forget_packs()
    assert pack_by_id(held.id) == held
    with pytest.raises(RulePack.DoesNotExist):
        pack_by_id(-1)
