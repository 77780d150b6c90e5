"""Units and the buildings they hold, from when to when."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _


class Span(Func):
    """`tstzrange(since, until)`: the end itself is the next unit's already; no end means still."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class UnitKind(models.TextChoices):
    """An estate by itself, or a zone of several estates and stand-alone buildings."""

    ESTATE = "estate", _("Estate")
    ZONE = "zone", _("Zone")


@pghistory.track()
class GovernanceUnit(models.Model):
    """The unit in which residents govern themselves. `temporary` until it is made permanent."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=UnitKind)
    name = models.CharField(max_length=60)
    temporary = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=UnitKind.values), name="places_unit_kind"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="places_unit_span"
            ),
        )

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class UnitBuilding(models.Model):
    """A building belongs to a unit during a span; PostgreSQL refuses a second unit at the same time."""

    unit = models.ForeignKey(GovernanceUnit, models.PROTECT, related_name="buildings")
    building = models.ForeignKey("places.Place", models.PROTECT, related_name="units")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="places_unit_building_span"
            ),
            ExclusionConstraint(
                name="places_one_unit_at_a_time",
                expressions=[
                    ("building", RangeOperators.EQUAL),
                    (Span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        )

    def __str__(self) -> str:
        return f"{self.building} ∈ {self.unit}"
