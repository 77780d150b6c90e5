"""Replay against another count: the milliseconds a clock ran, added up one stretch at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.casework.casefile.clocks import ClockState, Entry, What, replay

T0 = datetime(2025, 10, 1, 2, 0, tzinfo=UTC)
ENDINGS = {What.STOP, What.REGRADE, What.CANCEL}


def moment(milliseconds):
    return T0 + timedelta(milliseconds=milliseconds)


@st.composite
def ledgers(draw):
    """(entries as (what, ms), allowed ms): any lawful ledger, also with no time between two entries."""
    entries, at, paused = [(What.START, 0)], 0, False
    for _ in range(draw(st.integers(0, 12))):
        at += draw(st.integers(0, 5_000_000))
        what = draw(st.sampled_from([What.RESUME if paused else What.PAUSE, *ENDINGS]))
        entries.append((what, at))
        if what in ENDINGS:
            break
        paused = what is What.PAUSE
    return entries, draw(st.integers(1, 20_000_000))


def ran(entries, until):
    """For how many milliseconds the clock had run at a moment: the sum of its running stretches."""
    total, since = 0, None
    for what, at in entries:
        if at > until:
            break
        if since is not None:
            total += at - since
        since = at if what in {What.START, What.RESUME} else None
    return total + (until - since if since is not None else 0)


def told(entries, allowed, at):
    known = [Entry(what, moment(when)) for what, when in entries if when <= at]
    return replay(known, base_due=moment(allowed), now=moment(at))


def agrees(entries, allowed, at):
    result, used = told(entries, allowed, at), ran(entries, at)
    assert result.remaining(moment(at)) == timedelta(milliseconds=allowed - used)
    known = [what for what, when in entries if when <= at]
    if known[-1] is What.STOP:
        wanted = ClockState.MET if used <= allowed else ClockState.LATE
    elif known[-1] in ENDINGS:
        wanted = ClockState.REGRADED if known[-1] is What.REGRADE else ClockState.CANCELLED
    elif known[-1] is What.PAUSE:
        wanted = ClockState.PAUSED
    else:
        wanted = ClockState.RUNNING if used <= allowed else ClockState.OVERDUE
    soon = ClockState.RUNNING if wanted is ClockState.RUNNING and used < allowed else wanted
    shown = result.state(moment(at))
    assert shown is soon or (used == allowed and shown is ClockState.SOON)


@settings(max_examples=1500, deadline=None)
@given(ledgers(), st.lists(st.integers(0, 60_000_000), max_size=4))
def test_it_is_what_was_counted_at_any_moment(ledger, moments):
    entries, allowed = ledger
    for at in [*moments, *(when for _what, when in entries)]:
        agrees(entries, allowed, at)


@pytest.mark.long
@settings(max_examples=20_000, deadline=None)
@given(ledgers(), st.integers(0, 60_000_000))
def test_twenty_thousand_sequences_agree_to_the_millisecond(ledger, at):
    agrees(*ledger, at)


@given(ledgers(), st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_what_has_ended_never_changes_again(ledger, first, second):
    entries, allowed = ledger
    if entries[-1][0] not in ENDINGS:
        entries = [*entries, (What.STOP, entries[-1][1])]
    end = entries[-1][1]
    one, two = told(entries, allowed, end + first), told(entries, allowed, end + second)
    assert one == two


@given(ledgers(), st.lists(st.integers(0, 60_000_000), min_size=2, max_size=5))
def test_time_left_only_shrinks_and_the_due_moment_only_moves_back(ledger, moments):
    entries, allowed = ledger
    seen = [told(entries, allowed, at) for at in sorted(moments)]
    left = [result.remaining(moment(at)) for result, at in zip(seen, sorted(moments), strict=True)]
    assert left == sorted(left, reverse=True)
    assert [result.due_at for result in seen] == sorted(result.due_at for result in seen)


@pytest.mark.parametrize(
    "whats",
    [
        [],
        [What.PAUSE],
        [What.START, What.START],
        [What.START, What.RESUME],
        [What.START, What.PAUSE, What.PAUSE],
        [What.START, What.STOP, What.PAUSE],
        [What.START, What.REGRADE, What.STOP],
    ],
)
def test_a_ledger_that_cannot_be_is_refused(whats):
    with pytest.raises(ValueError):
        replay([Entry(what, T0) for what in whats], base_due=T0, now=T0)
