"""The kinds of owner, and where an area comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnerKind(models.TextChoices):
    """Who owns. A developer's unsold and not yet handed over units are the developer's (SPC-BQ 9)."""

    PERSON = "person", _("Person")
    COMPANY = "company", _("Company or office")
    DEVELOPER = "developer", _("Developer, unsold or not handed over")


class AreaSource(models.TextChoices):
    """Where the area of a unit is from, in the order of SPC-BQ 8."""

    REGISTRY = "registry", _("Title register")
    SURVEY = "survey", _("Survey")
    CONTRACT = "contract", _("Sales contract")
