"""Which tables there are, and what a row came to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RosterKind(models.TextChoices):
    """What the rows of a table are."""

    PLACES = "places", _("Buildings, entrances, homes, gates, facilities")
    ORGANISATIONS = "organisations", _("Organisations and their duties")
    PEOPLE = "people", _("People and posts")
    SHIFTS = "shifts", _("Duty lists")
    OWNERS = "owners", _("Owners of homes, shops and parking spaces")


class Outcome(models.TextChoices):
    """What became of a row."""

    ADDED = "added", _("added")
    CHANGED = "changed", _("changed")
    SAME = "same", _("as it is already")


class RosterState(models.TextChoices):
    """Where an uploaded table stands."""

    CHECKED = "checked", _("looked at")
    WAITING = "waiting", _("being written down")
    DONE = "done", _("written down")
