"""The words of whistles."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.registers.rules.words import WHISTLE_LABELS, WhistleKind

KINDS = [(kind.value, WHISTLE_LABELS[kind]) for kind in WhistleKind]


class Ground(models.TextChoices):
    """What the whistle is about (北京市街道办事处条例 5): concentrated or hard matters of four kinds."""

    REQUEST = "request", _("Residents' requests")
    KEY_WORK = "key_work", _("Key work")
    ENFORCEMENT = "enforcement", _("Enforcement by several departments")
    EMERGENCY = "emergency", _("Handling of an emergency")


class Mark(models.TextChoices):
    """The caller's word on what a party (never a person) delivered."""

    FULL = "full", pgettext_lazy("delivery", "As asked")
    PARTLY = "partly", pgettext_lazy("delivery", "In part")
    NONE = "none", pgettext_lazy("delivery", "Nothing")


class CallState(models.TextChoices):
    """Where a called party stands; computed from its moments, never stored."""

    CALLED = "called", _("Called, not there yet")
    MISSING = "missing", _("Missing")
    REPORTED = "reported", _("Reported in")
    PRESENT = "present", pgettext_lazy("called party", "On site")
    LATE = "late", _("Result is late")
    DELIVERED = "delivered", _("Delivered")
    OFF = "off", _("Taken back")
