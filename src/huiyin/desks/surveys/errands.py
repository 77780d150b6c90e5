"""The forms of those who keep a survey, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.bridges.surveys import case_of_problem
from huiyin.commons.c2_voices.models import Survey
from huiyin.commons.c2_voices.survey import preparing
from huiyin.commons.c2_voices.survey.lists import named_in
from huiyin.commons.c2_voices.survey.reads import kept_survey
from huiyin.commons.c2_voices.survey.words import Means
from huiyin.desks.steward.choices import place_choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .forms import QuestionForm, SurveyForm, UnquestionForm

MOVES: dict[str, tuple[Any, Any, Any]] = {
    "open": (preparing.open_survey, gettext_lazy("Open the survey"), gettext_lazy(
        "Homes can answer from now on. The questions cannot be changed any more.")),
    "close": (preparing.close_survey, gettext_lazy("Close the survey"), gettext_lazy(
        "Nobody answers any more; the lists stay.")),
}  # fmt: skip
"""Steps that need no more than a button: the act, what the button says, what it means."""


def begin(viewer: Viewer) -> Errand:
    """Write a survey."""

    def act(told: dict[str, Any]) -> None:
        plan = preparing.Plan(
            told["title"], told["words"], told["called_by"], told["until"], told["template"]
        )
        preparing.draft_survey(place_id=int(told["place"]), plan=plan, by=viewer)

    options = {"place": place_choices(viewer, Permission.VOICE_WORK)}
    return Errand(_("Write a survey"), _("Write down"), SurveyForm, act, reverse("surveys"), options)


def question(viewer: Viewer, survey_id: int) -> Errand:
    """Ask one thing more."""
    survey = kept_survey(viewer, survey_id)

    def act(told: dict[str, Any]) -> None:
        asked = preparing.Question(told["kind"], told["text"], told["section"], told["choices"], told["fact"])
        preparing.add_question(survey_id=survey_id, question=asked, by=viewer)

    return Errand(_("Add a question"), _("Add"), QuestionForm, act, page_of(survey))


def unquestion(viewer: Viewer, survey_id: int) -> Errand:
    """Take a question out."""
    survey = kept_survey(viewer, survey_id)

    def act(told: dict[str, Any]) -> None:
        preparing.take_out_question(survey_id=survey_id, no=int(told["no"]), by=viewer)

    options = {"no": [(str(one.no), f"{one.no}. {one.text}") for one in survey.questions.all()]}
    return Errand(_("Take a question out"), _("Take it out"), UnquestionForm, act, page_of(survey), options)


def do(viewer: Viewer, survey_id: int, survey_move: str) -> Errand:
    """Open or close it."""
    survey = kept_survey(viewer, survey_id)
    if survey_move not in MOVES:
        raise NotThere
    run, button, note = MOVES[survey_move]

    def act(_told: dict[str, Any]) -> None:
        run(survey_id=survey_id, by=viewer)

    return Errand(button, button, Sure, act, page_of(survey), note=note)


def case(viewer: Viewer, survey_id: int, home_id: int, question_no: int, choice_no: int) -> Errand:
    """Make a request of a home's problem."""
    survey = kept_survey(viewer, survey_id)
    wanted = (home_id, question_no, choice_no)
    found = [
        one for one in named_in(survey, Means.PROBLEM) if (one.home.pk, one.question.no, one.choice) == wanted
    ]
    if not found:
        raise NotThere

    def act(_told: dict[str, Any]) -> None:
        case_of_problem(
            survey_id=survey_id, home_id=home_id, question_no=question_no, choice_no=choice_no, by=viewer
        )

    note = f"{found[0].home.label}：{found[0].words}"
    return Errand(_("Make a request of it"), _("Make the request"), Sure, act, page_of(survey), note=note)


def page_of(survey: Survey) -> str:
    """The address of its board."""
    return reverse("survey-work", args=[survey.pk])
