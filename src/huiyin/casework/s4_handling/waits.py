"""Named waits: a part has to come, other works have to end first. They stop no clock (domain.md: no pause).

A wait says for what and by which day. The resident reads it on the own page; over its day it comes back by
itself; whoever works on the case ends it, and so does the answer. Beside its line of the timeline a wait has
a timer, which stands until the wait is ended: fired, its day is over.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.timezone import localtime

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.ledger import level_of, running
from huiyin.casework.casefile.models import Case, Clock, Event, Timer
from huiyin.casework.casefile.words import WITH_HANDLER, Verb
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.rules.service_levels import WaitKind

from .acts import WAIT, working_case
from .notices import tell_requester
from .refusals import NotWaiting, WaitDay, WaitUnknown
from .rules import plan_ends


@dataclass(frozen=True, slots=True)
class Wait:
    """For what a case waits. `name` is the msgid of the rule pack; `until` the day by which it is there."""

    code: str
    name: str
    until: date
    note: str
    since: datetime
    over: bool = False


@dataclass(frozen=True, slots=True)
class Waited:
    """A stretch of waiting, for the resident's page; `ended` is None while it lasts."""

    name: str
    since: datetime
    ended: datetime | None


def kinds_of(clocks: Iterable[Clock]) -> tuple[WaitKind, ...]:
    """For what a case with these running clocks may wait, by the packs they started under."""
    kinds = {kind.code: kind for clock in clocks for kind in level_of(clock).waits}
    return tuple(kinds.values())


def last_day(kind: WaitKind, at: datetime) -> date:
    """The latest day that may be named."""
    return localtime(at).date() + timedelta(days=kind.most_days)


def begin_wait(*, case_id: UUID, by: Viewer, what: str, until: date, note: str = "") -> Case:
    """Say for what the case waits and by which day it is there. The clocks run on.

    A second wait, or another day, takes the place of the one that stands. The resident gets one message a
    round at most. Raises WaitUnknown, WaitDay, NotThere, NotNow.
    """
    case = working_case(case_id, by)
    at = now()
    kind = next((one for one in kinds_of(running(case)) if one.code == what), None)
    if kind is None:
        raise WaitUnknown
    if not localtime(at).date() <= until <= last_day(kind, at):
        raise WaitDay(days=kind.most_days)
    number = case.timers.filter(what=WAIT).count() + 1
    case.timers.filter(what=WAIT, cancelled_at=None).update(cancelled_at=at)
    write(case=case, verb=Verb.WAITS, by=by, at=at, what=kind.code, name=kind.name, until=until.isoformat(),
          note=note.strip()[:200])  # fmt: skip
    Timer.objects.create(
        case=case, scope_id=case.scope_id, what=WAIT, generation=1, step=number, due_at=plan_ends(until)
    )
    tell_requester(case=case, topic=f"waits:{case.reopened + 1}", template="waiting")
    return case


def end_wait(*, case_id: UUID, by: Viewer) -> Case:
    """What was waited for is there. Raises NotWaiting, NotThere, NotNow."""
    case = working_case(case_id, by)
    at = now()
    if not case.timers.filter(what=WAIT, cancelled_at=None).update(cancelled_at=at):
        raise NotWaiting
    write(case=case, verb=Verb.WAIT_ENDED, by=by, at=at)
    return case


def mark_over(*, case: Case, at: datetime, **late: int) -> bool:
    """The day of the wait that stands is over: write it down; False when nobody works on the case any more.

    Expects the case to be locked.
    """
    wait = standing_waits([case.pk]).get(case.pk)
    if wait is None or case.state not in WITH_HANDLER:
        return False
    write(
        case=case, verb=Verb.WAIT_OVER, by=SYSTEM, at=at, name=wait.name, day=wait.until.isoformat(), **late
    )
    return True


def standing_waits(case_ids: Collection[UUID]) -> dict[UUID, Wait]:
    """Case → the wait that stands. One query while nothing waits, else two."""
    standing = Timer.objects.filter(case_id__in=case_ids, what=WAIT, cancelled_at=None)
    fired = {timer.case_id: timer.fired_at is not None for timer in standing}
    if not fired:
        return {}
    lines = Event.objects.filter(case_id__in=fired, verb=Verb.WAITS).order_by("case_id", "-seq")
    return {line.case_id: _wait(line, over=fired[line.case_id]) for line in lines.distinct("case_id")}


def is_waiting() -> Exists:
    """Whether a wait stands for a case; for conditions on cases."""
    return Exists(Timer.objects.filter(case_id=OuterRef("pk"), what=WAIT, cancelled_at=None))


def waited(events: Iterable[Event]) -> list[Waited]:
    """The stretches of waiting in a timeline, the oldest first; another day of one wait is no new stretch."""
    found: list[Waited] = []
    for event in events:
        stands = bool(found) and found[-1].ended is None
        if event.verb == Verb.WAITS:
            name = str(event.data.get("name", ""))
            if stands and found[-1].name == name:
                continue
            if stands:
                found[-1] = Waited(found[-1].name, found[-1].since, event.at)
            found.append(Waited(name, event.at, None))
        elif event.verb in (Verb.WAIT_ENDED, Verb.PROPOSED) and stands:
            found[-1] = Waited(found[-1].name, found[-1].since, event.at)
    return found


def _wait(line: Event, *, over: bool) -> Wait:
    data = line.data
    until = date.fromisoformat(str(data["until"]))
    return Wait(str(data["what"]), str(data["name"]), until, str(data.get("note", "")), line.at, over)
