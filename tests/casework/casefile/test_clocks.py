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
    """(entries as (what, ms, planned end or None), allowed ms): any lawful ledger, also without time between.

    Pauses may name a planned end; a stop may be undone, and the clock then goes on as it was before it.
    """
    entries, at, pause, before = [(What.START, 0, None)], 0, None, None
    for _ in range(draw(st.integers(0, 14))):
        at += draw(st.integers(0, 5_000_000))
        if before is not None:
            if not draw(st.booleans()):
                break
            entries.append((What.UNDO, at, None))
            pause, before = before[0], None
            continue
        standing = pause is not None
        free = not standing or (pause[2] is not None and pause[2] <= at)
        choices = [*([What.RESUME] if standing else []), *([What.PAUSE] if free else []), *sorted(ENDINGS)]
        what = draw(st.sampled_from(choices))
        planned = at + draw(st.integers(0, 6_000_000)) if what is What.PAUSE and draw(st.booleans()) else None
        entries.append((what, at, planned))
        if what is What.STOP:
            before = (pause,)
        elif what in ENDINGS:
            break
        else:
            pause = entries[-1] if what is What.PAUSE else None
    return entries, draw(st.integers(1, 20_000_000))


def counted(entries, at):
    """What is known at a moment and was not taken back."""
    known = []
    for entry in entries:
        if entry[1] <= at:
            known = known[:-1] if entry[0] is What.UNDO else [*known, entry]
    return known


def stands_still(known, at):
    """Whether the last thing known is a pause whose planned end has not come."""
    what, _when, planned = known[-1]
    return what is What.PAUSE and (planned is None or at < planned)


def ran(entries, until):
    """For how many milliseconds the clock had run at a moment: the sum of its running stretches."""
    total, since = 0, None
    for what, at, planned in counted(entries, until):
        if since is not None:
            total += max(0, at - since)
        since = at if what in {What.START, What.RESUME} else planned if what is What.PAUSE else None
    return total + (max(0, until - since) if since is not None else 0)


def told(entries, allowed, at):
    known = [
        Entry(what, moment(when), until=None if planned is None else moment(planned))
        for what, when, planned in entries
        if when <= at
    ]
    return replay(known, base_due=moment(allowed), now=moment(at))


def agrees(entries, allowed, at):
    result, used = told(entries, allowed, at), ran(entries, at)
    assert result.remaining(moment(at)) == timedelta(milliseconds=allowed - used)
    known = counted(entries, at)
    last = known[-1][0]
    if last is What.STOP:
        wanted = ClockState.MET if used <= allowed else ClockState.LATE
    elif last in ENDINGS:
        wanted = ClockState.REGRADED if last is What.REGRADE else ClockState.CANCELLED
    elif stands_still(known, at):
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
    ends = [planned for _what, _when, planned in entries if planned is not None]
    for at in [*moments, *ends, *(when for _what, when, _planned in entries)]:
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
        entries = [*entries, (What.STOP, entries[-1][1], None)]
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


@given(ledgers(), st.integers(0, 10_000_000), st.integers(0, 60_000_000))
def test_an_undone_stop_leaves_no_trace(ledger, wait, later):
    """Stopped and taken back: from then on the clock says what it would have said untouched."""
    entries, allowed = ledger
    if entries[-1][0] in ENDINGS:
        entries = entries[:-1]
    end = entries[-1][1]
    touched = [*entries, (What.STOP, end, None), (What.UNDO, end + wait, None)]
    at = end + wait + later
    assert told(touched, allowed, at) == told(entries, allowed, at)


@given(st.integers(0, 5_000_000), st.integers(0, 5_000_000), st.integers(0, 60_000_000))
def test_a_planned_end_counts_whenever_it_is_written_down(start, length, delay):
    """The resumption written by a worker that was away says what the ledger said all along."""
    pause = [(What.START, 0, None), (What.PAUSE, start, start + length)]
    at = start + length + delay
    written = [*pause, (What.RESUME, at, None)]
    unwritten, known = told(pause, 20_000_000, at), told(written, 20_000_000, at)
    assert (unwritten.due_at, unwritten.paused) == (known.due_at, known.paused)
    assert unwritten.lapsed
    assert not known.lapsed
    assert known.paused == timedelta(milliseconds=length)


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
        [What.START, What.UNDO],
        [What.START, What.REGRADE, What.UNDO],
        [What.START, What.STOP, What.UNDO, What.UNDO],
        [What.START, What.PAUSE, What.STOP, What.UNDO, What.PAUSE],
    ],
)
def test_a_ledger_that_cannot_be_is_refused(whats):
    with pytest.raises(ValueError):
        replay([Entry(what, T0) for what in whats], base_due=T0, now=T0)
