"""At most five messages an hour and ten a day to one phone (S-73)."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.sms.quota import PER_PHONE, PER_PHONE_CODES, next_allowed, within_quota

START = datetime(2025, 4, 1, 15, 58, 30, tzinfo=UTC)  # 90 s before midnight in Beijing
GAPS = st.lists(st.integers(0, 40 * 60).map(lambda seconds: timedelta(seconds=seconds)), max_size=80)


def _sent(gaps: list[timedelta]) -> list[datetime]:
    """Wish for a message after each gap, send those within quota."""
    at, sent = START, list[datetime]()
    for gap in gaps:
        at += gap
        if within_quota(sent, at):
            sent.append(at)
    return sent


@given(GAPS)
def test_no_hour_has_more_than_five_and_no_day_more_than_ten(gaps: list[timedelta]) -> None:
    sent = _sent(gaps)
    for first in sent:
        assert sum(first <= at < first + timedelta(hours=1) for at in sent) <= 5
        assert sum(first <= at < first + timedelta(days=1) for at in sent) <= 10


@given(GAPS)
def test_the_natural_windows_of_the_provider_hold_too(gaps: list[timedelta]) -> None:
    local = [at.astimezone(ZoneInfo("Asia/Shanghai")) for at in _sent(gaps)]
    assert max(Counter((at.date(), at.hour) for at in local).values(), default=0) <= 5
    assert max(Counter(at.date() for at in local).values(), default=0) <= 10


def test_the_sixth_waits_until_an_hour_after_the_first() -> None:
    sent = [START + timedelta(minutes=minute) for minute in range(5)]
    assert not within_quota(sent, START + timedelta(minutes=59, seconds=59))
    assert within_quota(sent, START + timedelta(hours=1))


def test_codes_go_once_a_minute() -> None:
    assert within_quota([START], START + timedelta(seconds=59))
    assert not within_quota([START], START + timedelta(seconds=59), limits=PER_PHONE_CODES)
    assert within_quota([START], START + timedelta(seconds=60), limits=PER_PHONE_CODES)


def test_a_clock_set_back_does_not_open_the_gate() -> None:
    assert not within_quota([START] * 5, START - timedelta(hours=3))


@given(GAPS, st.integers(0, 90_000).map(lambda seconds: timedelta(seconds=seconds)), st.booleans())
def test_the_next_allowed_moment_is_the_first(gaps: list[timedelta], later: timedelta, codes: bool) -> None:  # noqa: FBT001
    limits = PER_PHONE_CODES if codes else PER_PHONE
    sent, at = _sent(gaps), START + sum(gaps, timedelta()) + later
    moment = next_allowed(sent, at, limits=limits)
    assert within_quota(sent, moment, limits=limits)
    assert moment == at or not within_quota(sent, moment - timedelta(microseconds=1), limits=limits)
