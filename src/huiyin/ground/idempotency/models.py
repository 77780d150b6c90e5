"""What each write answered, so that sending it again answers the same and does nothing twice."""

from django.db import models
from django.db.models.functions import Now


class Outcome(models.Model):
    """The stored answer to one write: unique per actor and key, written in the write's transaction."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    digest = models.BinaryField()
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "ground"
        constraints = (models.UniqueConstraint(fields=["actor", "key"], name="ground_outcome_once"),)
        indexes = (models.Index(fields=["created_at"], name="ground_outcome_age"),)

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
