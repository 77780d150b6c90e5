"""The words of volunteers and their duties."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Skill(models.TextChoices):
    """What somebody can do."""

    VISIT = "visit", _("Look in on older neighbours")
    PATROL = "patrol", _("Go round the estate")
    REPAIR = "repair", _("Small repairs")
    HEALTH = "health", _("Health and first aid")
    LAW = "law", _("Advice on law or papers")
    TEACH = "teach", _("Children, lessons, culture")
    PHONES = "phones", _("Telephones and computers")
    HANDS = "hands", _("Tidy up, carry, stand at the door")


class Times(models.TextChoices):
    """When somebody has time."""

    WORKDAYS = "workdays", _("Workdays")
    EVENINGS = "evenings", _("Evenings")
    WEEKENDS = "weekends", _("Weekends")
    URGENT = "urgent", _("When it is urgent")


class DutyState(models.TextChoices):
    """Where a duty stands."""

    OPEN = "open", pgettext_lazy("duty", "Volunteers wanted")
    OFF = "off", pgettext_lazy("duty", "Called off")
    THANKED = "thanked", pgettext_lazy("duty", "Done, thanked")


class DutyVerb(models.TextChoices):
    """The lines of a duty's record."""

    WRITTEN = "written", _("wrote the duty")
    CHANGED = "changed", _("changed the duty")
    CALLED_OFF = "called_off", _("called the duty off")
    THANKED = "thanked", _("thanked everybody who came")


class VolunteerVerb(models.TextChoices):
    """The lines of a volunteer's record; none says who it was."""

    JOINED = "joined", _("signed up")
    TOOK = "took", _("took a duty")
    GAVE_BACK = "gave_back", _("gave a duty back")
    LEFT = "left", _("left; name and telephone went")
    TAKEN_OFF = "taken_off", _("taken off the list; name and telephone went")
