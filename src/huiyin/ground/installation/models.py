"""The one row about the installation itself."""

from django.db import models


class Installation(models.Model):
    """Since when it is tried, and since when in use. An installation without the row is in use."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    tried_since = models.DateTimeField()
    live_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="ground_one_installation"),)

    def __str__(self) -> str:
        return f"tried since {self.tried_since}, live since {self.live_since}"
