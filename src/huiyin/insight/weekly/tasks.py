"""What earlier triage meetings gave somebody to do and is not done."""

from django.utils.translation import gettext as _

from huiyin.commons.c1_proposals.meetings.reads import tasks_from
from huiyin.insight.periods import ZONE
from huiyin.reading.personal import mask_personal

from .parts import Part, Row, Week, each


def unfinished(week: Week) -> Part:
    """Tasks of the meetings before, the earliest day first; with the requests their item was about."""
    rows = tasks_from(week.viewer, week.scope_id, week.kind)
    words, who = _("%(task)s, until %(day)s"), _("responsible: %(owner)s")
    return each(
        "tasks", _("Tasks of the last meetings that are not done"),
        (
            Row(
                str(one.pk),
                words % {
                    "task": mask_personal(one.words)[:200],
                    "day": one.due_at.astimezone(ZONE).date().isoformat(),
                },
                " · ".join(
                    filter(None, (who % {"owner": one.owner}, _("late") if one.due_at < week.at else ""))
                ),
                tuple(one.item.about), ("task", one.pk),
            )
            for one in rows
        ),
    )  # fmt: skip
