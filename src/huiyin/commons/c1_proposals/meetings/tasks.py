"""What a decision gives somebody to do: a clock that starts, warns, is late, stops."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from huiyin.commons.c1_proposals.models import Task
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import ZONE, now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.deadlines import due_at, warn_at
from huiyin.registers.rules.reads import calendar_for

from .record import lock_meeting, must_be, write
from .refusals import MeetingWordsMissing, TaskDayWrong
from .words import MeetingState, Verb

LONGEST = timedelta(days=366)


def give_task(
    *, meeting_id: int, no: int, words: str, owner: str, by: Viewer, until: date | None = None,
    organisation_id: int | None = None,
) -> Task:  # fmt: skip
    """A decision becomes work: by whom, until when (without a day: as the rules say, in working days).

    Raises NotThere, MeetingNotNow, MeetingWordsMissing, TaskDayWrong, NoPack.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN, MeetingState.HELD)
    item = meeting.items.filter(no=no).first()
    unit = _unit(organisation_id, meeting.scope_id) if organisation_id else None
    if item is None:
        raise NotThere
    if not (words.strip() and owner.strip()):
        raise MeetingWordsMissing
    start = now()
    due, warn = _times(meeting.pack_id, meeting.scope_id, start, until)
    task = Task.objects.create(
        item=item, scope_id=meeting.scope_id, words=words.strip()[:500], owner=owner.strip()[:80],
        organisation=unit, started_at=start, due_at=due, warn_at=warn,
    )  # fmt: skip
    write(meeting=meeting, verb=Verb.TASK, by=by, no=no, until=due.astimezone(ZONE).date().isoformat())
    return task


def finish_task(*, task_id: UUID, words: str, by: Viewer) -> Task:
    """It is done; the clock stops. Repeating changes nothing. Raises NotThere, MeetingWordsMissing."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("item__meeting")
        .filter(pk=task_id)
        .first()
    )
    if task is None or not by.may(Permission.PROPOSAL_WORK, task.scope_id):
        raise NotThere
    if not words.strip():
        raise MeetingWordsMissing
    if task.done_at is None:
        task.done_at, task.done_words = now(), words.strip()[:500]
        task.save(update_fields=["done_at", "done_words"])
        write(meeting=task.item.meeting, verb=Verb.TASK_DONE, by=by, no=task.item.no)
    return task


def _times(
    pack_id: int, scope_id: int, start: datetime, until: date | None
) -> tuple[datetime, datetime | None]:
    """Until when, and when to warn: by the target of the pack on the calendar of the area."""
    target = pack_of(pack_id).task
    calendar = calendar_for(scope_tree().up(scope_id), start)
    if until is None:
        due = due_at(start, target, calendar)
    else:
        today = start.astimezone(ZONE).date()
        if not today <= until <= today + LONGEST:
            raise TaskDayWrong
        due = datetime.combine(until + timedelta(days=1), time.min, tzinfo=ZONE) - timedelta(seconds=1)
    warnings = warn_at(start, due, target, calendar)
    return due, warnings[0][0] if warnings else None


def _unit(organisation_id: int, scope_id: int) -> Organisation:
    around = scope_tree().up(scope_id)
    found = Organisation.objects.filter(pk=organisation_id, scope_id__in=around, until=None).first()
    if found is None:
        raise NotThere
    return found
