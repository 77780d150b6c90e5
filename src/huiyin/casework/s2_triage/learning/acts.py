"""Learn from what an area's people decided."""

from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.casework.s2_triage.models import LearningAsked, Lesson
from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import categories_for

from .data import Example, examples_of
from .lessons import newest_lesson, taught_in
from .words import place_rules, taught_words

LEAST_CORRECTIONS = 200
"""Corrections from which a model is learned."""
_ONE_AT_A_TIME = 4201


@recorded
def ask_to_learn(*, area: int, by: Viewer) -> None:
    """Let the worker learn from an area's decisions, in the asker's name. Raises NotThere."""
    from huiyin.casework.s2_triage.jobs import learn_now  # the job calls back into this module

    by.must(Permission.REGISTER_WRITE, area)
    if by.account_id is None:
        raise NotThere
    LearningAsked.objects.create(scope_id=area, asked_by=by.actor, asked_by_label=by.label, asked_at=now())
    learn_now.defer(area=area, account_id=by.account_id)


@recorded
def learn(*, area: int, by: Viewer) -> Lesson:
    """Take words and rules of places from the corrections; from 200 on, try a model and keep the better one.

    Takes seconds to a minute: for the worker. Raises NotThere (not the viewer's area).
    """
    by.must(Permission.REGISTER_WRITE, area)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_AT_A_TIME, area])
    at, examples, before = now(), examples_of(area), newest_lesson(area)
    corrections = sum(one.corrected for one in examples)
    lesson = Lesson(
        scope_id=area, made_at=at, made_by=by.actor, made_by_label=by.label, corrections=corrections,
        words=taught_words(examples), places=_named(place_rules(examples), area, at),
        card={"cases": len(examples), "least": LEAST_CORRECTIONS}, model_of=_going_on(before),
    )  # fmt: skip
    if corrections >= LEAST_CORRECTIONS:
        _with_model(lesson, examples)
    lesson.save(force_insert=True)
    return lesson


def _going_on(before: Lesson | None) -> Lesson | None:
    """The lesson whose model is in use."""
    if before is None:
        return None
    return before if before.card.get("better") else before.model_of


def _with_model(lesson: Lesson, examples: list[Example]) -> None:
    from huiyin.reading.categories import category_words

    from .training import tried  # loads scikit-learn

    taught = taught_in(lesson.scope_id)
    trial = tried(examples, category_words().with_words(lesson.words), taught.machine)
    if trial is None:
        return
    lesson.card |= trial.card
    if trial.better:
        lesson.model, lesson.model_of = trial.model.dump(), None


def _named(rules: list[dict[str, Any]], area: int, at: datetime) -> list[dict[str, Any]]:
    """The rules with the name of the category that was wrong, for the reason that is shown."""
    known = categories_for(scope_tree().up(area), at)
    return [
        rule | {"from_name": found.name_zh if (found := known.get(rule["from"])) else ""} for rule in rules
    ]
