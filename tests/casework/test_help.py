"""Help to a person is not a repair: no debt is looked at, and it waits behind nothing (beyond b-18)."""

import ast
import re
from pathlib import Path

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.words import State
from huiyin.casework.s2_triage.acts import category_of
from huiyin.casework.s2_triage.help import help_codes, help_queue, is_help
from huiyin.casework.s3_dispatch.acts import dispatch
from huiyin.casework.s4_handling.reads import jobs_of
from huiyin.ground.clock import now
from huiyin.ground.tenancy.wall import seen_as
from tests.town import LAMP, all_seen, case_of
from tests.units import add_unit

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huiyin"
ROOMS = (
    "casework",
    "bridges",
    "registers/rules",
    "registers/organisations",
    "api",
    "desks/case",
    "desks/field",
)
MONEY = re.compile(r"arrear|overdue_fee|unpaid|debt|balance|owes_money|fee_due|欠费|欠缴|欠款", re.IGNORECASE)


def named(tree):
    """Every name, attribute, argument, keyword and plain string of a module but its docstrings."""
    about = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node.value
        for field in ("id", "attr", "arg", "name", "module"):
            if isinstance(getattr(node, field, None), str):
                yield getattr(node, field)


def test_no_path_of_a_request_reads_what_somebody_owes():
    files = [
        path for room in ROOMS for path in (SOURCE / room).rglob("*.py") if "migrations" not in path.parts
    ]
    assert len(files) > 120
    wrong = [
        f"{path.relative_to(SOURCE)}: {word}"
        for path in files
        for word in named(ast.parse(path.read_text("utf-8")))
        if MONEY.search(word)
    ]
    assert wrong == []


def test_the_net_catches_what_it_is_for():
    caught = set(named(ast.parse("def f(home):\n    if home.arrears > 0:\n        refuse(reason='欠费')\n")))
    assert {word for word in caught if MONEY.search(word)} == {"arrears", "欠费"}


def test_no_foreign_key_leads_from_a_case_to_money():
    from django.apps import apps

    rooms = [model for model in apps.get_models() if model.__module__.startswith("huiyin.casework")]
    targets = {
        field.related_model._meta.app_label
        for model in rooms
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
    }
    assert targets <= {
        "casefile", "dispatch", "handling", "ground", "places", "people", "organisations", "rules",
        "triage", "closure", "topics", "pghistory",
    }  # fmt: skip


@pytest.fixture
def desk(town, hands):
    return add_unit(town, "居委会", scope=town.community, duty="社")


def test_help_goes_out_at_once_and_what_is_owed_changes_nothing(town, desk):
    with all_seen():
        codes = help_codes([town.estate.pk], now())
    assert codes
    plain = case_of(town.take_in())
    with all_seen():
        rows = [category_of(plain, code, now()) for code in sorted(codes)]
        led = [row.code for row in rows if row.leads[0] in ("物", "社") and row.urgency.emergency]
    assert len(led) > 5
    for code in led:
        cases = [
            town.take_in(category=code, content=text, phone=f"1380013{n:04}")
            for n, text in enumerate(("老人跌倒起不来", "老人跌倒起不来，家里欠物业费三年"))
        ]
        fire_due()
        states = {case_of(receipt).state for receipt in cases}
        assert states == {State.DISPATCHED}, code


def test_the_queue_of_help_goes_by_age_alone_and_holds_no_repair(town, desk, hands):
    clerk = town.viewer("clerk")
    repair = case_of(town.take_in(category=LAMP))
    with all_seen():
        code = min(help_codes([town.estate.pk], now()))
    old = case_of(town.take_in(category=code))
    hands.move(minutes=5)
    danger = case_of(town.take_in(category=LAMP, content="电梯里困人了"))
    with seen_as(clerk):
        rows = [case.pk for case in help_queue(clerk, now())]
    assert rows[0] == old.pk
    assert repair.pk not in rows
    with all_seen():
        assert is_help(old, now())
        assert not is_help(repair, now())
        assert is_help(danger, now()) == (danger.pk in rows)


def test_in_a_workers_list_help_stands_before_every_repair(town, hands):
    duty, clerk = town.viewer("duty"), town.viewer("clerk")
    late = case_of(town.take_in(category=LAMP))
    with all_seen():
        assert "0501" in help_codes([town.estate.pk], now())
    hands.move(hours=2)
    help_case = case_of(town.take_in(category="0501", content="有人被困在车里"))
    assert help_case.urgency in ("E0", "E1") or help_case.danger
    fire_due()
    with seen_as(clerk):
        for one in (late, help_case):
            dispatch(case_id=one.pk, organisation=town.company, account=None, by=clerk)
    with seen_as(duty):
        assert [job.case.pk for job in jobs_of(duty, now())] == [help_case.pk, late.pk]
