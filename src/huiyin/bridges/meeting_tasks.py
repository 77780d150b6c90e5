"""The clocks of tasks that meetings gave: running out, then late; each told once, whoever restarts when."""

from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.commons.c1_proposals.models import Task
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

BATCH = 50


def press_tasks() -> int:
    """Tell of tasks whose warning or whose day has come; returns how many were told of."""
    at = now()
    with seen_as(SYSTEM):
        due = list(_due(at).select_for_update(skip_locked=True, of=("self",))[:BATCH])
        for task in due:
            _press(task, at)
    return len(due)


def _due(at: datetime) -> QuerySet[Task]:
    waiting = Task.objects.filter(done_at=None, late_at=None).select_related("item__meeting")
    return waiting.filter(Q(warned_at=None, warn_at__lte=at) | Q(due_at__lt=at)).order_by("due_at", "pk")


def _press(task: Task, at: datetime) -> None:
    late = task.due_at < at
    setattr(task, "late_at" if late else "warned_at", at)
    task.save(update_fields=["late_at" if late else "warned_at"])
    post_to_inbox(
        scope_id=task.scope_id, subject_id=task.pk, topic="late" if late else "warned",
        account_ids=[one.pk for one in _people(task)], template="task-overdue" if late else "task-warning",
        params={"to": task.words[:120], "place": task.item.meeting.title},
    )  # fmt: skip


def _people(task: Task) -> list[Account]:
    """Who keeps meetings here, and the duty room of the unit that has it to do."""
    path = scope_tree().up(task.scope_id)
    found = [*holders(role=Role.CLERK, scope_ids=path), *holders(role=Role.ORGANISER, scope_ids=path)]
    if task.organisation_id:
        found += holders(role=Role.DUTY, scope_ids=path, organisation_id=task.organisation_id)
    return list({one.pk: one for one in found}.values())
