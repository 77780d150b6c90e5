"""What the program learned from corrections, area by area, and the button to learn now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.s2_triage.learning.acts import LEAST_CORRECTIONS, ask_to_learn
from huiyin.casework.s2_triage.learning.lessons import area_of
from huiyin.casework.s2_triage.learning.reads import AreaLearning, areas_of, lessons_of, overview
from huiyin.casework.s2_triage.models import Lesson
from huiyin.desks.ledger.pages import table_page
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .filling import Errand, Sure
from .tables import Link, Table, minute


def listed(request: HttpRequest) -> HttpResponse:
    """A line for each area, and every lesson so far."""
    viewer: Viewer = request.viewer
    areas = areas_of(viewer)
    tables = [
        Table(
            _("Areas"),
            (
                _("Area"),
                _("Newest lesson"),
                _("Decided since"),
                _("Corrections"),
                _("In use"),
                "",
            ),
            [_area(one) for one in overview(areas)],
            note=_(
                "Every night, and when you press the button, the program reads what people decided. "
                "Three corrections teach a word or a rule of a place. From %(n)s corrections on a model "
                "is tried on cases it has not seen; it replaces what is in use only if it is better."
            )
            % {"n": LEAST_CORRECTIONS},
        ),
        Table(
            _("Lessons"),
            (_("Time"), _("Area"), _("Who"), _("Corrections"), _("Outcome")),
            [_line(lesson) for lesson in lessons_of(viewer, areas)],
            empty=_("Nothing has been learned yet."),
        ),
    ]
    context = {
        "title": _("Learning from corrections"),
        "tables": tables,
        "back": Link(_("Registers"), reverse("steward-home")),
    }
    return table_page(request, context)


def _area(one: AreaLearning) -> tuple[Any, ...]:
    newest = one.newest
    return (
        scope_tree().names[one.area],
        Link(minute(newest.made_at), reverse("steward-lesson", args=[newest.pk])) if newest else "–",
        one.since,
        newest.corrections if newest else 0,
        in_use(newest),
        _("learning, look again in a minute")
        if one.asked
        else Link(_("Learn now"), reverse("steward-learn", args=[one.area])),
    )


def in_use(lesson: Lesson | None) -> str:
    """What suggests where this lesson is the newest."""
    if lesson is None:
        return _("the words that come with the program")
    return _("words and a model") if lesson.card.get("better") or lesson.model_of_id else _("words and rules")


def _line(lesson: Lesson) -> tuple[Any, ...]:
    return (
        Link(minute(lesson.made_at), reverse("steward-lesson", args=[lesson.pk])),
        lesson.scope.name,
        lesson.made_by_label or lesson.made_by,
        lesson.corrections,
        outcome(lesson),
    )


def outcome(lesson: Lesson) -> str:
    """What came of a lesson, in words."""
    if "better" not in lesson.card:
        words = sum(len(row) for row in lesson.words.values())
        return _("%(words)s words, %(rules)s rules of places") % {"words": words, "rules": len(lesson.places)}
    return _("better, in use") if lesson.card["better"] else _("no better, the old one stays")


def learn_now(viewer: Viewer, scope_id: int) -> Errand:
    """The button: the worker learns within a minute. Raises NotThere."""
    area = area_of(scope_id) if scope_id in scope_tree().paths else 0
    if area not in areas_of(viewer):
        raise NotThere

    def act(_told: dict[str, Any]) -> None:
        ask_to_learn(area=area, by=viewer)

    return Errand(
        _("Learn from what was decided in %(area)s") % {"area": scope_tree().names[area]},
        _("Learn now"),
        Sure,
        act,
        reverse("steward-learning"),
        note=_("It takes about a minute; the lesson then stands in the list. Nothing gets worse by it."),
        done=_("The program is learning. Look again in a minute."),
    )
