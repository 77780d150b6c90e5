"""The words of the maintenance fund."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UseState(models.TextChoices):
    """Where a use of the fund stands."""

    DRAFT = "draft", pgettext_lazy("fund", "Being prepared")
    VOTING = "voting", pgettext_lazy("fund", "Before the owners")
    URGENT = "urgent", pgettext_lazy("fund", "Emergency, works under way")
    POSTED = "posted", pgettext_lazy("fund", "Posted, objections possible")
    PAYING = "paying", pgettext_lazy("fund", "Being paid")
    ENDED = "ended", pgettext_lazy("fund", "Settled")
    STOPPED = "stopped", pgettext_lazy("fund", "Stopped")


class Path(models.TextChoices):
    """Which way a use goes: the owners first, or the works first because of danger."""

    ORDINARY = "ordinary", pgettext_lazy("fund", "Owners vote first")
    EMERGENCY = "emergency", pgettext_lazy("fund", "Emergency, owners ratify afterwards")


class Verb(models.TextChoices):
    """The lines of a use's record. None holds what a single owner says."""

    PREPARED = "prepared", _("prepared the use of the fund")
    SCOPED = "scoped", _("settled which homes share the part")
    QUOTED = "quoted", _("entered a quotation")
    SCANNED = "scanned", _("added the picture of a quotation")
    CHOSE = "chose", _("chose a quotation")
    URGENT = "urgent", _("noted an emergency and let the works begin")
    BOUND = "bound", _("put it before the owners")
    UNBOUND = "unbound", _("took it from the owners' vote, which decided nothing")
    RATIFIED = "ratified", _("noted that the owners ratified it")
    REFUSED = "refused", _("noted that the owners did not ratify it")
    POSTED = "posted", _("posted it")
    OBJECTED = "objected", _("entered an objection")
    ANSWERED = "answered", _("answered an objection")
    CLEARED = "cleared", _("declared the posting over")
    WORKED = "worked", _("began the work")
    PAID = "paid", _("entered a payment")
    ENDED = "ended", _("settled the use")
    STOPPED = "stopped", _("stopped the use")


class Ratified(models.TextChoices):
    """What the owners said afterwards of an emergency."""

    NOT_OWED = "", pgettext_lazy("ratification", "not needed: the owners voted first")
    OWED = "owed", pgettext_lazy("ratification", "owed")
    YES = "yes", pgettext_lazy("ratification", "ratified")
    NO = "no", pgettext_lazy("ratification", "not ratified")
