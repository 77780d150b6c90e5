"""A survey, its questions, the sheets of homes, requests made of problems, the record.

A sheet is never changed: a later edition of a home is another row, and `standing.py` says which stands.
"""

from django.db import models
from django.db.models import Q

from huiyin.ground.records import Line

from .words import QuestionKind, Result, SheetWay, SurveyState, SurveyVerb

Scope = "ground.Scope"
APP = "voices"


class Survey(models.Model):
    """A questionnaire for every home at `place`. `code` is public; `until`: the last day, included."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=2000)
    called_by = models.CharField(max_length=120)
    until = models.DateField()
    state = models.CharField(max_length=10, choices=SurveyState, default=SurveyState.DRAFT)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SurveyState.values), name="voices_survey_state"),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="voices_survey_list"),)

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """A question. `choices`: rows of {words, means, category}; their place, from 1, is their number."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="questions")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind)
    text = models.CharField(max_length=200)
    choices = models.JSONField(default=list)
    fact = models.BooleanField(default=False, help_text="of the household: asked once a year")

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["survey", "no"], name="voices_survey_question_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.text


class SurveySheet(models.Model):
    """One attempt at one home: who took it, how, what came of it. `edition` counts them from 1."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="sheets")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=10, choices=Result)
    way = models.CharField(max_length=6, choices=SheetWay)
    paper_no = models.CharField(max_length=20, blank=True)
    taken_by = models.CharField(max_length=80, blank=True)
    taken_label = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["survey", "home", "edition"], name="voices_sheet_edition"),
            models.UniqueConstraint(
                fields=["survey", "paper_no"], condition=~Q(paper_no=""), name="voices_sheet_paper_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.edition} {self.result}"


class SurveyAnswer(models.Model):
    """What a sheet says to one question; only what was answered has a row."""

    sheet = models.ForeignKey(SurveySheet, models.PROTECT, related_name="answers")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="+")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    picks = models.JSONField(default=list, help_text="numbers of choices")
    number = models.PositiveIntegerField(null=True)
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["sheet", "question"], name="voices_answer_once"),)

    def __str__(self) -> str:
        return f"{self.picks} {self.number}"


class SurveyCase(models.Model):
    """The request made of a home's problem; the two domains know each other by id and number alone."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="cases")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="+")
    choice = models.PositiveSmallIntegerField()
    case_id = models.UUIDField()
    number = models.CharField(max_length=40)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["survey", "home", "question", "choice"], name="voices_problem_made_once"
            ),
        )

    def __str__(self) -> str:
        return self.number


class SurveyEvent(Line):
    """A line of the record, never with an answer."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=SurveyVerb)

    class Meta:
        app_label = APP
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.verb
