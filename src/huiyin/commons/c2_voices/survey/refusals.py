"""Refusals of a survey."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class SurveyNotNow(Refusal):
    """The survey stands elsewhere."""

    code, status = "survey_not_now", 409
    sentence = _("That cannot be done now: the survey is “%(state)s”.")
    remedy = _("Open the survey again and see what can be done.")


class SurveyWordsMissing(Refusal):
    """Something without words."""

    code, status = "survey_words_missing", 422
    sentence = _("Something has to be written here, in plain words.")
    remedy = _("Write it as you would say it at the door.")


class SurveyDayWrong(Refusal):
    """The last day is over, or too far."""

    code, status = "survey_day_wrong", 422
    sentence = _("The last day lies between today and a year ahead.")
    remedy = _("Choose another day.")


class QuestionWrong(Refusal):
    """A question that cannot be asked."""

    code, status = "survey_question_wrong", 422
    sentence = _(
        "A question with choices needs from 2 to %(most)s of them, each once, at most 60 characters."
    )
    remedy = _("Correct the choices; questions for a number or own words have none.")


class QuestionsMany(Refusal):
    """A questionnaire nobody finishes."""

    code, status = "survey_questions_many", 422
    sentence = _("A questionnaire has at most %(most)s questions.")
    remedy = _("Take one out; nobody stands at the door for longer.")


class QuestionsNone(Refusal):
    """Nothing is asked."""

    code, status = "survey_questions_none", 409
    sentence = _("There is no question yet.")
    remedy = _("Add the questions, then open the survey.")


class HomeNotInSurvey(Refusal):
    """The home lies elsewhere."""

    code, status = "survey_home_elsewhere", 422
    sentence = _("This home is not among those of the survey.")
    remedy = _("Write it as on the door, such as 3-2-501.")


class AnswerWrong(Refusal):
    """Not one of the choices, or not a number."""

    code, status = "survey_answer_wrong", 422
    sentence = _("The answer to question %(no)s cannot be read.")
    remedy = _("Choose from what is offered, or leave it open.")


class SheetEmpty(Refusal):
    """Nothing was answered."""

    code, status = "survey_sheet_empty", 422
    sentence = _("Nothing is answered yet.")
    remedy = _("Answer at least one question; every one may be left open.")


class SheetPaperTaken(Refusal):
    """This paper was entered."""

    code, status = "survey_paper_taken", 409
    sentence = _("The sheet with number %(no)s was entered already.")
    remedy = _("Compare the numbers; a sheet is entered once.")


class ProblemGone(Refusal):
    """The home does not name it any more."""

    code, status = "survey_problem_gone", 409
    sentence = _("This home does not name this problem any more.")
    remedy = _("Read the problem list again.")
