"""The words of the notice board."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PostingKind(models.TextChoices):
    """What hangs there."""

    NOTICE = "notice", pgettext_lazy("board", "Notice")
    PUBLICITY = "publicity", pgettext_lazy("board", "Public posting")
    RESULT = "result", pgettext_lazy("board", "Result")
    ANSWER = "answer", pgettext_lazy("board", "Asked and answered")


class PostingState(models.TextChoices):
    """Whether it hangs."""

    DRAFT = "draft", pgettext_lazy("board", "Being written")
    UP = "up", pgettext_lazy("board", "On the board")
    DOWN = "down", pgettext_lazy("board", "Taken down")


class Verb(models.TextChoices):
    """The lines of its record."""

    WRITTEN = "written", _("wrote it")
    CHANGED = "changed", _("changed the draft")
    PUT_UP = "put_up", _("put it on the board")
    TAKEN_DOWN = "taken_down", _("took it down")
