"""Uploaded tables of registers, on their way in."""

from django.db import models

from huiyin.ground.ids import new_id

from .words import RosterKind, RosterState


class RosterFile(models.Model):
    """An uploaded table: the file itself, which column is what, and what a trial or the taking in came to.

    `body` is emptied in the night after its first day. `problems` holds
    [row number, sentence], `outcome` the counts and notes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=RosterKind)
    name = models.CharField(max_length=120)
    body = models.BinaryField(default=b"")
    mapping = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    sample = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    whole = models.BooleanField(default=False)
    accounts = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=RosterState, default=RosterState.CHECKED)
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, help_text="when the worker was asked to write it down")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=RosterKind.values), name="rosters_kind"),
        )

    def __str__(self) -> str:
        return self.name
