"""What emergencies of the fund owe: running out, then late; each told once, whoever restarts when."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.record import today
from huiyin.commons.c6_fund.urgent import OVER
from huiyin.commons.c6_fund.words import Path, Ratified, UseState
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

BATCH = 50
AHEAD = timedelta(days=14)
"""A vote takes fifteen days of notice: who is told two weeks before can still say when it will be."""
TOLD = (Role.CLERK, Role.ORGANISER, Role.LEADER)


def press_fund() -> int:
    """Tell of emergencies whose day comes or has passed; returns how many were told of."""
    day = today()
    with seen_as(SYSTEM):
        due = list(_due(day).select_for_update(skip_locked=True, of=("self",))[:BATCH])
        for use in due:
            _press(use, day)
    return len(due)


def _due(day: date) -> QuerySet[FundUse]:
    posting = Q(state=UseState.URGENT, post_late_at=None, post_by__lt=day)
    late = Q(ratified=Ratified.OWED, ratify_late_at=None, ratify_by__lt=day)
    soon = Q(ratified=Ratified.OWED, ratify_warned_at=None, ratify_by__lte=day + AHEAD)
    found = FundUse.objects.filter(posting | late | soon, path=Path.EMERGENCY).exclude(state__in=OVER)
    return found.order_by("ratify_by", "pk")


def _press(use: FundUse, day: date) -> None:
    """One message a beat; the next beat tells what is left."""
    owed = use.ratified == Ratified.OWED and use.ratify_by is not None
    if use.state == UseState.URGENT and use.post_late_at is None and use.post_by and use.post_by < day:
        field, template = "post_late_at", "fund-post-late"
    elif owed and use.ratify_by and use.ratify_by < day and use.ratify_late_at is None:
        field, template = "ratify_late_at", "fund-ratify-late"
    else:
        field, template = "ratify_warned_at", "fund-ratify-soon"
    setattr(use, field, now())
    if field == "ratify_late_at" and use.ratify_warned_at is None:
        use.ratify_warned_at = now()
    use.save(update_fields=[field, "ratify_warned_at"])
    path = scope_tree().up(use.scope_id)
    people = {one.pk for role in TOLD for one in holders(role=role, scope_ids=path)}
    post_to_inbox(
        scope_id=use.scope_id, subject_id=UUID(int=use.pk), topic=template, account_ids=sorted(people),
        template=template, params={"to": use.title, "place": use.code},
    )  # fmt: skip
