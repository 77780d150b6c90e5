"""S-02: every write is done once under its key, however often and however late it is sent."""

from __future__ import annotations

import pytest

from huiyin.ground.jobs import KEPT, forget_old_answers
from tests.matrix.changes import changes, snapshot, tables, touched
from tests.matrix.routes import operations, pages
from tests.matrix.writes import ALL, API, PAGES, UNKEYED, answer_of, done, new_key

pytestmark = pytest.mark.django_db


def test_every_write_has_its_row():
    """A new route that writes needs its row in tests/matrix/writes.py."""
    routes = {route.name for route in pages() if not route.api and "POST" in route.methods}
    assert routes == {write.route for write in PAGES} | set(UNKEYED)
    assert {op.name for op in operations() if "POST" in op.methods} == {write.route for write in API}


def test_twice_the_same_is_done_once_and_answered_alike(sender, undone, still_clock):
    """Now, and 29 days later: one effect, the same answer."""
    names, wrong = tables(), []
    for write in ALL:
        with undone():
            path, key = sender.address(write, write.before(sender.world)), new_key()
            before = snapshot(names)
            first = sender.send(write, path, key=key)
            after = snapshot(names)
            second = sender.send(write, path, key=key)
            again = snapshot(names)
            if not done(first) or answer_of(first) != answer_of(second) or after != again:
                wrong.append((write.name, first.status_code, second.status_code, touched(after, again)))
            if not write.quiet and touched(before, after) <= {"ground_outcome"}:
                wrong.append((write.name, "changed nothing"))
    assert not wrong, "\n".join(map(str, wrong))


def test_other_content_under_the_same_key_is_refused(sender, undone):
    """422, and nothing more happens."""
    names, wrong = tables(), []
    for write in ALL:
        with undone():
            path, key = sender.address(write, write.before(sender.world)), new_key()
            assert done(sender.send(write, path, key=key)), write.name
            before = snapshot(names)
            other = sender.send(write, path, key=key, extra={"unheard": "of"}) if write in PAGES else None
            if other is not None and (other.status_code != 422 or touched(before, snapshot(names))):
                wrong.append((write.name, other.status_code))
    assert not wrong, "\n".join(map(str, wrong))
