"""Emergency service of an estate without a property company (应急物业服务), its hand-over, its record."""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.records import ChainedLine

from .words import ServiceState, ServiceVerb

Scope = "ground.Scope"
APP = "agreements"


class EmergencyService(models.Model):
    """A company named by the street for an estate. `code` is public.

    `begins` to `ends`, both included. `services`: what it does; `cost_notice`: what it costs the owners, as
    it was posted on `noticed_on`. `again_why`, `again_by`: why a second service follows directly on a first,
    and who approved it. `next_vote`, `next_decision`: by what the owners choose a company afterwards.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    company = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    named_by = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    begins = models.DateField()
    ends = models.DateField()
    reason = models.CharField(max_length=500)
    services = models.TextField()
    cost_notice = models.TextField()
    noticed_on = models.DateField()
    again_why = models.CharField(max_length=300, blank=True)
    again_by = models.CharField(max_length=120, blank=True)
    next_vote = models.ForeignKey("voices.OwnersVote", models.PROTECT, null=True, related_name="+")
    next_decision = models.ForeignKey("decisions.Decision", models.PROTECT, null=True, related_name="+")
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ServiceState, default=ServiceState.RUNNING)
    state_since = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=ServiceState.values), name="agreements_service_state"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="agreements_service_term"),
            models.CheckConstraint(
                condition=Q(noticed_on__lte=F("begins")), name="agreements_service_told_first"
            ),
            models.UniqueConstraint(
                fields=["place"], condition=Q(state="running"), name="agreements_one_service"
            ),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="agreements_services"),)

    def __str__(self) -> str:
        return self.code


class HandoverItem(models.Model):
    """Something that is handed over, by whom; `done_on`: None until it was."""

    service = models.ForeignKey(EmergencyService, models.PROTECT, related_name="items")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200)
    from_whom = models.CharField(max_length=120, blank=True)
    done_on = models.DateField(null=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["service", "no"], name="agreements_item_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.what


class ServiceEvent(ChainedLine):
    """A line of the record; the database numbers and chains it (ground/sql/40_chain.sql)."""

    service = models.ForeignKey(EmergencyService, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=ServiceVerb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["service", "seq"], name="agreements_service_line"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
