"""Two people at one job, one of them without network: nothing is overwritten, both are kept, one settles.

What a telephone kept may come when somebody else was faster. The state is settled by the table of states:
what reached the server first stands, and a step that is not possible any more is not taken. What the later
one said is kept as a line of the case and stands beside the faster one's until somebody says which holds
(ux C5).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.states import MOVES
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.words import Permission

from .models import Conflict
from .refusals import NothingAsked, ReasonMissing
from .rules import is_handler

CLOSES = frozenset(move.verb for move in MOVES) | {Verb.PAUSED, Verb.RESUMED}
"""Lines that can make somebody else's step impossible."""
BY_ITSELF = (Verb.PROPOSED, Verb.MERGED, Verb.SUSPENDED)
"""Of those the ones that count when the program wrote them; a lapse only follows from an answer."""
PLAIN = frozenset({"accept"})
"""Taps with which nothing is left to settle: two took the job, one has it."""
LONGEST = 5000


class Holds(models.TextChoices):
    """What holds of two that do not fit."""

    FIRST = "first", _("What was there first holds")
    LATE = "late", _("What came later holds")
    BOTH = "both", _("Both hold, one beside the other")


def keep_late(*, case_id: UUID, step: str, words: str, made_at: datetime, by: Viewer) -> Event | None:
    """Keep what came too late for a step that is not possible any more; the state stays.

    `step`: the word in the address of the step; `made_at`: when it was written, by the telephone. None when
    there is nothing to keep: a tap that only repeats the person's own. Raises NotThere for whoever may not
    write to the case any more.
    """
    case = lock_case(case_id)
    if not _may_write(case, by):
        raise NotThere
    faster, said = _faster(case, made_at, by), words.strip()[:LONGEST]
    if faster is None and not said:
        return None
    line = write(case=case, verb=Verb.CAME_LATE, by=by, step=step[:20], text=said, **_after(faster))
    if faster is not None and step not in PLAIN:
        Conflict.objects.create(case=case, scope_id=case.scope_id, late=line, faster=faster, kept_at=line.at)
    return line


def settle(*, conflict_id: int, holds: Holds, words: str, by: Viewer) -> Conflict:
    """Say which holds; both lines stay. Who lets the later one hold says what happens now.

    Raises NotThere, NothingAsked (settled meanwhile), ReasonMissing.
    """
    found = Conflict.objects.filter(pk=conflict_id).first()
    if found is None:
        raise NotThere
    case = lock_case(found.case_id)
    if not (may_settle(case, by) and cases_of(by).filter(pk=case.pk).exists()):
        raise NotThere
    found.refresh_from_db()
    if found.settled_at is not None:
        raise NothingAsked
    said = words.strip()[:LONGEST]
    if holds == Holds.LATE and not said:
        raise ReasonMissing
    line = write(case=case, verb=Verb.CONFLICT_SETTLED, by=by, holds=holds.value, text=said,
                 lines=[found.faster.seq, found.late.seq])  # fmt: skip
    found.holds, found.words, found.settled_at = holds.value, said, line.at
    found.settled_by, found.settled_by_label = by.actor, by.label[:80]
    found.save(update_fields=["holds", "words", "settled_at", "settled_by", "settled_by_label"])
    return found


def may_settle(case: Case, viewer: Viewer) -> bool:
    """Whether the viewer can say what holds: whoever works on the case, and whoever supervises there."""
    return viewer.may(Permission.CASE_SUPERVISE, case.scope_id) or _works(case, viewer)


def open_conflicts(viewer: Viewer) -> QuerySet[Conflict]:
    """What nobody settled in the cases the viewer reads or works on, the oldest first.

    Two short questions: there is hardly ever one, and then the long one about cases is not asked.
    """
    waiting = Conflict.objects.filter(settled_at=None)
    if not viewer.everywhere:
        none: frozenset[int] = frozenset()
        there = (viewer.grants.get(one, none) for one in (Permission.CASE_READ, Permission.CASE_HANDLE))
        waiting = waiting.filter(scope_id__in=none.union(*there))
    theirs = set(waiting.values_list("case_id", flat=True))
    if not theirs:
        return waiting.none()
    seen = cases_of(viewer).filter(pk__in=theirs).values_list("pk", flat=True)
    found = waiting.filter(case_id__in=list(seen)).select_related("case__place", "late", "faster")
    return found.order_by("kept_at", "pk")


def conflicts_in(case: Case) -> QuerySet[Conflict]:
    """What nobody settled in one case, the oldest first."""
    return Conflict.objects.filter(case=case, settled_at=None).order_by("kept_at", "pk")


def count_conflicts(viewer: Viewer) -> int:
    """How many wait to be settled in the cases the viewer sees."""
    return open_conflicts(viewer).count()


def _after(faster: Event | None) -> dict[str, Any]:
    """What the late line says of the faster one, so that it can be read alone."""
    if faster is None:
        return {}
    told = {"after": faster.seq, "after_verb": faster.verb, "after_who": faster.actor_label}
    return told | {"after_at": faster.at.isoformat(timespec="seconds")}


def _faster(case: Case, made_at: datetime, by: Viewer) -> Event | None:
    """The line of whoever came first: the newest of somebody else since the write was made.

    The clock of a telephone may have been set meanwhile: else it is the newest of all, unless the person
    wrote that one too.
    """
    lines = Event.objects.filter(case=case, verb__in=CLOSES)
    lines = lines.filter(~Q(actor=SYSTEM.actor) | Q(verb__in=BY_ITSELF)).order_by("-seq")
    since = lines.filter(at__gte=made_at).exclude(actor=by.actor).first()
    newest = since or lines.first()
    return newest if newest is not None and newest.actor != by.actor else None


def _may_write(case: Case, by: Viewer) -> bool:
    """As for a note: whoever works on the case, and whoever reads the cases there."""
    return by.may(Permission.CASE_READ, case.scope_id) or _works(case, by)


def _works(case: Case, viewer: Viewer) -> bool:
    return viewer.may(Permission.CASE_HANDLE, case.scope_id) and is_handler(viewer, standing_assignment(case))
