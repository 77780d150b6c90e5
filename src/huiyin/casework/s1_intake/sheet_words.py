"""The kinds of sheets (report 000: 网 and 访)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetKind(models.TextChoices):
    """Where several requests were heard together."""

    GROUP = "group", _("WeChat group")
    COMMENT = "comment", _("Comments under a short video")
    DOORS = "doors", _("Door visits")
    RECEPTION = "reception", _("Reception day")
