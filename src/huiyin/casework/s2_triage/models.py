"""What a person decided where the program had suggested something else: kept, so that it can learn."""

from django.db import models


class Correction(models.Model):
    """A triage decision beside the suggestion that stood on the screen."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="corrections")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    field = models.CharField(max_length=12)
    suggested = models.CharField(max_length=40, blank=True)
    decided = models.CharField(max_length=40)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.field}: {self.suggested} → {self.decided}"
