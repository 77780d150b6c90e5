"""Owners and what they own. Their history is kept by pghistory."""

import pghistory
from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id

from .words import OwnerKind


@pghistory.track(exclude=["phone_sealed"])
class Owner(models.Model):
    """Somebody with a title in an estate. The phone is sealed; the two indexes find it again.

    `mark` tells owners of one name apart where no telephone does, such as the office's own number of the
    owner. Numbers of identity papers are not stored.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=OwnerKind, default=OwnerKind.PERSON)
    name = models.CharField(max_length=80)
    mark = models.CharField(max_length=40, blank=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(default=b"", db_index=True)
    tail_index = models.BinaryField(default=b"")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["scope", "name", "mark"], condition=~Q(mark=""), name="owners_mark_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=OwnerKind.values), name="owners_kind"),
        )
        indexes = (models.Index(fields=["scope", "name"], name="owners_by_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def phone_aad(self) -> str:
        """What the sealed phone is bound to."""
        return f"owners_owner.phone:{self.pk}"


@pghistory.track()
class Ownership(models.Model):
    """A share of a unit, from when to when. A whole unit is 1/1, halves 1/2 each."""

    owner = models.ForeignKey(Owner, models.PROTECT, related_name="titles")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="titles")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    share_num = models.PositiveIntegerField(default=1)
    share_den = models.PositiveIntegerField(default=1)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owner", "place"], condition=Q(until=None), name="owners_title_once"
            ),
            models.CheckConstraint(
                condition=Q(share_num__gte=1, share_num__lte=F("share_den")), name="owners_share"
            ),
        )
        indexes = (models.Index(fields=["place"], condition=Q(until=None), name="owners_now"),)

    def __str__(self) -> str:
        return f"{self.owner} {self.share} {self.place}"

    @property
    def share(self) -> str:
        """The share as people write it: "1/2"; a whole one is empty."""
        return "" if self.share_num == self.share_den else f"{self.share_num}/{self.share_den}"


class OwnerCode(models.Model):
    """A short-lived code for an owner who asks by telephone: six digits, ten minutes, five tries, used once.

    A number no owner of the estate has gets a row too, so that limits and answers are the same for all;
    nobody is sent its code.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    phone_index = models.BinaryField()
    digest = models.BinaryField()
    known = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["phone_index", "made_at"], name="owners_code_phone"),)

    def __str__(self) -> str:
        return f"code of {self.made_at:%H:%M}"
