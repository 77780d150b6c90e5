"""Every query about meetings worth a name. Those of desks take the viewer."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Prefetch, QuerySet

from huiyin.commons.c1_proposals.models import AgendaItem, Dissent, Meeting, Proposal, Task
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .words import MeetingState

LATELY = timedelta(days=60)


def meetings_of(viewer: Viewer) -> QuerySet[Meeting]:
    """The meetings the viewer keeps, the latest first."""
    scopes = viewer.grants.get(Permission.PROPOSAL_WORK, frozenset())
    return Meeting.objects.filter(scope_id__in=scopes).select_related("scope").order_by("-starts_at", "-pk")


def meeting_for(viewer: Viewer, meeting_id: int) -> Meeting:
    """One of them. Raises NotThere."""
    found = meetings_of(viewer).filter(pk=meeting_id).first()
    if found is None:
        raise NotThere
    return found


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """The agenda with dissent and tasks. Three queries; dissent without the name of its seat."""
    return list(
        meeting.items.select_related("proposal").prefetch_related(
            Prefetch("dissents", Dissent.objects.order_by("pk")),
            Prefetch("tasks", Task.objects.order_by("started_at", "pk")),
        )
    )


def tasks_of(viewer: Viewer) -> QuerySet[Task]:
    """Tasks that are not done, the earliest day first."""
    scopes = viewer.grants.get(Permission.PROPOSAL_WORK, frozenset())
    open_still = Task.objects.filter(scope_id__in=scopes, done_at=None)
    return open_still.select_related("item__meeting", "scope").order_by("due_at", "pk")


def tasks_from(viewer: Viewer, scope_id: int, kind: str) -> QuerySet[Task]:
    """What earlier meetings of a kind gave there and is not done, the earliest day first."""
    return tasks_of(viewer).filter(scope_id=scope_id, item__meeting__kind=kind)


def public_meeting(meeting_id: int) -> Meeting:
    """An announced meeting, read by whoever may read around it. Raises NotThere."""
    found = Meeting.objects.filter(pk=meeting_id, noticed_at__isnull=False, inner=False).first()
    if found is None:
        raise NotThere
    return found


def meeting_in_room(meeting_id: int) -> Meeting:
    """An announced meeting for whoever holds the code that hangs in its room. Raises NotThere."""
    found = Meeting.objects.filter(pk=meeting_id, noticed_at__isnull=False).first()
    if found is None:
        raise NotThere
    return found


def near(scope_ids: Iterable[int]) -> QuerySet[Meeting]:
    """Announced meetings of these scopes: those to come, and the minutes of the last two months."""
    shown = (MeetingState.NOTICED, MeetingState.OPEN, MeetingState.HELD, MeetingState.POSTED)
    return Meeting.objects.filter(
        scope_id__in=list(scope_ids), state__in=shown, starts_at__gte=now() - LATELY, inner=False
    ).order_by("-starts_at", "-pk")


def about(proposal: Proposal) -> QuerySet[Meeting]:
    """The announced meetings with a proposal on their agenda, the latest first."""
    announced = Meeting.objects.filter(items__proposal=proposal, noticed_at__isnull=False, inner=False)
    return announced.order_by("-starts_at", "-pk").distinct()
