"""Loading packs and following them, in the database."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.acts import adopt, load_packs
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.models import RulePack, ScopePack
from huiyin.registers.rules.pack import Pack, digest_of
from huiyin.registers.rules.reads import newest
from huiyin.registers.rules.refusals import AdoptionClash, PackChanged, PackKindMixed, PackNotInForce
from huiyin.registers.rules.words import PackKind

pytestmark = pytest.mark.django_db
SINCE = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def program() -> Iterator[None]:
    """Packs are loaded and adopted by somebody who may work everywhere."""
    with seen_as(SYSTEM):
        yield


@pytest.fixture
def street() -> Scope:
    return Scope.objects.create(kind="subdistrict", name="某街道", path="/-1/")


def wanted(kind: PackKind, name: str) -> RulePack:
    pack = newest(kind, name)
    assert pack is not None
    return pack


def changed(pack: Pack) -> Pack:
    content: dict[str, Any] = json.loads(json.dumps(pack.content))
    content["targets"][1]["amount"] += 60
    return replace(pack, content=content, digest=digest_of(content))


def test_the_shipped_packs_load_once() -> None:
    load_packs()
    before = list(RulePack.objects.order_by("pk").values_list("pk", "digest"))
    again = load_packs()
    assert again.added == ()
    assert len(again.kept) == len(before) == len(list(read_packs()))
    assert list(RulePack.objects.order_by("pk").values_list("pk", "digest")) == before


def test_stored_content_still_has_the_digest_it_was_loaded_with() -> None:
    load_packs()
    for row in RulePack.objects.all():
        assert digest_of(row.content) == row.digest, str(row)


def test_other_content_under_a_known_version_is_refused_and_nothing_is_written() -> None:
    load_packs()
    pack = next(p for p in read_packs() if p.header.name == "5341")
    fresh = replace(pack, header=replace(pack.header, version="2099.1"))
    with pytest.raises(PackChanged) as refused:
        load_packs([fresh, changed(pack)])
    assert "service_level/5341@2026.1" in refused.value.said
    assert not RulePack.objects.filter(version="2099.1").exists()


@pytest.mark.parametrize("table", ["rules_rulepack", "rules_scopepack"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET kind = 'rate'", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_the_database_refuses_to_change_what_is_loaded_or_adopted(
    street: Scope, table: str, statement: str
) -> None:
    load_packs()
    adopt(scope=street, kind=PackKind.CALENDAR, pack=wanted(PackKind.CALENDAR, "cn"), since=SINCE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["rules_rulepack", "rules_scopepack"])
def test_not_even_the_owner_of_the_database_changes_a_row_by_mistake(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table]
        )
        assert {"huiyin_append_only", "huiyin_no_truncate"} <= {name for (name,) in cursor.fetchall()}


def test_nobody_chooses_rules_for_an_area_they_do_not_work_in(street: Scope) -> None:
    load_packs()
    pack = wanted(PackKind.CALENDAR, "cn")
    elsewhere = Viewer(kind="account", grants={"steward": frozenset({street.pk + 1})})
    with pytest.raises(DatabaseError), seen_as(elsewhere):
        ScopePack.objects.create(scope=street, kind=PackKind.CALENDAR.value, pack=pack, since=SINCE)


def test_the_database_refuses_a_pack_followed_as_another_kind(street: Scope) -> None:
    load_packs()
    pack = wanted(PackKind.CALENDAR, "cn")
    with pytest.raises(DatabaseError), transaction.atomic():
        ScopePack.objects.create(scope=street, kind=PackKind.RATE.value, pack=pack, since=SINCE)


def test_adopting_twice_is_adopting_once(street: Scope) -> None:
    load_packs()
    pack = wanted(PackKind.CALENDAR, "cn")
    first = adopt(scope=street, kind=PackKind.CALENDAR, pack=pack, since=SINCE)
    assert adopt(scope=street, kind=PackKind.CALENDAR, pack=pack, since=SINCE) == first


def test_two_packs_from_one_moment_are_refused(street: Scope) -> None:
    load_packs()
    adopt(scope=street, kind=PackKind.SERVICE_LEVEL, pack=wanted(PackKind.SERVICE_LEVEL, "bj"), since=SINCE)
    with pytest.raises(AdoptionClash):
        adopt(
            scope=street, kind=PackKind.SERVICE_LEVEL, pack=wanted(PackKind.SERVICE_LEVEL, "sd"), since=SINCE
        )


def test_a_pack_of_another_kind_is_refused(street: Scope) -> None:
    load_packs()
    with pytest.raises(PackKindMixed):
        adopt(scope=street, kind=PackKind.RATE, pack=wanted(PackKind.CALENDAR, "cn"), since=SINCE)


def test_a_pack_holds_from_its_first_day_in_china(street: Scope) -> None:
    """The first day of the pack begins at 16:00 UTC the day before."""
    load_packs()
    pack = wanted(PackKind.SERVICE_LEVEL, "tj")
    assert pack.effective_from == date(2025, 1, 1)
    with pytest.raises(PackNotInForce) as refused:
        adopt(
            scope=street,
            kind=PackKind.SERVICE_LEVEL,
            pack=pack,
            since=datetime(2024, 12, 31, 15, 59, tzinfo=UTC),
        )
    assert "2024-12-31" in refused.value.said
    adopt(
        scope=street, kind=PackKind.SERVICE_LEVEL, pack=pack, since=datetime(2024, 12, 31, 16, 0, tzinfo=UTC)
    )
