"""The words of a meeting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", pgettext_lazy("meeting", "Being prepared")
    NOTICED = "noticed", pgettext_lazy("meeting", "Announced")
    OPEN = "open", pgettext_lazy("meeting", "In session")
    HELD = "held", pgettext_lazy("meeting", "Held, minutes to be posted")
    POSTED = "posted", pgettext_lazy("meeting", "Minutes posted")
    FAILED = "failed", pgettext_lazy("meeting", "Not quorate")
    CALLED_OFF = "called_off", pgettext_lazy("meeting", "Called off")


class Verb(models.TextChoices):
    """The lines of a meeting's record."""

    PLANNED = "planned", _("prepared the meeting")
    SEATED = "seated", _("filled a seat")
    UNSEATED = "unseated", _("took a seat away")
    ITEM = "item", _("put an item on the agenda")
    ITEM_OFF = "item_off", _("struck an item off the agenda")
    NOTICED = "noticed", _("gave notice of the meeting")
    OPENED = "opened", _("opened the meeting")
    SIGNED = "signed", _("signed somebody in")
    STRUCK = "struck", _("struck somebody off")
    LEFT = "left", _("noted who left")
    DECIDED = "decided", _("noted a decision")
    DISSENTED = "dissented", _("noted a dissent")
    TASK = "task", _("gave a task")
    TASK_DONE = "task_done", _("reported a task done")
    CLOSED = "closed", _("closed the meeting")
    MINUTES = "minutes", _("wrote the minutes")
    POSTED = "posted", _("posted the minutes")
    FAILED = "failed", _("closed it: not quorate")
    CALLED_OFF = "called_off", _("called the meeting off")


class Signed(models.TextChoices):
    """How somebody signed in."""

    QR = "qr", pgettext_lazy("sign-in", "by the code in the room")
    PAPER = "paper", pgettext_lazy("sign-in", "on the paper list")


class Result(models.TextChoices):
    """What came of an item."""

    OPEN = "", pgettext_lazy("agenda", "not dealt with yet")
    PASSED = "passed", pgettext_lazy("agenda", "passed")
    FAILED = "failed", pgettext_lazy("agenda", "not passed")
    NOTED = "noted", pgettext_lazy("agenda", "talked over, no vote")
    PUT_OFF = "put_off", pgettext_lazy("agenda", "put off")
