"""Homes say whether finished work is fit; by their word, or by the organiser's reasons, it is accepted."""

from dataclasses import dataclass

from django.db import connection

from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place

from .homes import homes_of
from .models import Project, Word
from .record import lock_project, must_be, step
from .refusals import AcceptDays, NotAcceptedYet, NotAsked, ReasonsNeeded
from .words import AcceptedBy, ProjectState, Verb, Way


@dataclass(frozen=True, slots=True)
class Figures:
    """n of N: homes concerned, that answered, that say fit; homes with a part, that agree, that paid."""

    homes: int
    said: int
    fit: int
    asked: int
    agreed: int
    paid: int


def figures_of(project: Project) -> Figures:
    """Numbers only, for everybody around. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM works_figures(%s, %s)", [project.pk, project.round])
        row = cursor.fetchone() or (0, 0, 0, 0, 0)
    return Figures(len(homes_of(project)), *row)


def say_for(*, project_id: int, home_id: int, fit: bool, words: str, way: Way, by: Viewer) -> Word:
    """Write down what a home said on paper or at a visit. Raises NotThere, ProjectNotNow, NotAsked."""
    project = lock_project(project_id, by)
    if home_id not in {home.pk for home in homes_of(project)}:
        raise NotAsked
    return _say(project, home_id, fit, words, way, by)


def say_own(*, project: Project, home: Place, fit: bool, words: str, by: Viewer) -> Word:
    """A home says it by its slip, whose code proved who holds it (links.py). Raises ProjectNotNow."""
    with seen_as(SYSTEM):  # a guest has no row of the own; the slip is the right
        locked = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        return _say(locked, home.pk, fit, words, Way.LINK, by)


def accept_project(*, project_id: int, reason: str, by: Viewer) -> Project:
    """Accept finished work.

    By the homes: at least as many answered as the rule asks (all, where fewer are concerned), and the rule's
    share of them says fit. By the organiser: nobody answered, the days are over, the reasons are written.
    Raises NotThere, ProjectNotNow, NotAcceptedYet, AcceptDays, ReasonsNeeded.
    """
    project = lock_project(project_id, by)
    must_be(project, ProjectState.DONE)
    told, rule, why = figures_of(project), pack_of(project.pack_id).rating, reason.strip()[:300]
    least = min(rule.least, told.homes) or rule.least
    by_homes = told.said >= least and rule.holds(told.fit, told.said)
    if not by_homes:
        _must_be_silent(project, told, least, why)
    how = AcceptedBy.HOMES if by_homes else AcceptedBy.ORGANISER
    numbers = {"fit": told.fit, "said": told.said, "homes": told.homes}
    step(
        project=project, verb=Verb.ACCEPTED, by=by, data={"how": how.value, "why": why, **numbers},
        accepted_by=how, ended_why=why,
    )  # fmt: skip
    return project


def _must_be_silent(project: Project, told: Figures, least: int, why: str) -> None:
    if told.said:
        raise NotAcceptedYet(fit=told.fit, said=told.said, least=least)
    if project.accept_until is not None and today() <= project.accept_until:
        raise AcceptDays(day=project.accept_until)
    if not why:
        raise ReasonsNeeded


def _say(project: Project, home_id: int, fit: bool, words: str, way: Way, by: Viewer) -> Word:  # noqa: FBT001 - of the acts
    must_be(project, ProjectState.DONE)
    word, _new = Word.objects.update_or_create(
        project=project, round=project.round, home_id=home_id,
        defaults={
            "scope_id": project.scope_id, "fit": fit, "words": words.strip()[:500], "way": way,
            "by": by.actor, "at": now(),
        },
    )  # fmt: skip
    return word
