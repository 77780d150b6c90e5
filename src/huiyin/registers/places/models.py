"""The place tree, homes and QR codes. Their history is kept by pghistory."""

import pghistory
from django.db import models

from huiyin.registers.rules.words import UnitUse

from .units.models import GovernanceUnit, UnitBuilding
from .words import PlaceKind

__all__ = ["GovernanceUnit", "Home", "Place", "QrCode", "UnitBuilding", "ZoneMember"]


@pghistory.track()
class Place(models.Model):
    """One node of the place tree. `label` is how people say it in full: "清音路小区 3号楼 2单元"."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="places")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=12, choices=PlaceKind)
    name = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    short = models.CharField(max_length=40, blank=True, help_text='spoken short form, e.g. "3-2-501"')
    aliases = models.JSONField(default=list, blank=True)
    facts = models.JSONField(default=dict, blank=True, help_text="declared facts with their source")
    order = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["parent", "kind", "name"], name="places_place_name_once"),
            models.CheckConstraint(condition=models.Q(kind__in=PlaceKind.values), name="places_place_kind"),
        )
        indexes = (models.Index(fields=["scope", "kind", "order"], name="places_place_list"),)

    def __str__(self) -> str:
        return self.label


@pghistory.track()
class Home(models.Model):
    """What only a unit with a title has: its area (hundredths of a square metre, with source) and its use."""

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="home")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    floor = models.SmallIntegerField(null=True)
    area = models.PositiveIntegerField(null=True, help_text="hundredths of a square metre")
    area_source = models.CharField(
        max_length=12, blank=True, help_text="registry, survey or contract (SPC-BQ 8)"
    )
    use = models.CharField(
        max_length=10, default="dwelling", help_text="what the unit is: rules/words.py UnitUse"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(use__in=[use.value for use in UnitUse]), name="places_home_use"
            ),
        )

    def __str__(self) -> str:
        return str(self.place)


@pghistory.track()
class ZoneMember(models.Model):
    """Which estate or stand-alone building belongs to which zone, from when to when."""

    zone = models.ForeignKey(Place, models.PROTECT, related_name="members")
    member = models.ForeignKey(Place, models.PROTECT, related_name="zones")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(until=None), name="places_one_zone_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} ∈ {self.zone}"


@pghistory.track()
class QrCode(models.Model):
    """A printed code on a door, gate or facility; its address is /q/<code>. Revoked codes say so."""

    code = models.CharField(max_length=8, primary_key=True)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="codes")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["place"], condition=models.Q(revoked_at=None), name="places_one_live_code"
            ),
        )

    def __str__(self) -> str:
        return self.code
