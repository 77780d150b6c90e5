"""Every write: refused without a key, done once under it, however often and late it comes, and on record."""

from __future__ import annotations

import pytest

from huiyin.ground.clock import now
from huiyin.ground.idempotency.models import Outcome
from huiyin.ground.jobs import forget_old_answers
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.matrix.changes import written
from tests.matrix.routes import operations, pages
from tests.matrix.writes import ALL, API, PAGES, UNKEYED, answer_of, done, new_key

pytestmark = pytest.mark.django_db
KEYS = "ground_outcome"
RECORDS = {"casefile_event", "people_reading", "topics_correction"}
"""Where it stands who did what, beside the histories of the registers (tables in …event)."""
ITS_OWN_RECORD = {
    "inbox-read": "the mark says when; whose inbox it is says who",
    "inbox-open": "the same",
    "clerk-import": "the upload's row holds who, when and the file; nothing else changes",
    "steward-tables": "the same; a trial writes nothing down",
    "leader-month-restate": "the restatement says who, when and why",
    "proposal": "an opinion is its own row, with its moment; whose it is nobody keeps",
    "proposal-slip": "a rating is its own row; the record of the proposal never holds what a home says",
    "posting": "a number of taps, and nobody's name anywhere",
    "poll": "a voice is its own row, with its moment; whose it is nobody keeps",
    "poll-slip": "a voice is its own row; the record of the poll never holds what a home says",
    "survey": "a sheet is its own row, with its moment",
    "survey-slip": "the same; the record of the survey never holds what a home says",
    "proposal-rate": "the rating's row says who wrote it down and when",
    "project-slip": "a word is its own row; the record of the project never holds what a home says",
    "work-word": "the row of the word says who wrote it down and when",
    "work-consent": "the home's part says who wrote it down and when",
    "work-receipt": "the home's part has the receipt and the moment",
    "incident-new": "its row says who opened it and when",
    "incident-change": "a row says who changed what and when; the worker gives each case its line",
    "incident-end": "its row says who ended it, when, and with what answer",
    "steward-learn": "its row says who asked and when; the lesson that follows says the same",
    "me-keys": "the account is the person's own, and so are its keys",
    "me-rows": "the account is the person's own, and so is the length of its lists",
    "sign-in-set-up": "the authenticator's row says whose it is and since when",
}
AT_ONCE, SENT_LATER = (0,), (0, 1, 29)
"""Days after which the same is sent again: a phone may be off for weeks. The quick test sends it at once, and
every second write, in turns: that each one can be done is tried by test_one_policy."""


def test_every_write_has_its_row():
    """A new route that writes needs its row in tests/matrix/writes.py."""
    routes = {route.name for route in pages() if not route.api and "POST" in route.methods}
    assert routes == {write.route for write in PAGES} | set(UNKEYED)
    assert {op.name for op in operations() if "POST" in op.methods} == {write.route for write in API}


@pytest.mark.parametrize("later", [AT_ONCE, pytest.param(SENT_LATER, marks=pytest.mark.long)], ids=len)
def test_every_write_is_done_once_and_stands_on_record(sender, undone, still_clock, later):
    """S-02 and S-49: no key 400; the same again the same answer, no effect; other content 422; a record."""
    wrong = []
    for write in ALL if later is SENT_LATER else ALL[::2]:
        with undone():
            wrong += [(write.name, what) for what in _tried(sender, write, still_clock, later)]
    assert not wrong, "\n".join(map(str, wrong))


def _tried(sender, write, clock, later):
    path, key, start = sender.address(write, write.before(sender.world)), new_key(), now()
    told = {name: value for name, value in write.data(sender.world).items() if not hasattr(value, "read")}
    before = written()
    if sender.send(write, path, key="").status_code != 400 or written() != before:
        yield "was taken without a key"
    first = sender.send(write, path, key=key, told=told)
    after = written()
    yield from _effect(write, first, set(after - before) - {KEYS})
    for days in later:
        clock.set(start)
        clock.move(days=days)
        assert forget_old_answers(0) == 0
        if answer_of(sender.send(write, path, key=key, told=told)) != answer_of(first):
            yield f"answered otherwise after {days} days"
    clock.set(start)
    other = _other(sender, write, path, key)
    if other.status_code != 422:
        yield f"took other content: {other.status_code}"
    if written() != after:
        yield f"did more the second time: {written() - after}"


def _effect(write, answer, tables):
    if not done(answer):
        yield f"was not done: {answer.status_code}"
    elif bool(tables) is write.quiet:
        yield f"changed {tables or 'nothing'}"
    elif not (write.quiet or write.route in ITS_OWN_RECORD or any(map(_records, tables))):
        yield f"left no record, only {tables}"


def _records(table):
    return table in RECORDS or table.endswith("event")


def _other(sender, write, path, key):
    """The same key with something else: another field on a page, another act or other words of a program."""
    if write in PAGES:
        return sender.send(write, path, key=key, extra={"unheard": "of"})
    told = next((name for name, value in write.data(sender.world).items() if isinstance(value, str)), None)
    if told is None or told == "category":
        other = next(row for row in API if row.route == "note")
        return sender.send(other, sender.address(other), key=key, who=write.who)
    return sender.send(write, path, key=key, extra={told: "另外的话"})


def test_after_thirty_days_a_key_is_new(sender, still_clock):
    """The nightly job forgets the answer; the same sent then is a new request, with a number of its own."""
    (write,) = (row for row in API if row.route == "file_case")
    path, key = sender.address(write), new_key()

    def number():
        return sender.send(write, path, key=key).json()["number"]

    first = number()
    still_clock.move(days=30)
    forget_old_answers(0)
    assert number() == first
    still_clock.move(seconds=1)
    forget_old_answers(0)
    assert number() != first


def test_an_answer_is_as_old_as_the_clock_says(sender, still_clock):
    """On a shifted clock (a drill) today's answers are not forgotten tonight."""
    still_clock.move(days=400)
    for name in ("file_case", "note"):
        (write,) = (row for row in API if row.route == name)
        assert done(sender.send(write, sender.address(write), key=new_key()))
    with seen_as(SYSTEM):
        assert Outcome.objects.filter(created_at=now()).count() == 2
