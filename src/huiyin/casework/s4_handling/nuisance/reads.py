"""Which marks stand, and which cases wait apart by them.

A case waits apart only while nobody has given it out or answered it, and it speaks of no danger; from then on
it is a case like any other. Its clocks never notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.queue import NOBODY
from huiyin.casework.casefile.reads import phones_of
from huiyin.casework.casefile.words import MOVING, State
from huiyin.casework.s4_handling.rules import ZONE
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.procedures import Procedure

from .models import NuisanceMark

WAITS = Q(state=State.RECEIVED, danger="")
MOST_NAMED = 20
"""Numbers of folded cases a row names; the list itself shows each when unfolded."""


@dataclass(frozen=True, slots=True)
class Apart:
    """The cases that wait apart, as questions to the table: all of them, and those of marked telephones."""

    all: Q
    phones: Q


def last_day(rules: Procedure, at: datetime) -> date:
    """The last whole day for which a mark given now may stand."""
    return at.astimezone(ZONE).date() + timedelta(days=rules.mark_days)


def asked_mark(case: Case) -> NuisanceMark | None:
    """What was proposed on the case and nobody decided."""
    return NuisanceMark.objects.filter(case=case, decided_at=None).first()


def standing_marks(at: datetime) -> QuerySet[NuisanceMark]:
    """Confirmed, not over, not lifted."""
    return NuisanceMark.objects.filter(confirmed=True, lifted_at=None, until__gt=at)


def mark_on(case: Case, at: datetime) -> NuisanceMark | None:
    """The standing mark on the case itself, or on the telephone that brought it."""
    this = Q(case=case, phone_index=b"")
    phone = phones_of((case.pk,)).get(case.pk)
    if phone:
        this |= Q(phone_index=phone, scope_id__in=scope_tree().up(case.scope_id))
    return standing_marks(at).filter(this).order_by("decided_at").first()


def marks_for(viewer: Viewer) -> QuerySet[NuisanceMark]:
    """Every mark where the viewer sorts."""
    sorts = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    found = NuisanceMark.objects.select_related("case__place", "case__requester")
    return found if viewer.everywhere else found.filter(scope_id__in=sorts)


def apart_for(viewer: Viewer, at: datetime) -> Apart:
    """What waits apart where the viewer sorts. One query; where no mark stands, nobody does."""
    sorts = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [at])
        rows = [row for row in cursor.fetchall() if viewer.everywhere or row[2] in sorts]
    alone = [case_id for case_id, phone, _scope in rows if not bytes(phone)]
    phones = NOBODY
    for reach, indexes in _by_reach(rows).items():
        theirs = Requester.objects.filter(phone_index__in=indexes).values("case_id")
        phones |= Q(scope_id__in=scope_tree().under([reach]), pk__in=theirs)
    if not rows:
        return Apart(NOBODY, NOBODY)
    return Apart(WAITS & (Q(pk__in=alone) | phones), WAITS & phones)


_STANDING = """
SELECT case_id, phone_index, scope_id FROM handling_nuisancemark
WHERE confirmed AND lifted_at IS NULL AND until > %s
"""
"""The same as `standing_marks`, asked with every page of the list."""


def fold_repeats(cases: QuerySet[Case], apart: Apart) -> QuerySet[Case]:
    """The list with one row for all waiting cases of one marked telephone with the same words: the oldest.

    What is compared is the list itself, so that a row never stands under one the viewer does not see.
    """
    if apart.phones == NOBODY:
        return cases
    waiting = cases.filter(apart.phones)
    earlier = waiting.filter(
        Q(received_at__lt=OuterRef("received_at"))
        | Q(received_at=OuterRef("received_at"), pk__lt=OuterRef("pk")),
        requester__phone_index=OuterRef("requester__phone_index"),
        title=OuterRef("title"),
        content=OuterRef("content"),
    )
    return cases.exclude(pk__in=waiting.filter(Exists(earlier.order_by())).order_by().values("pk"))


def repeats_under(
    shown: Sequence[Case], cases: QuerySet[Case], apart: Apart
) -> Mapping[UUID, tuple[int, Sequence[str]]]:
    """What `fold_repeats` put under each shown row: how many, and the numbers of the first. Two queries."""
    phones = phones_of(tuple(case.pk for case in shown))
    if apart.phones == NOBODY or not phones:
        return {}
    groups = (
        cases.filter(apart.phones, requester__phone_index__in=set(phones.values()))
        .order_by()
        .values("requester__phone_index", "title", "content")
        .annotate(n=Count("pk"), numbers=ArrayAgg("number", order_by=("received_at", "pk")))
        .filter(n__gt=1)
    )
    same = {
        (bytes(row["requester__phone_index"]), row["title"], row["content"]): row["numbers"] for row in groups
    }
    found = {}
    for case in shown:
        numbers = same.get((phones.get(case.pk, b""), case.title, case.content), [])
        if numbers and numbers[0] == case.number:
            found[case.pk] = len(numbers) - 1, numbers[1 : MOST_NAMED + 1]
    return found


def repeated_of(case: Case, at: datetime) -> Case | None:
    """The open case with the same words that a marked telephone brought before this one.

    None for a danger, and where no mark stands: then nothing is held back.
    """
    phone = phones_of((case.pk,)).get(case.pk)
    mark = mark_on(case, at) if phone and not case.danger else None
    if mark is None or not bytes(mark.phone_index):
        return None
    same = Case.objects.filter(
        Q(received_at__lt=case.received_at) | Q(received_at=case.received_at, pk__lt=case.pk),
        requester__phone_index=phone, title=case.title, content=case.content, state__in=MOVING,
        scope_id__in=scope_tree().under([mark.scope_id]),
    )  # fmt: skip
    return same.order_by("received_at", "pk").first()


def _by_reach(rows: Sequence[tuple[Any, ...]]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for _case_id, phone, scope in rows:
        if bytes(phone):
            found.setdefault(scope, []).append(bytes(phone))
    return found
