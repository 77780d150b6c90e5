"""Every query about polls worth a name. Those of desks take the viewer."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from huiyin.commons.c2_voices.models import Poll, PollRound
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import ENDED_LATELY
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import homes_at

from .record import WORK
from .words import PollState


def polls_of(viewer: Viewer) -> QuerySet[Poll]:
    """The polls the viewer keeps, the newest first."""
    scopes = viewer.grants.get(WORK, frozenset())
    return (
        Poll.objects.filter(scope_id__in=scopes).select_related("scope", "place").order_by("-made_at", "-pk")
    )


def poll_for(viewer: Viewer, poll_id: int) -> Poll:
    """One of them. Raises NotThere."""
    found = polls_of(viewer).filter(pk=poll_id).first()
    if found is None:
        raise NotThere
    return found


def public_poll(poll_id: int) -> Poll:
    """A poll that was opened, read by whoever may read around it. Raises NotThere."""
    found = (
        Poll.objects.filter(pk=poll_id, rounds__opened_at__isnull=False)
        .select_related("place")
        .distinct()
        .first()
    )
    if found is None:
        raise NotThere
    return found


def shown_rounds(poll: Poll) -> list[PollRound]:
    """The rounds everybody may know of: opened ones, in their order."""
    return list(poll.rounds.filter(opened_at__isnull=False).order_by("no"))


def polls_near(scope_ids: Iterable[int]) -> QuerySet[Poll]:
    """Polls in these scopes that were opened: open now, between two rounds, or ended lately; newest first."""
    lately = Q(state=PollState.RUNNING) | Q(state=PollState.FINISHED, ended_at__gte=now() - ENDED_LATELY)
    found = Poll.objects.filter(lately, scope_id__in=list(scope_ids), rounds__opened_at__isnull=False)
    return found.select_related("place").distinct().order_by("-made_at", "-pk")


def homes_of(poll: Poll) -> list[Place]:
    """The open homes of the poll. Two queries."""
    return homes_at(poll.place_id)
