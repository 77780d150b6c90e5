"""S-66: the right is asked for inside the act, so every way to it is guarded alike."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from huiyin.ground.tenancy.viewer import Viewer
from tests.matrix.writes import ALL, API, PAGES, done, new_key

pytestmark = pytest.mark.django_db
ACTS = tuple(
    f"huiyin.{life}." for life in ("casework", "commons", "neighbours", "registers", "channels", "insight")
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """(permission, scope) of every question a module of the acts asks a viewer."""
    found: set[tuple[str, int]] = set()
    for name in ("may", "must"):
        original = getattr(Viewer, name)

        def question(
            self: Viewer, permission: Any, scope_id: Any = None, *, _original: Any = original
        ) -> Any:
            if sys._getframe(1).f_globals["__name__"].startswith(ACTS):
                found.add((str(permission), scope_id or 0))
            return _original(self, permission, scope_id)

        monkeypatch.setattr(Viewer, name, question)
    return found


WITHOUT_A_RIGHT = {
    "q-form": "everybody may ask",
    "q-call": "the same: to be called",
    "ballot": "the link is the right: the viewer is the head of the roll behind it",
    "proposal": "everybody may say an opinion",
    "proposal-slip": "the slip is the right: it speaks for one home",
    "project-slip": "the slip is the right: it speaks for one home",
    "posting": "everybody who reads it may tap that they have",
    "volunteer-join": "everybody around may sign up",
    "duty": "the same, for one duty",
    "volunteer-own": "the own link is the right: it speaks for one volunteer",
    "poll": "everybody may be heard",
    "poll-slip": "the slip is the right: it speaks for one home",
    "survey": "everybody behind a public code may answer",
    "survey-slip": "the slip is the right: it speaks for one home",
    "meeting-room": "the code in the room is the right",
    "c-verdict": "the link is the right: the viewer is the person behind this one case",
    "c-reopen": "the same",
    "c-there": "the same",
    "c-withdraw": "the same",
    "c-alone": "the same",
    "c-more": "the same",
    "c-contact": "the same",
    "steward-shown": "forgets what this session showed",
    "inbox-read": "one's own inbox",
    "inbox-open": "one's own inbox",
    "me-keys": "one's own account",
    "me-rows": "one's own account",
    "duty-handover-leave": "who may stand on the sheet is read from the roles of both people",
    **dict.fromkeys(
        ("call-step", "report_in", "present", "progress", "deliver"),
        "being called is the right: only the unit that was called answers for itself",
    ),
    "steward-token-revoke": "`keeps` reads the grants themselves",
    "steward-request": "`open_requests` reads the grants themselves",
    "auditor-request": "the same",
}
"""Writes whose act asks no `may` or `must`, each with the reason."""


@pytest.mark.parametrize("tried", [ALL[1::2], pytest.param(ALL, marks=pytest.mark.long)], ids=len)
def test_every_act_asks_for_the_right_itself(sender, undone, asked, tried):
    """Pages, programs, many at once and imports lead to the same question, about the thing's scope.

    In the quick test those that test_keys leaves out, so that the two do every write once.
    """
    world, unasked = sender.world, set()
    near = {world.town.street.pk, world.town.community.pk, world.town.estate.pk}
    for write in tried:
        with undone():
            path = sender.address(write, write.before(world))
            asked.clear()
            assert done(sender.send(write, path, key=new_key())), write.name
            if not any(scope in near for _permission, scope in asked):
                unasked.add(write.route)
    assert sorted(unasked - set(WITHOUT_A_RIGHT)) == []
    assert sorted(set(WITHOUT_A_RIGHT) & {write.route for write in tried} - unasked) == []


def test_a_case_is_dispatched_under_one_right_on_every_way(sender, undone, asked):
    """One page, many at once, and a program: the same question."""
    ways = [
        write
        for write in (*PAGES, *API)
        if write.route in {"case-dispatch", "clerk-board-give", "clerk-bulk", "dispatch"}
    ]
    questions = []
    for write in ways:
        with undone():
            path = sender.address(write, write.before(sender.world))
            asked.clear()
            assert done(sender.send(write, path, key=new_key()))
            questions.append({one for one in asked if one[0] == "case.dispatch"})
    assert len(questions) == 4
    assert questions == [{("case.dispatch", sender.world.town.estate.pk)}] * 4
