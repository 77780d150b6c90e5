"""A table somebody uploaded, kept between looking at it and taking it in."""

from django.db import models

from huiyin.ground.ids import new_id


class ImportState(models.TextChoices):
    """Where an import stands."""

    CHECKED = "checked"
    DONE = "done"


class ImportFile(models.Model):
    """An uploaded table: the file itself, which column is what, and what became of its rows.

    `body` is emptied a day later; `counts` (accepted, duplicates, rejected) stays. `refused` holds
    [row number, sentence code, values] of the rows intake did not take.
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
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
