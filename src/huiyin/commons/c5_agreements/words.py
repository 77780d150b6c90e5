"""The words of agreements and of emergency service."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What kind of agreement it is."""

    THREE = "three", pgettext_lazy("agreement", "Agreement of several parties")
    PLEDGE = "pledge", pgettext_lazy("agreement", "Pledge")
    RESOURCE = "resource", pgettext_lazy("agreement", "A resource for a service")


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", pgettext_lazy("agreement", "Being written")
    IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
    ENDED = "ended", pgettext_lazy("agreement", "Ended")
    DROPPED = "dropped", pgettext_lazy("agreement", "Not concluded")


class Rhythm(models.TextChoices):
    """How often a duty falls due."""

    ONCE = "once", pgettext_lazy("duty", "once")
    MONTH = "month", pgettext_lazy("duty", "every month")
    QUARTER = "quarter", pgettext_lazy("duty", "every quarter")
    ALWAYS = "always", pgettext_lazy("duty", "all the time, without a day")


class DueState(models.TextChoices):
    """What became of a duty on one of its days."""

    OPEN = "open", pgettext_lazy("duty", "open")
    MET = "met", pgettext_lazy("duty", "met")
    UNMET = "unmet", pgettext_lazy("duty", "not met")


class Side(models.TextChoices):
    """Which way something went in the ledger of a resource for a service."""

    GAVE = "gave", pgettext_lazy("agreement", "given")
    DID = "did", pgettext_lazy("agreement", "done in return")


class Verb(models.TextChoices):
    """The lines of an agreement's record."""

    BEGUN = "begun", pgettext_lazy("agreement record", "began the agreement")
    PARTY = "party", pgettext_lazy("agreement record", "entered a party")
    OUT = "out", pgettext_lazy("agreement record", "took a party out")
    DUTY = "duty", pgettext_lazy("agreement record", "entered a duty")
    SIGNED = "signed", pgettext_lazy("agreement record", "entered a signature")
    IN_FORCE = "in_force", pgettext_lazy("agreement record", "all have signed: in force")
    MET = "met", pgettext_lazy("agreement record", "wrote down that a duty was met")
    UNMET = "unmet", pgettext_lazy("agreement record", "wrote down that a duty was not met")
    GIVEN = "given", pgettext_lazy("agreement record", "entered what was given or done")
    PICTURE = "picture", pgettext_lazy("agreement record", "added a picture")
    RENEWED = "renewed", pgettext_lazy("agreement record", "renewed it")
    ENDED = "ended", pgettext_lazy("agreement record", "ended it before its day")
    LAPSED = "lapsed", pgettext_lazy("agreement record", "it ended on its day")
    DROPPED = "dropped", pgettext_lazy("agreement record", "gave it up before it was signed")


class ServiceState(models.TextChoices):
    """Where an emergency service stands."""

    RUNNING = "running", pgettext_lazy("emergency service", "Running")
    ENDED = "ended", pgettext_lazy("emergency service", "Ended")


class ServiceVerb(models.TextChoices):
    """The lines of an emergency service's record."""

    NAMED = "named", pgettext_lazy("emergency service", "named the company")
    ITEM = "item", pgettext_lazy("emergency service", "put something on the hand-over list")
    TICKED = "ticked", pgettext_lazy("emergency service", "wrote down that something was handed over")
    NEXT = "next", pgettext_lazy("emergency service", "linked what the owners decide")
    ENDED = "ended", pgettext_lazy("emergency service", "ended the service before its day")
    LAPSED = "lapsed", pgettext_lazy("emergency service", "the service ended on its day")
