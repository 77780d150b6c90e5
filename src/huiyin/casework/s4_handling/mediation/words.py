"""The words of mediation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Asked(models.TextChoices):
    """How it began (人民调解法 17)."""

    APPLIED = "applied", _("A party asked for it")
    OFFERED = "offered", _("The committee offered it")


class Side(models.TextChoices):
    """On which side somebody stands."""

    APPLICANT = "applicant", _("Applicant")
    RESPONDENT = "respondent", _("Respondent")
    OTHER = "other", pgettext_lazy("party of a mediation", "Other party")


class How(models.TextChoices):
    """How a party told its will."""

    SIGNED = "signed", _("Signed a paper")
    SPOKEN = "spoken", _("Said so in person")
    PHONE = "phone", _("Said so on the telephone")


class Outcome(models.TextChoices):
    """How it ended."""

    AGREED = "agreed", _("Agreement")
    FAILED = "failed", _("No agreement")
    REFUSED = "refused", _("A party does not want to")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Form(models.TextChoices):
    """The form of an agreement (28)."""

    WRITTEN = "written", _("In writing")
    ORAL = "oral", _("Oral, with a record")


class Ruling(models.TextChoices):
    """What the court said (民事诉讼法 206)."""

    CONFIRMED = "confirmed", _("Confirmed by the court")
    REJECTED = "rejected", _("Not confirmed by the court")


class Conflict(models.TextChoices):
    """Why somebody may be no mediator of this dispute (15)."""

    PARTY = "party", _("is a party")
    NEIGHBOUR = "neighbour", _("lives in a party's building")
    HANDLER = "handler", _("had this case to handle")
    UNIT = "unit", _("works for the unit that has this case")
    DECLARED = "declared", _("declared an interest")


class Step(models.TextChoices):
    """What the timeline says of a mediation: that something happened, never what was said."""

    OPENED = "opened", _("opened")
    PARTY = "party", _("a party was entered")
    CONSENTED = "consented", _("a party consents")
    REFUSED = "refused", _("a party does not want to; ended")
    APPOINTED = "appointed", _("a mediator was appointed")
    RECUSED = "recused", _("a mediator stepped back")
    NOTED = "noted", _("a confidential note was written")
    DRAWN = "drawn", _("the agreement was drawn up")
    MILESTONE = "milestone", _("a date of performance was set")
    EFFECTIVE = "effective", _("the agreement took effect")
    ENDED = "ended", _("ended without agreement")
    PERFORMED = "performed", _("a part was performed")
    APPLIED = "applied", _("the court was asked to confirm")
    RULED = "ruled", _("the court decided")
