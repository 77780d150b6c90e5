"""The rules a use was prepared under; a later version never changes it. And the days they make."""

from datetime import date, datetime

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.funds import FundPosting, FundRules
from huiyin.registers.rules.reads import calendar_for, funds_for, pack_by_id


def pack_now(scope_id: int, at: datetime) -> tuple[int, FundRules]:
    """The pack in force and its row's id. Raises NoPack."""
    held = funds_for(scope_tree().up(scope_id), at)
    assert isinstance(held.rules, FundRules)  # noqa: S101 - funds_for takes no other
    return held.id, held.rules


def pack_of(pack_id: int) -> FundRules:
    """The rules behind a stored id."""
    rules = pack_by_id(pack_id).rules
    assert isinstance(rules, FundRules)  # noqa: S101 - `pack_now` takes no other pack
    return rules


def posted_until(scope_id: int, posting: FundPosting, at: datetime) -> date:
    """The last day of a posting that begins now (民法典 201: the first day is not counted; 203: holidays)."""
    calendar = calendar_for(scope_tree().up(scope_id), at)
    if posting.workdays:
        return calendar.add_workdays(at, posting.days).date()
    return calendar.add_days(at, posting.days, shift=True).date()


def owed_until(scope_id: int, days: int, at: datetime) -> date:
    """The last day to do what is owed after so many days; a holiday moves it on (民法典 201, 203)."""
    return calendar_for(scope_tree().up(scope_id), at).add_days(at, days, shift=True).date()
