"""The scope tree: who may see what is told in scopes, never in places or organisations."""

from django.db import models


class Scope(models.Model):
    """One node of the tenancy tree. `path` is the ids from the root, e.g. "/1/4/9/"."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    region = models.CharField(max_length=6, default="000000", help_text="GB/T 2260 code used in case numbers")
    path = models.TextField(unique=True, null=True, editable=False)  # noqa: DJ001 - null until there is an id

    class Meta:
        app_label = "ground"

    def __str__(self) -> str:
        return self.name
