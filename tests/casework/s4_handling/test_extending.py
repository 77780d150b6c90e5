"""More time: as much as the pack says, once, before the limit, by two people, the resident told why."""

from datetime import timedelta

import pytest

from huiyin.casework.casefile.models import Clock, ClockEntry, Event, Timer
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s4_handling.extending import ask_for_extension, decide_extension
from huiyin.casework.s4_handling.models import ExtensionRequest
from huiyin.casework.s4_handling.refusals import (
    NotExtendable,
    NothingAsked,
    ReasonMissing,
    SecondPerson,
    TooLate,
)
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from tests.casework.doing import do, drain
from tests.town import all_seen

PARKING = "0604"


@pytest.fixture
def case(town, hands):
    """A fee dispute under the seven days of Beijing."""
    receipt = town.take_in(category=PARKING, content="停车收费不合理")
    drain()
    return receipt


def finish(case):
    with all_seen():
        return Clock.objects.get(case_id=case.case_id, kind="finish")


def ask(town, case, by="clerk", reason="等物价局答复"):
    return do(town.viewer(by), ask_for_extension, case_id=case.case_id, reason=reason)


def grant(town, case, by="second clerk", *, grant=True):
    return do(town.viewer(by), decide_extension, case_id=case.case_id, grant=grant)


def test_seven_more_days_by_two_people_and_told(town, hands, case):
    before = finish(case).due_at
    ask(town, case)
    grant(town, case, by="leader")
    after = finish(case).due_at
    assert timedelta(days=7) <= after - before <= timedelta(days=8), "a day off moves the end"
    with all_seen():
        assert Notice.objects.filter(template="extended", subject_id=case.case_id).count() == 1
        line = Event.objects.get(verb="extended")
        assert (line.data["reason"], line.data["told"]) == ("等物价局答复", True)
        row = ExtensionRequest.objects.get()
        assert (row.due_before, row.due_after) == (before, after)
        kinds = ClockEntry.objects.filter(clock=finish(case)).order_by("seq").values_list("what", "reason")
        assert list(kinds) == [("start", ""), ("extend", "等物价局答复")]
        assert list(wrong_projections()) == []
    hands.set(before + timedelta(hours=1))
    drain()
    with all_seen():
        assert not Event.objects.filter(case_id=case.case_id, verb="overdue", data__clock="finish").exists()
    hands.set(after + timedelta(hours=1))
    drain()
    with all_seen():
        assert Event.objects.filter(case_id=case.case_id, verb="overdue", data__clock="finish").count() == 1
        assert Timer.objects.filter(clock=finish(case), what="due", fired_at__isnull=False).count() == 1


def test_once_only_and_never_when_it_is_late(town, hands, case):
    ask(town, case)
    grant(town, case)
    with pytest.raises(NotExtendable):
        ask(town, case)
    hands.set(finish(case).due_at + timedelta(seconds=1))
    other = town.take_in(category=PARKING, phone=None)
    drain()
    hands.set(finish(other).due_at + timedelta(seconds=1))
    with pytest.raises(TooLate):
        ask(town, other)


def test_what_the_pack_does_not_extend_stays(town, hands):
    leak = town.take_in()
    drain()
    with pytest.raises(NotExtendable):
        ask(town, leak)


def test_who_may_and_with_what_words(town, case):
    with pytest.raises(NothingAsked):
        grant(town, case)
    with pytest.raises(ReasonMissing):
        ask(town, case, reason=" ")
    for person in ("leader", "contact", "field", "auditor", "other clerk"):
        with pytest.raises(NotThere):
            ask(town, case, by=person)
    ask(town, case)
    with pytest.raises(SecondPerson):
        grant(town, case, by="clerk")
    for person in ("duty", "contact", "auditor", "other clerk"):
        with pytest.raises(NotThere):
            grant(town, case, by=person)
    due = finish(case).due_at
    grant(town, case, grant=False)
    assert finish(case).due_at == due
