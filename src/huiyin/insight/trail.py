"""The audit trail: what happened to cases, what changed in registers, who opened a telephone. Read-only.

Three kinds of line come from three places: the timelines (hash-chained), the history tables that triggers
write, and the log of readings. Each is shown only within the scopes where the viewer audits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import Verb
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Account, Reading, RoleGrant
from huiyin.registers.people.words import Permission

from .periods import Period

SHOWN = 200
EXPORTED = 20_000


class TrailKind(models.TextChoices):
    """Where a line comes from."""

    CASES = "cases", _("Cases")
    REGISTERS = "registers", _("Registers and accounts")
    READINGS = "readings", _("Telephones opened")


@dataclass(frozen=True, slots=True)
class Question:
    """What the auditor asks for. `actor` is a user name, a name or part of one; `number` a case number."""

    kind: TrailKind
    period: Period
    actor: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One line: when, who, what, about what, and the words beside it."""

    at: datetime
    actor: str
    label: str
    what: str
    subject: str
    words: str
    reason: str = ""


def trail(viewer: Viewer, question: Question, *, most: int = SHOWN) -> list[TrailLine]:
    """The newest lines that answer the question, at most `most`."""
    scopes = audited(viewer)
    if question.kind == TrailKind.CASES:
        return list(_case_lines(scopes, question, most))
    if question.kind == TrailKind.READINGS:
        return list(_reading_lines(scopes, question, most))
    return _register_lines(scopes, question, most)


def audited(viewer: Viewer) -> list[int]:
    """The scopes where the viewer audits."""
    everything = frozenset(scope_tree().paths)
    held = everything if viewer.everywhere else viewer.grants.get(Permission.AUDIT_READ, frozenset())
    return sorted(held)


def _case_lines(scopes: list[int], question: Question, most: int) -> Iterator[TrailLine]:
    events = Event.objects.filter(scope_id__in=scopes, **_within("at", question.period)).select_related(
        "case"
    )
    if question.number:
        events = events.filter(case__number=question.number)
    events = _by_actor(events, question.actor, "actor", "actor_label")
    for event in events.order_by("-at", "-pk")[:most]:
        words = "；".join(f"{name}: {value}" for name, value in event.data.items() if value not in ("", None))
        label = Verb(event.verb).label if event.verb in Verb.values else event.verb
        yield TrailLine(event.at, event.actor, event.actor_label, str(label), event.case.number, words)


def _reading_lines(scopes: list[int], question: Question, most: int) -> Iterator[TrailLine]:
    readings = Reading.objects.filter(scope_id__in=scopes, **_within("at", question.period))
    if question.number:
        readings = readings.filter(subject__in=_subjects(scopes, question.number))
    found = list(_by_actor(readings, question.actor, "actor").order_by("-at", "-pk")[:most])
    names, numbers = names_of_actors(row.actor for row in found), _numbers(row.subject for row in found)
    for row in found:
        subject = numbers.get(row.subject, row.subject)
        yield TrailLine(row.at, row.actor, names.get(row.actor, ""), row.what, subject, "", row.reason)


def _register_lines(scopes: list[int], question: Question, most: int) -> list[TrailLine]:
    lines = [line for model in history_models() for line in _history(model, scopes, question, most)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:most]


def history_models() -> list[type[models.Model]]:
    """The history tables of all registers."""
    return [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]


def _history(model: Any, scopes: list[int], question: Question, most: int) -> Iterator[TrailLine]:
    if question.number:  # registers know no case numbers
        return
    rows = model.objects.filter(_in_scopes(model, scopes), **_within("pgh_created_at", question.period))
    if question.actor:
        actors = _actors(question.actor)
        by = Q(pgh_context__metadata__actor__in=actors) | Q(
            pgh_context__metadata__label__icontains=question.actor
        )
        rows = rows.filter(by)
    kept = [field.name for field in model._meta.concrete_fields if not field.name.startswith("pgh_")]
    for row in rows.select_related("pgh_context").order_by("-pgh_id")[:most]:
        told = row.pgh_context.metadata if row.pgh_context else {}
        words = "；".join(f"{name}: {_plain(getattr(row, _attname(model, name)))}" for name in kept)
        what = f"{model.pgh_tracked_model._meta.verbose_name} · {row.pgh_label}"
        yield TrailLine(
            row.pgh_created_at,
            told.get("actor", ""),
            told.get("label", ""),
            what,
            str(row.pgh_obj_id),
            words,
            told.get("reason", ""),
        )


def _in_scopes(model: Any, scopes: list[int]) -> Q:
    """Accounts and their tokens have no scope of their own: they belong where they hold a role."""
    names = {field.name for field in model._meta.concrete_fields}
    if "scope" in names:
        return Q(scope_id__in=scopes)
    accounts = RoleGrant.objects.filter(scope_id__in=scopes).values("account_id")
    return Q(account_id__in=accounts) if "account" in names else Q(pgh_obj_id__in=accounts)


def _within(name: str, period: Period) -> dict[str, datetime]:
    return {f"{name}__gte": period.since, f"{name}__lt": period.until}


def _by_actor(rows: "QuerySet[Any]", actor: str, *names: str) -> "QuerySet[Any]":
    if not actor:
        return rows
    wanted = Q(**{f"{names[0]}__in": _actors(actor)})
    for name in names[1:]:
        wanted |= Q(**{f"{name}__icontains": actor})
    return rows.filter(wanted)


def _actors(text: str) -> list[str]:
    """The names under which the trail knows the accounts that are called so."""
    said = Q(username__iexact=text) | Q(display_name__icontains=text)
    return [f"account:{pk}" for pk in Account.objects.filter(said).values_list("pk", flat=True)] + [text]


def names_of_actors(actors: Iterable[str]) -> dict[str, str]:
    """The names of those actors that are accounts."""
    ids = {int(actor[8:]) for actor in actors if actor.startswith("account:") and actor[8:].isdigit()}
    return {
        f"account:{pk}": name
        for pk, name in Account.objects.filter(pk__in=ids).values_list("pk", "display_name")
    }


def _numbers(subjects: Iterable[str]) -> dict[str, str]:
    ids = {subject[5:] for subject in subjects if subject.startswith("case:")}
    return {
        f"case:{pk}": number for pk, number in Case.objects.filter(pk__in=ids).values_list("pk", "number")
    }


def _subjects(scopes: list[int], number: str) -> list[str]:
    return [
        f"case:{pk}"
        for pk in Case.objects.filter(scope_id__in=scopes, number=number).values_list("pk", flat=True)
    ]


def _attname(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).attname)


def _plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return "…"
    return str(value) if value not in (None, "") else "–"
