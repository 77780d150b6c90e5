"""The words of a survey."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SurveyState(models.TextChoices):
    """Where a survey stands."""

    DRAFT = "draft", pgettext_lazy("survey", "Being prepared")
    RUNNING = "running", pgettext_lazy("survey", "Under way")
    CLOSED = "closed", pgettext_lazy("survey", "Closed")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    ONE = "one", pgettext_lazy("question", "one of several")
    MANY = "many", pgettext_lazy("question", "several of several")
    NUMBER = "number", pgettext_lazy("question", "a number")
    WORDS = "words", pgettext_lazy("question", "own words")


class Means(models.TextChoices):
    """On which list an answer comes."""

    NOTHING = "", pgettext_lazy("answer", "on no list")
    PROBLEM = "problem", pgettext_lazy("answer", "problem list")
    NEED = "need", pgettext_lazy("answer", "need list")


class Result(models.TextChoices):
    """How an attempt ended. None is a reproach."""

    ANSWERED = "answered", pgettext_lazy("visit", "answered")
    NOT_OPEN = "not_open", pgettext_lazy("visit", "nobody opened")
    DECLINED = "declined", pgettext_lazy("visit", "would rather not answer")


class SheetWay(models.TextChoices):
    """How a sheet was filled in. DOOR: on-line behind a public code, which proves no home."""

    VISIT = "visit", pgettext_lazy("sheet", "at a visit")
    PHONE = "phone", pgettext_lazy("sheet", "by telephone")
    PAPER = "paper", pgettext_lazy("sheet", "on paper")
    LINK = "link", pgettext_lazy("sheet", "on-line, by the slip")
    DOOR = "door", pgettext_lazy("sheet", "on-line, home not proved")


class SurveyVerb(models.TextChoices):
    """The lines of a survey's record. None holds an answer."""

    DRAFTED = "drafted", _("wrote the survey")
    QUESTION = "question", _("added a question")
    UNQUESTION = "unquestion", _("took a question out")
    OPENED = "opened", _("opened the survey")
    TAKEN = "taken", _("took a sheet")
    CASE = "case", _("made a request of a problem")
    CLOSED = "closed", _("closed the survey")
