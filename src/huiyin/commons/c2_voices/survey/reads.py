"""Every query about surveys worth a name. Those of desks take the viewer."""

from collections.abc import Iterable

from django.db.models import QuerySet

from huiyin.commons.c2_voices.models import Survey
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import homes_at, under

from .record import TAKE, WORK
from .words import SurveyState


def surveys_of(viewer: Viewer) -> QuerySet[Survey]:
    """The surveys the viewer takes answers for, the newest first; those in preparation only for keepers."""
    takes, keeps = viewer.grants.get(TAKE, frozenset()), viewer.grants.get(WORK, frozenset())
    found = Survey.objects.filter(scope_id__in=takes | keeps).select_related("scope", "place")
    return found.exclude(state=SurveyState.DRAFT, scope_id__in=takes - keeps).order_by("-made_at", "-pk")


def survey_for(viewer: Viewer, survey_id: int) -> Survey:
    """One the viewer takes answers for. Raises NotThere."""
    found = surveys_of(viewer).filter(pk=survey_id).first()
    if found is None:
        raise NotThere
    return found


def kept_survey(viewer: Viewer, survey_id: int) -> Survey:
    """One the viewer keeps: its lists hold what homes said. Raises NotThere."""
    found = survey_for(viewer, survey_id)
    if not viewer.may(WORK, found.scope_id):
        raise NotThere
    return found


def public_survey(survey_id: int) -> Survey:
    """A survey that was opened, read by whoever may read around it. Raises NotThere."""
    found = Survey.objects.filter(pk=survey_id, opened_at__isnull=False).select_related("place").first()
    if found is None:
        raise NotThere
    return found


def surveys_near(scope_ids: Iterable[int]) -> QuerySet[Survey]:
    """Surveys under way in these scopes, the newest first."""
    found = Survey.objects.filter(scope_id__in=list(scope_ids), state=SurveyState.RUNNING, until__gte=today())
    return found.select_related("place").order_by("-made_at", "-pk")


def homes_of(survey: Survey) -> list[Place]:
    """The open homes of the survey. Two queries."""
    return homes_at(survey.place_id)


def homes_for(viewer: Viewer, survey: Survey) -> list[Place]:
    """Those of them the viewer goes to: a building head the own building, others all."""
    homes = homes_of(survey)
    if not viewer.place_ids or viewer.may(WORK, survey.scope_id):
        return homes
    own = under(list(viewer.place_ids))
    return [home for home in homes if home.pk in own]
