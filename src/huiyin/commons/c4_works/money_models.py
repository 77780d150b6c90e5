"""Who pays what of a project. Money in fen."""

from django.db import models
from django.db.models import F, Q

from .project_models import Project
from .words import Basis, Way

Scope = "ground.Scope"
APP = "works"


class CostShare(models.Model):
    """How the cost is divided: `homes_fen` of `total_fen` by the homes, the rest by `payer`.

    The payer also bears what homes do not agree to, and what it costs more. `actual_fen`: what it cost.
    """

    project = models.OneToOneField(Project, models.PROTECT, primary_key=True, related_name="cost")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    total_fen = models.BigIntegerField()
    homes_fen = models.BigIntegerField()
    basis = models.CharField(max_length=5, choices=Basis)
    payer = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    actual_fen = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(total_fen__gt=0, homes_fen__gt=0, homes_fen__lte=F("total_fen")),
                name="works_part_of_total",
            ),
        )

    def __str__(self) -> str:
        return f"{self.homes_fen}/{self.total_fen}"


class Share(models.Model):
    """A home's part. `agrees`: None until it says; who refuses is known to who keeps the project alone.

    `receipt`: the number on the receipt of what it paid, "" until then. `refund_fen` goes back.
    """

    cost = models.ForeignKey(CostShare, models.PROTECT, related_name="shares")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    weight = models.PositiveBigIntegerField(help_text="1, or hundredths of a square metre")
    amount_fen = models.BigIntegerField()
    agrees = models.BooleanField(null=True)
    way = models.CharField(max_length=5, choices=Way, blank=True)
    said_by = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=40, blank=True)
    paid_at = models.DateTimeField(null=True)
    refund_fen = models.BigIntegerField(default=0)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["cost", "home"], name="works_share_once"),
            models.CheckConstraint(condition=Q(receipt="") | Q(agrees=True), name="works_paid_by_who_agrees"),
            models.CheckConstraint(
                condition=Q(refund_fen__gte=0, refund_fen__lte=F("amount_fen")), name="works_refund_of_paid"
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return f"{self.no}"
