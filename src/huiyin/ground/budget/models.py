"""What was used up lately. A table without a journal: after a crash everybody starts anew."""

from django.db import models


class Use(models.Model):
    """How often a key was used in one slice of five minutes. `key` is a keyed digest and tells of nobody."""

    key = models.BinaryField()
    slice = models.IntegerField(help_text="five minutes since 1970")
    used = models.IntegerField()

    class Meta:
        app_label = "ground"
        constraints = (models.UniqueConstraint(fields=["key", "slice"], name="ground_use_once"),)
        indexes = (models.Index(fields=["slice"], name="ground_use_age"),)

    def __str__(self) -> str:
        return f"{self.slice}: {self.used}"
