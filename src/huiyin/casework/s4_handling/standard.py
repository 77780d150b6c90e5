"""Standard answers: kept once, filled for a case, edited by a person, never sent with a blank."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Case as When
from django.db.models import IntegerField, QuerySet, Value
from django.db.models import When as If
from django.utils.translation import gettext

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.acts import category_of
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import StandardAnswer
from .refusals import AnswerMissing, NameOfAnswerTaken

OFFERED = 8
"""Offered with a digit each."""
LONGEST = 2000
VARIABLES = ("诉求人", "地点", "类别", "编号", "承办单位", "今天", "我")
"""What stands in braces in a standard answer; written in Chinese, as the clerks who write them do."""


def values_of(case: Case, viewer: Viewer, at: datetime) -> dict[str, str]:
    """The variables of a case, "" where nothing is known."""
    category, standing = category_of(case, case.category, at), standing_assignment(case)
    day = at.astimezone(ZoneInfo("Asia/Shanghai"))
    return {
        "诉求人": case.requester.name,
        "地点": case.place.label if case.place else case.place_text,
        "类别": gettext(category.name) if category else "",
        "编号": case.number,
        "承办单位": standing.organisation.name if standing else "",
        "今天": f"{day.month}月{day.day}日",
        "我": viewer.label,
    }


def answers_for(case: Case) -> QuerySet[StandardAnswer]:
    """The standard answers of the case's scope and those above, its own category first."""
    mine = When(
        If(category=case.category or "-", then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = StandardAnswer.objects.filter(scope_id__in=scope_tree().up(case.scope_id), closed_at=None)
    return found.filter(category__in={"", case.category}).order_by(mine, "name", "pk")


def answers_in(viewer: Viewer) -> QuerySet[StandardAnswer]:
    """Those the viewer keeps."""
    own = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    return StandardAnswer.objects.filter(scope_id__in=own, closed_at=None).order_by("scope_id", "name")


def answer_of(viewer: Viewer, answer_id: int) -> StandardAnswer:
    """One of those the viewer keeps. Raises NotThere."""
    found = answers_in(viewer).filter(pk=answer_id).first()
    if found is None:
        raise NotThere
    return found


@recorded
def keep_answer(
    *, scope_id: int, name: str, text: str, by: Viewer, category: str = "", instead_of: int | None = None
) -> StandardAnswer:
    """Add a standard answer, or put a new text in an old one's place; old ones stay in the table, closed.

    Raises NotThere, AnswerMissing, NameOfAnswerTaken.
    """
    by.must(Permission.CASE_TRIAGE, scope_id)
    if not text.strip() or not name.strip():
        raise AnswerMissing
    if instead_of is not None:
        close_answer(answer_id=instead_of, by=by)
    try:
        with transaction.atomic():
            return StandardAnswer.objects.create(
                scope_id=scope_id, name=name.strip()[:40], category=category[:4], text=text.strip()[:LONGEST],
                made_by=by.actor, changed_at=now(),
            )  # fmt: skip
    except IntegrityError:
        raise NameOfAnswerTaken from None


@recorded
def close_answer(*, answer_id: int, by: Viewer) -> None:
    """Offer it no more. Raises NotThere."""
    kept = answer_of(by, answer_id)
    kept.closed_at = now()
    kept.save(update_fields=["closed_at"])
