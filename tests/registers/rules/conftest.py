"""The shipped packs, parsed."""

import pytest

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import Rules, parse
from huiyin.registers.rules.service_levels import ServiceLevel

SHIPPED: dict[str, Rules] = {
    pack.header.key.split("@")[0]: parse(pack.header.kind, pack.content) for pack in read_packs()
}


@pytest.fixture(scope="session")
def cn() -> Calendar:
    calendar = SHIPPED["calendar/cn"]
    assert isinstance(calendar, Calendar)
    return calendar


@pytest.fixture(scope="session")
def estate() -> CategoryList:
    listed = SHIPPED["category/estate"]
    assert isinstance(listed, CategoryList)
    return listed


@pytest.fixture(scope="session")
def levels() -> dict[str, ServiceLevel]:
    return {key.split("/")[1]: level for key, level in SHIPPED.items() if isinstance(level, ServiceLevel)}
