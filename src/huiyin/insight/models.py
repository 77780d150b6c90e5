"""What was told (months, frozen and restated: both only grow, see sql/20_frozen.sql) and how tables leave."""

import pghistory
from django.db import models


class FrozenMonth(models.Model):
    """The figures of one scope and month as they were told, with the facts and the rule version behind them.

    `facts` is zlib-packed canonical JSON (one object per case, ordered by id), `figures` canonical JSON
    (name of a number -> count). Counting `facts` by `pack` at `as_of` gives `figures` again, byte for byte.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    as_of = models.DateTimeField()
    facts = models.BinaryField()
    figures = models.TextField()
    digest = models.BinaryField(help_text="SHA-256 over scope, month, pack digest, as_of, facts and figures")
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "month"], name="insight_month_frozen_once"),)

    def __str__(self) -> str:
        return f"{self.scope_id} {self.month:%Y-%m}"


class Restatement(models.Model):
    """What a frozen month would say with what is known later: old and new, and which cases moved."""

    month = models.ForeignKey(FrozenMonth, models.PROTECT, related_name="restatements")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    why = models.CharField(max_length=500)
    as_of = models.DateTimeField()
    facts = models.BinaryField()
    figures = models.TextField()
    moved = models.JSONField(help_text="case id -> {fact: [before, after]}")
    digest = models.BinaryField()
    made_by = models.CharField(max_length=80)
    made_by_label = models.CharField(max_length=80, default="")

    def __str__(self) -> str:
        return f"{self.month} {self.as_of:%Y-%m-%d}"


@pghistory.track()
class TableLayout(models.Model):
    """The columns of a table as an office has them: its own headings, in its own order.

    `columns` is a list of [heading, key]; an empty key is a column the office fills in by hand.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    table = models.CharField(max_length=12)
    columns = models.JSONField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "table"], name="insight_one_layout"),)

    def __str__(self) -> str:
        return f"{self.scope_id} {self.table}"


class MonthReport(models.Model):
    """The report of an area and a month as it was told: `content` is canonical JSON (reports/content.py)."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    month = models.DateField(help_text="its first day")
    as_of = models.DateTimeField()
    content = models.TextField()
    digest = models.BinaryField(help_text="SHA-256 over scope, month and content")
    made_by = models.CharField(max_length=80)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "month"], name="insight_report_once"),)

    def __str__(self) -> str:
        return f"{self.scope_id} {self.month:%Y-%m}"
