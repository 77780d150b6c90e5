"""Quotations, payments, objections of a use of the fund. Money in fen."""

from django.db import models
from django.db.models import Q

from .use_models import FundUse

Scope = "ground.Scope"
APP = "fund"
Organisation = "organisations.Organisation"


class Quotation(models.Model):
    """What an organisation would do it for. Of all of a use one is chosen, with the reason."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="quotations")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    words = models.CharField(max_length=500, blank=True, help_text="what is offered for it")
    chosen = models.BooleanField(default=False)
    chosen_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["use", "no"], name="fund_quotation_no"),
            models.UniqueConstraint(fields=["use"], condition=Q(chosen=True), name="fund_one_is_chosen"),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0) & (Q(chosen=False) | ~Q(chosen_why="")),
                name="fund_chosen_with_reason",
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return f"{self.no}"


class QuotationScan(models.Model):
    """The picture of a quotation's paper; who keeps the use or watches over it sees it."""

    quotation = models.OneToOneField(Quotation, models.PROTECT, primary_key=True, related_name="scan")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return self.sha256


class FundPayment(models.Model):
    """Money that left the fund: to whom, on which day, by which paper."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="payments")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    payee = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    paid_on = models.DateField()
    paper = models.CharField(max_length=60, help_text="number of the receipt or of the bank's paper")
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["use", "no"], name="fund_payment_no"),
            models.UniqueConstraint(fields=["use", "paper"], name="fund_paper_once"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="fund_payment_is_money"),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return f"{self.no}"


class FundObjection(models.Model):
    """Somebody objects to what was posted; it is answered before anything is paid."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="objections")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, upheld=None) | (~Q(answer="") & ~Q(upheld=None)),
                name="fund_objection_answer",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]
