"""The model card of a lesson: on what it rests, how good it is, how sure it is, what it learned."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s2_triage.learning.acts import LEAST_CORRECTIONS
from huiyin.casework.s2_triage.learning.reads import lesson_for
from huiyin.casework.s2_triage.models import Lesson
from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.reads import categories_for

from .learning import in_use, outcome
from .tables import Link, Table, minute

USE = gettext_lazy(
    "It suggests; a person decides. It closes, refuses and joins nothing, and does not touch danger."
)


def one(request: HttpRequest, lesson_id: int) -> HttpResponse:
    """The model card: on what it rests, how good it is, how sure it is, what it learned. Raises NotThere."""
    viewer: Viewer = request.viewer
    lesson = lesson_for(viewer, lesson_id)
    known = categories_for(scope_tree().up(lesson.scope_id), now())
    tables = [_words(lesson, known), _places(lesson, known)]
    if "new" in lesson.card:
        tables = [
            _compared(lesson.card),
            _scores(lesson.card["new"], known),
            _calibration(lesson.card),
            *tables,
        ]
    context = {
        "title": _("Model card"),
        "intro": f"{lesson.scope.name} · {minute(lesson.made_at)}",
        "facts": _facts(lesson),
        "tables": tables,
        "back": Link(_("Learning from corrections"), reverse("steward-learning")),
    }
    return table_page(request, context)


def _facts(lesson: Lesson) -> list[dict[str, Any]]:
    told = [
        (_("Learned"), minute(lesson.made_at)),
        (_("Who"), lesson.made_by_label or lesson.made_by),
        (
            _("Read"),
            _("the newest %(n)s cases that people sorted here") % {"n": lesson.card.get("cases", 0)},
        ),
        (_("Of these corrected"), f"{lesson.corrections} / {lesson.card.get('cases', 0)}"),
        (_("Outcome"), outcome(lesson)),
        (_("In use"), _in_use(lesson)),
        (
            _("How it is used"),
            USE,
        ),
    ]
    if lesson.corrections < LEAST_CORRECTIONS:
        said = _("from %(n)s corrections on; until then words and rules of places") % {"n": LEAST_CORRECTIONS}
        told.append((_("Model"), said))
    return [{"label": label, "value": value} for label, value in told]


def _in_use(lesson: Lesson) -> str:
    if lesson.model_of is None:
        return in_use(lesson)
    return _("words and the model of %(day)s") % {"day": minute(lesson.model_of.made_at)}


def _compared(card: dict[str, Any]) -> Table:
    rows = [
        (
            label,
            f"{found['right_first']} / {found['cases']}",
            f"{found['macro_f1']:.3f}",
        )
        for label, found in (
            (_("the new model with the words"), card["new"]),
            (_("what was in use"), card["in_use"]),
        )
    ]
    return Table(
        _("On cases it had not seen"),
        ("", _("First suggestion right"), _("Mean F1 of categories")),
        rows,
        note=_(
            "In five parts: learned from four, tried on the fifth. Rare categories are left to the words."
        ),
    )


def _scores(found: dict[str, Any], known: CategoryList) -> Table:
    rows = [
        (
            _name(row["code"], known),
            f"{row['both']} / {row['held']}",
            f"{row['both']} / {row['said']}",
            f"{row['f1']:.2f}",
        )
        for row in found["categories"]
    ]
    headings = (_("Category"), _("Found"), _("Right when suggested"), _("F1"))
    return Table(_("By category"), headings, rows)


def _calibration(card: dict[str, Any]) -> Table:
    ends = [least for least, _n, _right in card["bands"][1:]] + [1.0]
    rows = [
        (f"{least:.1f} – {end:.1f}", f"{right:.0f} / {n:.0f}")
        for (least, n, right), end in zip(card["bands"], ends, strict=True)
    ]
    return Table(
        _("How sure it is, and how often it was right"),
        (_("Share of the first suggestion"), _("Right")),
        rows,
        note=_("The words “very likely”, “likely” and “unsure” come from this table.")
        if card["better"]
        else "",
    )


def _words(lesson: Lesson, known: CategoryList) -> Table:
    rows = [(_name(code, known), "、".join(words)) for code, words in sorted(lesson.words.items())]
    headings = (_("Category"), _("Words"))
    return Table(_("Words that corrections taught"), headings, rows, empty=_("None yet."))


def _places(lesson: Lesson, known: CategoryList) -> Table:
    labels = _labels([rule["place"] for rule in lesson.places])
    rows = [
        (
            labels.get(rule["place"], "–"),
            _name(rule["from"], known),
            _name(rule["to"], known),
            f"{rule['n']} / {rule['of']}",
        )
        for rule in lesson.places
    ]
    headings = (_("Place"), _("Suggested"), _("Corrected to"), _("Times"))
    return Table(_("Rules of places"), headings, rows, empty=_("None yet."))


def _labels(places: Sequence[int]) -> dict[int, str]:
    return dict(Place.objects.filter(pk__in=places).values_list("pk", "label"))


def _name(code: str, known: CategoryList) -> str:
    found = known.get(code)
    return f"{code} {_(found.name)}" if found else code
