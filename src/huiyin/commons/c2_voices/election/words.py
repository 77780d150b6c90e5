"""The words of a branch election."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ElectionState(models.TextChoices):
    """Where an election stands as a whole; the steps say more."""

    RUNNING = "running", pgettext_lazy("election", "Under way")
    FINISHED = "finished", pgettext_lazy("election", "Finished")
    CANCELLED = "cancelled", pgettext_lazy("election", "Called off")


class Origin(models.TextChoices):
    """How somebody came to be named."""

    SELF = "self", pgettext_lazy("nominee", "named himself or herself")
    MEMBERS = "members", pgettext_lazy("nominee", "recommended by members")
    MASSES = "masses", pgettext_lazy("nominee", "recommended by residents")
    ABOVE = "above", pgettext_lazy("nominee", "recommended by the organisation above")


class Verb(models.TextChoices):
    """The lines of an election's record. None ever holds who chose whom: nobody here knows."""

    BEGUN = "begun", _("began the election")
    ENROLLED = "enrolled", _("wrote the roll of members")
    FILED = "filed", _("filed a document")
    POSTED = "posted", _("posted a step")
    OBJECTED = "objected", _("noted an objection")
    ANSWERED = "answered", _("answered an objection")
    NAMED = "named", _("named somebody")
    WITHDRAWN = "withdrawn", _("took a name off")
    VETTED = "vetted", _("checked a qualification")
    ARRANGED = "arranged", _("arranged names of equal strokes")
    PASSED = "passed", _("finished a step")
    RECEIVED = "received", _("ticked who received a ballot")
    ENTERED = "entered", _("entered a tally sheet")
    CONFIRMED = "confirmed", _("confirmed a tally sheet")
    REFUSED = "refused", _("sent a tally sheet back")
    REDUCED = "reduced", _("reduced the number of seats")
    CANCELLED = "cancelled", _("called the election off")
