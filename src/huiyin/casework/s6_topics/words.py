"""The words of topics: how one stands, how it came, what people say of it."""

from django.db import models
from django.utils.translation import pgettext_lazy


class TopicState(models.TextChoices):
    """Where a topic stands."""

    SUGGESTED = "suggested", pgettext_lazy("topic", "Found by the program")
    CONFIRMED = "confirmed", pgettext_lazy("topic", "Confirmed")
    SETTLED = "settled", pgettext_lazy("topic", "Solved")
    REJECTED = "rejected", pgettext_lazy("topic", "Not one problem")
    JOINED = "joined", pgettext_lazy("topic", "Joined to another")
    FADED = "faded", pgettext_lazy("topic", "No longer found")


STANDING = (TopicState.SUGGESTED, TopicState.CONFIRMED)
"""It is a problem now: lists show it, new cases come to it."""


class Came(models.TextChoices):
    """How a topic came to be."""

    ALIKE = "alike", pgettext_lazy("topic", "Alike in words")
    RECURRENCE = "recurrence", pgettext_lazy("topic", "Came again in one place")
    PERSON = "person", pgettext_lazy("topic", "Made by a person")


class Verb(models.TextChoices):
    """What a person says of a topic."""

    CONFIRMED = "confirmed", pgettext_lazy("topic", "confirmed that it is one problem")
    RENAMED = "renamed", pgettext_lazy("topic", "gave it a name")
    SPLIT = "split", pgettext_lazy("topic", "split requests off")
    MADE = "made", pgettext_lazy("topic", "made it by splitting")
    JOINED = "joined", pgettext_lazy("topic", "joined it to another")
    TOOK = "took", pgettext_lazy("topic", "joined another to it")
    REJECTED = "rejected", pgettext_lazy("topic", "said it is not one problem")
    TAKEN_OUT = "taken_out", pgettext_lazy("topic", "took requests out")
    PUT_IN = "put_in", pgettext_lazy("topic", "put requests in")
    SETTLED = "settled", pgettext_lazy("topic", "said it is solved")
    TAKEN_UP = "taken_up", pgettext_lazy("topic", "took it up again")
