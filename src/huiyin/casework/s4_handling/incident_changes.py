"""An incident changes while it lasts: its words, when it should be over. Everybody who asked learns of it.

The change is one act; each case hears of it in a transaction of its own by the worker: a line for every
change, and at most one message in the time the procedure pack gives, with whatever is newest then.
"""

from datetime import datetime

from django.db.models import QuerySet

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s2_triage.merging import send
from huiyin.ground.clock import now
from huiyin.ground.refusals import Outdated
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import procedure_for

from .incidents import lock_incident, member_of, members_of
from .models import Incident, IncidentCase, IncidentChange
from .notices import tell_requester
from .refusals import ExpectedPast, NothingChanged, ReasonMissing

NEWS, TELL = "inc_news", "inc_tell"
LATER = "later"
"""What a line says of the message when one went out too lately."""


def change_incident(
    *, incident_id: int, told: str, expected_at: datetime | None, by: Viewer, seen: int | None = None
) -> IncidentChange:
    """Give an open incident other words or another expected end; what it said before is kept.

    `seen`: how many changes whoever writes this knew of. Raises ReasonMissing (no words), ExpectedPast,
    NothingChanged, Outdated, IncidentOver, NotThere.
    """
    incident, at = lock_incident(incident_id), now()
    by.must(Permission.CASE_DISPATCH, incident.scope_id)
    told = told.strip()[:500]
    if seen is not None and seen != incident.changes.count():
        raise Outdated
    if not told:
        raise ReasonMissing
    if (told, expected_at) == (incident.told, incident.expected_at):
        raise NothingChanged
    if expected_at not in (None, incident.expected_at) and expected_at <= at:
        raise ExpectedPast
    change = IncidentChange.objects.create(
        incident=incident, scope_id=incident.scope_id, told=told, expected_at=expected_at,
        told_before=incident.told, expected_before=incident.expected_at,
        changed_by=by.actor, changed_by_label=by.label[:80], changed_at=at,
    )  # fmt: skip
    incident.told, incident.expected_at = told, expected_at
    incident.save(update_fields=["told", "expected_at"])
    for member in members_of(incident).select_related("case"):
        send(member.case, NEWS, at)
    return change


def changes_of(incident: Incident) -> QuerySet[IncidentChange]:
    """What it said before, the newest change first."""
    return incident.changes.order_by("-pk")


def hear_changes(*, case: Case, at: datetime) -> None:
    """Write a line for each change the case has not heard of, and tell its requester, now or later."""
    member = member_of(case)
    news = list(_unheard(member)) if member is not None else []
    if member is None or not news or member.incident.ended_at is not None:
        return
    told = _tell_or_wait(case, member, at)
    for change in news:
        expected = change.expected_at.isoformat() if change.expected_at else None
        write(case=case, verb=Verb.INCIDENT_CHANGED, by=SYSTEM, at=at, title=member.incident.title,
              words=change.told, expected_at=expected, told=told, who=change.changed_by_label)  # fmt: skip
    member.heard = news[-1].pk
    member.save(update_fields=["heard", "told_at"])


def tell_later(*, case: Case, at: datetime) -> None:
    """The time since the last message is over: tell what is newest, unless the incident is."""
    member = member_of(case)
    if member is not None and member.incident.ended_at is None and member.heard:
        _tell(case, member, at)
        member.save(update_fields=["told_at"])


def _unheard(member: IncidentCase) -> QuerySet[IncidentChange]:
    return member.incident.changes.filter(pk__gt=member.heard).order_by("pk")


def _tell_or_wait(case: Case, member: IncidentCase, at: datetime) -> bool | str:
    again = procedure_for(scope_tree().up(case.scope_id), at).tell_again
    if again is None:  # this version of the rules knows no telling of changes; the page shows them
        return False
    free = (member.told_at or member.absorbed_at) + again
    if free <= at:
        return _tell(case, member, at)
    if not Timer.objects.filter(case=case, what=TELL, fired_at=None, cancelled_at=None).exists():
        timer = send(case, TELL, at)
        timer.due_at = free
        timer.save(update_fields=["due_at"])
    return LATER


def _tell(case: Case, member: IncidentCase, at: datetime) -> bool:
    """One message about everything up to now; it counts among the four of the case."""
    newest = changes_of(member.incident).values_list("pk", flat=True).first()
    topic = f"incident:{member.incident_id}:{newest}"
    member.told_at = at
    return tell_requester(case=case, topic=topic, template="incident")
