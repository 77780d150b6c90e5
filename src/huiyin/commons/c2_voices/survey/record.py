"""What every act of a survey does: lock it, look where it stands, write a line of its record."""

from typing import Any

from huiyin.commons.c2_voices.models import Survey, SurveyEvent
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .refusals import SurveyNotNow
from .words import SurveyState, SurveyVerb

WORK, TAKE = Permission.VOICE_WORK, Permission.SURVEY_TAKE


def lock_survey(survey_id: int, by: Viewer, *states: SurveyState, permission: str = WORK) -> Survey:
    """A survey the viewer works at, locked, in one of the states. Raises NotThere, SurveyNotNow."""
    found = Survey.objects.select_for_update(no_key=True).filter(pk=survey_id).first()
    if found is None or not by.may(permission, found.scope_id):
        raise NotThere
    must_be(found, *states)
    return found


def must_be(survey: Survey, *states: SurveyState) -> None:
    """Refuse in any other state. Raises SurveyNotNow."""
    if survey.state not in states:
        raise SurveyNotNow(state=SurveyState(survey.state).label)


def write(*, survey: Survey, verb: SurveyVerb, by: Viewer, **data: Any) -> SurveyEvent:
    """Add a line to the record."""
    return add_line(SurveyEvent, scope_id=survey.scope_id, by=by, survey=survey, verb=verb, data=data)
