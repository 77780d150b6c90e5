"""Kinds of organisation and the duties they carry."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The actors (mission: words)."""

    OFFICE = "office", _("Sub-district office")
    COMMUNITY = "community", _("Residents' committee")
    PARTY = "party", _("Party organisation")
    COMPANY = "company", _("Property company")
    OWNERS = "owners", _("Owners' committee")
    MANAGEMENT = "management", _("Management committee")
    DEPARTMENT = "department", _("Department")
    UTILITY = "utility", _("Utility")
    PARTNER = "partner", _("Partner")
    MEDIATION = "mediation", _("Mediation committee")


class PartyLevel(models.TextChoices):
    """The four levels of report 001."""

    STREET = "street", _("Street working committee")
    COMMUNITY = "community", _("Community committee")
    ESTATE = "estate", _("Estate branch")
    BUILDING = "building", _("Building group")
