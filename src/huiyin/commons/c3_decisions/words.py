"""The words of decisions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DecidedBy(models.TextChoices):
    """How it came to be decided."""

    PROPOSAL = "proposal", pgettext_lazy("decided by", "A proposal through the four steps")
    VOTE = "vote", pgettext_lazy("decided by", "An owners' vote")
    MEETING = "meeting", pgettext_lazy("decided by", "A meeting")
    PARTIES = "parties", pgettext_lazy("decided by", "The parties of a mediation")
    EMERGENCY = "emergency", pgettext_lazy("decided by", "Danger confirmed, owners are asked afterwards")
    OWN = "own", pgettext_lazy("decided by", "One organisation for its own matters")


class DecisionState(models.TextChoices):
    """Whether it holds."""

    STANDING = "standing", pgettext_lazy("decision", "In force")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "Withdrawn")


class Verb(models.TextChoices):
    """The lines of a decision's record."""

    DECIDED = "decided", _("wrote the decision down")
    WITHDRAWN = "withdrawn", _("withdrew it")
