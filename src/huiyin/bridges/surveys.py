"""From a problem a home named in a survey to a request: casework and commons do not know each other."""

from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Channel
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Request
from huiyin.commons.c2_voices.models import SurveyCase
from huiyin.commons.c2_voices.survey.lists import named_in
from huiyin.commons.c2_voices.survey.record import lock_survey, write
from huiyin.commons.c2_voices.survey.refusals import ProblemGone
from huiyin.commons.c2_voices.survey.words import Means, SurveyState, SurveyVerb
from huiyin.ground.tenancy.viewer import Viewer


def case_of_problem(
    *, survey_id: int, home_id: int, question_no: int, choice_no: int, by: Viewer
) -> SurveyCase:
    """Make a request of it; a second tap gives the same request. No name and no telephone go along.

    Raises NotThere, SurveyNotNow (not opened yet), ProblemGone, and what intake refuses.
    """
    survey = lock_survey(survey_id, by, SurveyState.RUNNING, SurveyState.CLOSED)
    wanted = (home_id, question_no, choice_no)
    named = next(
        (
            one
            for one in named_in(survey, Means.PROBLEM)
            if (one.home.pk, one.question.no, one.choice) == wanted
        ),
        None,
    )
    if named is None:
        raise ProblemGone
    made = SurveyCase.objects.filter(
        survey=survey, home_id=home_id, question=named.question, choice=choice_no
    ).first()
    if made is not None:
        return made
    content = _("Named in the survey “%(title)s”: %(words)s") % {"title": survey.title, "words": named.words}
    request = Request(
        scope_id=survey.scope_id, channel=Channel.VISIT, content=content, category=named.category,
        place_id=home_id, whose_home=named.home.label[:60], wants_reply=False,
    )  # fmt: skip
    key = f"survey:{survey.pk}:{home_id}:{question_no}:{choice_no}"
    receipt = take_in(request=request, by=by, key=key, digest=key.encode())
    write(survey=survey, verb=SurveyVerb.CASE, by=by, number=receipt.number)
    return SurveyCase.objects.create(
        survey=survey, scope_id=survey.scope_id, home_id=home_id, question=named.question, choice=choice_no,
        case_id=receipt.case_id, number=receipt.number,
    )  # fmt: skip
