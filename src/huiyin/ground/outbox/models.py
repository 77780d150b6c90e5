"""Messages that must leave exactly once: written in the act's transaction, sent by the worker."""

from django.db import models

from huiyin.ground.ids import new_id


class NoticeState(models.TextChoices):
    """The life of a message. A held one waits for the morning's digest, which gathers it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    HELD = "held"
    GATHERED = "gathered"


class Notice(models.Model):
    """One message to one recipient by one channel about one thing.

    `topic` names the occasion ("received:1", "proposed:2"); with subject, recipient and channel it is
    unique, so the same occasion never writes twice. Telephone numbers are sealed; the inbox uses account ids.
    A call that was taken over by the provider is "sent" until its outcome is known, "delivered" when somebody
    answered, else "failed" with the outcome as its error.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey(
        "ground.Scope", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    subject_id = models.UUIDField()
    topic = models.CharField(max_length=60)
    recipient = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    address_sealed = models.BinaryField(default=b"")
    address_index = models.BinaryField(default=b"")
    template = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=80, default="")
    error = models.CharField(max_length=200, default="")

    class Meta:
        app_label = "ground"
        constraints = (
            models.UniqueConstraint(
                fields=["subject_id", "topic", "recipient", "channel"], name="ground_notice_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["next_at"],
                name="ground_notice_due",
                condition=models.Q(state__in=("queued", "sending")),
            ),
            models.Index(
                fields=["recipient", "-created_at"],
                name="ground_notice_inbox",
                condition=models.Q(channel="inbox"),
            ),
            models.Index(
                fields=["next_at"],
                name="ground_notice_calls",
                condition=models.Q(channel="call", state="sent"),
            ),
            models.Index(fields=["next_at"], name="ground_notice_held", condition=models.Q(state="held")),
            models.Index(fields=["address_index", "created_at"], name="ground_notice_quota"),
        )

    def __str__(self) -> str:
        return f"{self.topic} → {self.recipient}"
