"""Papers and tables of a survey: the sheet to fill in, slips for the homes, the two lists as .xlsx."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.channels.documents.paper import Grid, Paper, Part, Ticket
from huiyin.commons.c2_voices.models import Survey, SurveyQuestion
from huiyin.commons.c2_voices.survey.links import slip_link
from huiyin.commons.c2_voices.survey.lists import named_in
from huiyin.commons.c2_voices.survey.reads import homes_of, kept_survey
from huiyin.commons.c2_voices.survey.words import Means
from huiyin.desks.ledger.answer import MOST_ROWS, sheet_answer
from huiyin.desks.proposals.printing import printed, strips
from huiyin.ground.refusals import NotThere

LISTS = {"problems": Means.PROBLEM, "needs": Means.NEED}
FORMS = {"sheet": ("pdf", "docx"), "slips": ("pdf",)}


def sheet(request: HttpRequest, survey_id: int, survey_paper: str, form: str) -> HttpResponse:
    """One paper in one form. Raises NotThere for one that cannot be printed yet."""
    survey = kept_survey(request.viewer, survey_id)  # type: ignore[attr-defined]  # set by the middleware
    unopened = survey_paper == "slips" and survey.opened_at is None
    if survey_paper not in PAPERS or form not in FORMS[survey_paper] or unopened:
        raise NotThere
    return printed(PAPERS[survey_paper](survey), form, f"{survey.code}-{survey_paper}")


def table(request: HttpRequest, survey_id: int, survey_list: str) -> HttpResponse:
    """The problem list or the need list, home by home. No own words, no person."""
    survey = kept_survey(request.viewer, survey_id)  # type: ignore[attr-defined]  # set by the middleware
    if survey_list not in LISTS:
        raise NotThere
    means = LISTS[survey_list]
    what = pgettext("survey", "Problem") if means == Means.PROBLEM else pgettext("survey", "Need")
    headings = [_("Home"), _("Section"), what, _("Request")]
    rows = (
        [one.home.label, one.question.section, one.words, one.number]
        for one in named_in(survey, means)[:MOST_ROWS]
    )
    return sheet_answer(headings, rows, str(means.label))


def sheet_to_fill(survey: Survey) -> Paper:
    """The questionnaire on paper."""
    blanks = [[_("Number of the paper"), ""], [_("Home"), ""], [_("Day"), ""], [_("Taken by"), ""]]
    parts = [Part(lines=survey.words.splitlines()), Part(grid=Grid(["", ""], blanks, (1, 3)))]
    before = ""
    for one in survey.questions.all():
        title = one.section if one.section != before else ""
        parts.append(Part(title, [f"{one.no}. {one.text}", _choices(one)]))
        before = one.section
    parts.append(Part(lines=[_("Every answer is free; what you leave open is left open.")]))
    return Paper(
        survey.title, survey.place.label, parts, signed=survey.called_by, date=survey.until.isoformat(),
        code=survey.code, link=f"{settings.PUBLIC_URL}{reverse('survey-visits', args=[survey.pk])}",
        link_words=_("Scan to write the answers down"),
    )  # fmt: skip


def _choices(one: SurveyQuestion) -> str:
    return "　".join(f"□ {each['words']}" for each in one.choices) or "____________________"


def slips(survey: Survey) -> Paper:
    """A strip for every home; its code opens this survey for this home alone."""
    words = _("Scan with your telephone and answer. Every answer is free. Do not pass it on.")
    tickets = [Ticket(home.label, words, slip_link(survey, home.pk)) for home in homes_of(survey)]
    return strips(survey.title, survey.code, tickets)


PAPERS: dict[str, Callable[[Survey], Paper]] = {"sheet": sheet_to_fill, "slips": slips}
