"""A table somebody uploaded, kept between looking at it and taking it in; and sheets of several requests."""

from django.db import models

from huiyin.ground.ids import new_id

from .sheet_words import SheetKind


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKED = "checked"
    WAITING = "waiting"
    DONE = "done"


class ImportFile(models.Model):
    """An uploaded table: the file itself, which column is what, and what became of its rows.

    `body` is emptied in the night after its first day; `counts` (accepted, duplicates, rejected) stays.
    `refused` holds [row number, sentence code, values] of the rows intake did not take. `whole`: one bad row
    keeps all out. `live`: the rows are work orders to be handled now, not old records.
    While it waits for the worker, `seen` rows are dealt with, written in the transaction that dealt with
    them; `moved_at` is when that was.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    body = models.BinaryField(default=b"")
    system = models.CharField(max_length=40, default="")
    channel = models.CharField(max_length=1)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.CHECKED)
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    whole = models.BooleanField(default=False)
    live = models.BooleanField(default=False)
    seen = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class KnownColumns(models.Model):
    """Which column is which field in the tables of a community, as somebody there once confirmed it."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    headings = models.BinaryField(help_text="SHA-256 of the mapped headings in order")
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["scope", "headings"], name="intake_columns_once"),)

    def __str__(self) -> str:
        return ", ".join(heading for named in self.mapping.values() for heading in named)


class IntakeSheet(models.Model):
    """A group's chat, a round of visits or a reception day out of which several requests came.

    Its cases have `sheet:<id>` as their source and the row as their number there.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=SheetKind)
    held_on = models.DateField()
    host = models.CharField(max_length=60, blank=True, help_text="who received or visited")
    link = models.CharField(max_length=300, blank=True, help_text="where it was said")
    rows = models.PositiveSmallIntegerField()
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"
