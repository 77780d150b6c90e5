"""The provider's windows are natural ones: they begin with the clock minute, hour and day in Beijing."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.channels.sms.simulator.gate import Refused
from huiyin.channels.sms.simulator.limits import Limits
from huiyin.channels.sms.templates import Kind

NOON = datetime(2025, 4, 1, 4, 0, tzinfo=UTC)


def _accepted(moments: list[datetime], *, kind: Kind = Kind.CODE, phone: str = "13800138000") -> list[bool]:
    limits, answers = Limits(), []
    for at in moments:
        try:
            limits.take(phone=phone, template=str(kind), kind=kind, at=at)
            answers.append(True)
        except Refused:
            answers.append(False)
    return answers


def test_a_code_a_minute_by_the_clock() -> None:
    moments = [NOON + timedelta(seconds=seconds) for seconds in (0, 59, 60)]
    assert _accepted(moments) == [True, False, True]


def test_five_codes_an_hour_by_the_clock() -> None:
    moments = [NOON + timedelta(minutes=minutes) for minutes in (50, 51, 52, 53, 54, 55, 60)]
    assert _accepted(moments) == [True] * 5 + [False, True]


def test_ten_codes_a_day_in_beijing() -> None:
    moments = [NOON + timedelta(hours=hours) for hours in range(13)]  # the thirteenth is at midnight
    assert _accepted(moments) == [True] * 10 + [False] * 2 + [True]


def test_fifty_notices_a_day_without_a_pause() -> None:
    assert _accepted([NOON] * 51, kind=Kind.NOTICE) == [True] * 50 + [False]


def test_phones_do_not_share_a_window() -> None:
    limits = Limits()
    for number in range(5):
        limits.take(phone=str(number), template="t", kind=Kind.CODE, at=NOON)


def test_the_refusal_names_the_window() -> None:
    limits = Limits()
    limits.take(phone="1", template="t", kind=Kind.CODE, at=NOON)
    with pytest.raises(Refused) as caught:
        limits.take(phone="1", template="t", kind=Kind.CODE, at=NOON)
    assert (caught.value.code, caught.value.message) == (
        "isv.BUSINESS_LIMIT_CONTROL",
        "触发分钟级流控Permits:1",
    )
