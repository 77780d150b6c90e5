"""Organisations, their tree, and which of them serves which place for which duty."""

import pghistory
from django.db import models

from .words import OrganisationKind, PartyLevel


@pghistory.track()
class Organisation(models.Model):
    """One actor. Party organisations form a tree by `parent` and carry a `level`."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="organisations")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    level = models.CharField(max_length=12, choices=PartyLevel, blank=True)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="the public office line")
    facts = models.JSONField(default=dict, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "kind", "name"], name="organisations_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values), name="organisations_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Service(models.Model):
    """An organisation carries a duty (a lead kind of the category list) for a scope: 物 for an estate."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="services")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=8)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["scope", "duty"], condition=models.Q(until=None), name="organisations_one_per_duty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.duty}"
