"""The words of a poll."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PollState(models.TextChoices):
    """Where a poll stands as a whole; its rounds say more."""

    DRAFT = "draft", pgettext_lazy("poll", "Being prepared")
    RUNNING = "running", pgettext_lazy("poll", "Under way")
    FINISHED = "finished", pgettext_lazy("poll", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("poll", "Called off")


class RoundState(models.TextChoices):
    """Where a round stands. Counts exist from CLOSED on; everybody reads them from PUBLISHED on."""

    PREPARED = "prepared", pgettext_lazy("round", "Being prepared")
    OPEN = "open", pgettext_lazy("round", "Open")
    CLOSED = "closed", pgettext_lazy("round", "Closed, reasons are being written")
    PUBLISHED = "published", pgettext_lazy("round", "Published")


class Source(models.TextChoices):
    """Where an option comes from."""

    ORGANISER = "organiser", pgettext_lazy("option", "put by the organiser")
    VOICES = "voices", pgettext_lazy("option", "proposed by residents")
    EARLIER = "earlier", pgettext_lazy("option", "went on from the round before")


class Fate(models.TextChoices):
    """What becomes of an option after its round."""

    OPEN = "", pgettext_lazy("option", "not decided yet")
    ON = "on", pgettext_lazy("option", "goes on")
    OUT = "out", pgettext_lazy("option", "drops out")
    FOLDED = "folded", pgettext_lazy("option", "counted with another")


class Way(models.TextChoices):
    """How a voice came."""

    LINK = "link", pgettext_lazy("voice", "on-line, by the slip")
    PAPER = "paper", pgettext_lazy("voice", "on paper")
    HEARD = "heard", pgettext_lazy("voice", "on-line, without a home")


class Verb(models.TextChoices):
    """The lines of a poll's record. None holds what a single home said."""

    DRAFTED = "drafted", _("wrote the poll")
    PREPARED = "prepared", _("prepared a round")
    OPENED = "opened", _("opened a round")
    ENTERED = "entered", _("entered a paper")
    CLOSED = "closed", _("closed a round")
    FOLDED = "folded", _("counted one option with another")
    DECIDED = "decided", _("said what becomes of an option")
    PUBLISHED = "published", _("published a round")
    FINISHED = "finished", _("said the outcome")
    CANCELLED = "cancelled", _("called the poll off")
