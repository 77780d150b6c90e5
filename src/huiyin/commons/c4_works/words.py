"""The words of works."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ProjectState(models.TextChoices):
    """Where a project stands."""

    PLANNED = "planned", pgettext_lazy("project", "Planned")
    STARTED = "started", pgettext_lazy("project", "Being done")
    DONE = "done", pgettext_lazy("project", "Done, residents look at it")
    ACCEPTED = "accepted", pgettext_lazy("project", "Accepted")
    STOPPED = "stopped", pgettext_lazy("project", "Stopped")


class Verb(models.TextChoices):
    """The lines of a project's record. None holds what a single home says."""

    BEGUN = "begun", _("began the project")
    STAGE = "stage", _("planned a stage")
    SLIPPED = "slipped", _("moved a stage to a later day")
    STAGE_DONE = "stage_done", _("reported a stage done")
    PHOTOGRAPH = "photograph", _("added a photograph")
    SHARED = "shared", _("divided the cost")
    ACTUAL = "actual", _("entered what it cost")
    STARTED = "started", _("started the work")
    DONE = "done", _("reported the work done")
    AGAIN = "again", _("sent it back to work: residents say it is not fit")
    ACCEPTED = "accepted", _("accepted it")
    STOPPED = "stopped", _("stopped it")


class Moment(models.TextChoices):
    """When a photograph was taken."""

    BEFORE = "before", pgettext_lazy("photograph", "Before")
    AFTER = "after", pgettext_lazy("photograph", "After")


class Basis(models.TextChoices):
    """How the homes' part is divided."""

    EQUAL = "equal", pgettext_lazy("cost share", "The same for every home")
    AREA = "area", pgettext_lazy("cost share", "By the area of the homes (Civil Code 283)")


class Way(models.TextChoices):
    """How a home's word came."""

    LINK = "link", pgettext_lazy("word of a home", "by the slip's code")
    PAPER = "paper", pgettext_lazy("word of a home", "on paper")
    VISIT = "visit", pgettext_lazy("word of a home", "at a visit or by telephone")


class AcceptedBy(models.TextChoices):
    """By what a project was accepted."""

    NONE = "", pgettext_lazy("accepted by", "not yet")
    HOMES = "homes", pgettext_lazy("accepted by", "the homes concerned")
    ORGANISER = (
        "organiser",
        pgettext_lazy("accepted by", "the organiser: nobody answered in the days of the rule"),
    )
