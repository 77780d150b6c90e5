"""Files that came while the malware scanner was silent: kept apart from every other, and read by nobody."""

from django.db import models

from huiyin.ground.ids import new_id

from .references import scope_of_case


class WaitingFile(models.Model):
    """The bytes as they were sent, sealed and never decoded; gone when a scan has said what they are.

    No page has a way to it: what is served are the rows of `Attachment` alone (S-28).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="waiting_files")
    scope = scope_of_case()
    stage = models.CharField(max_length=10, default="request", help_text="request, before, after, work")
    kind = models.CharField(max_length=5, help_text="photo or voice: who is to read it")
    name = models.CharField(max_length=120, default="")
    body_sealed = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=("photo", "voice")), name="casefile_waiting_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


def body_aad(file_id: object) -> str:
    """The additional data the bytes of a waiting file are sealed with."""
    return f"casefile_waitingfile.body:{file_id}"
