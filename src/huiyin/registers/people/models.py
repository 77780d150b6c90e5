"""Persons, accounts, roles, posts, duty lists, devices and one-time codes."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Func
from django.utils.crypto import salted_hmac

from .words import DutyRank, PostKind, Role


@pghistory.track(exclude=["phone_sealed"])
class Person(models.Model):
    """A person known to the community. The phone is sealed; the two indexes find it again."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="persons")
    name = models.CharField(max_length=50)
    pinyin = models.CharField(max_length=200, blank=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(default=b"", db_index=True)
    tail_index = models.BinaryField(default=b"")
    home = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="residents")
    facts = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def phone_aad(self) -> str:
        """What the sealed phone is bound to."""
        return f"people_person.phone:{self.pk}"


@pghistory.track()
class Post(models.Model):
    """A post held by a person, such as 楼长 of a building, 网格员 of a grid cell or 值班 of a company.

    `shown_phone` is the line residents may see; it is a service number, never somebody's private one
    unless that person asked for it.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="posts")
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=PostKind)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="posts")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="posts"
    )
    shown_name = models.CharField(max_length=50, blank=True)
    shown_phone = models.CharField(max_length=20, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["place", "kind"], name="people_post_place"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person}"


class AccountManager(BaseUserManager["Account"]):
    """Only what Django's sign-in needs."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account of this user name."""
        return self.get(username=username)


@pghistory.track(exclude=["password", "last_login", "keys", "list_rows"])
class Account(AbstractBaseUser):
    """Somebody who may sign in. Rights come from role grants, never from the account itself."""

    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    display_name = models.CharField(max_length=50)
    phone_index = models.BinaryField(default=b"", db_index=True)
    phone_sealed = models.BinaryField(default=b"")
    is_active = models.BooleanField(default=True)
    by_phone = models.BooleanField(default=False, help_text="signs in by a one-time code to the phone")
    session_epoch = models.PositiveIntegerField(default=0, help_text="raised to end all sessions at once")
    keys = models.JSONField(
        default=dict, blank=True, help_text="own keys of the desks: act -> character, off"
    )

    list_rows = models.PositiveSmallIntegerField(
        default=50, db_default=50, help_text="rows on a page of the person's lists"
    )

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    def __str__(self) -> str:
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with `session_epoch`.

        Raising the epoch ends every session at once.
        """
        return salted_hmac("people.account.session", f"{self.password}:{self.session_epoch}").hexdigest()

    @property
    def phone_aad(self) -> str:
        """What the sealed phone is bound to."""
        return f"people_account.phone:{self.pk}"


@pghistory.track()
class RoleGrant(models.Model):
    """A role held in a scope (and everything below it), perhaps for one organisation."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="grants"
    )
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="grants")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "role", "scope", "place"],
                condition=models.Q(until=None),
                name="people_grant_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.role} @ {self.scope}"


@pghistory.track()
class TwoPersonRequest(models.Model):
    """A high right is given, or an account that holds one is reset, only when a second person agrees.

    `what` is "grant" (role and scope are told) or "reset" (second factor and password).
    """

    what = models.CharField(max_length=8, choices=[("grant", "grant"), ("reset", "reset")])
    account = models.ForeignKey(Account, models.CASCADE, related_name="requests")
    role = models.CharField(max_length=12, choices=Role, blank=True)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("asked_by")),
                name="people_second_person",
            ),
            models.UniqueConstraint(
                fields=["what", "account", "role", "scope"],
                condition=models.Q(decided_at=None),
                name="people_one_open_request",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.role} → {self.account}"


class TsTzRange(Func):
    """`tstzrange(a, b)` for the exclusion constraint."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class DutyShift(models.Model):
    """Who answers for an organisation in a scope during a span; one person per rank at a time."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="shifts")
    rank = models.CharField(max_length=8, choices=DutyRank)
    account = models.ForeignKey(Account, models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="people_shift_forward"
            ),
            ExclusionConstraint(
                name="people_shift_one_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("scope", RangeOperators.EQUAL),
                    ("rank", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (models.Index(fields=["organisation", "ends_at"], name="people_shift_now"),)

    def __str__(self) -> str:
        return f"{self.rank} {self.account} {self.starts_at:%m-%d %H:%M}"


@pghistory.track(exclude=["pairing_digest", "token_digest"])
class Device(models.Model):
    """A registered screen, such as the duty room's. It does not time out; it can be revoked at any moment."""

    label = models.CharField(max_length=60)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="devices")
    pairing_digest = models.BinaryField(default=b"")
    pairing_until = models.DateTimeField(null=True)
    token_digest = models.BinaryField(default=b"", db_index=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    paired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class OneTimeCode(models.Model):
    """A short-lived code asked for by a phone: six digits, ten minutes, five tries, used once.

    A number no account signs in with gets a row too, so that limits and answers are the same for all; nobody
    is sent its code.
    """

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="codes")
    phone_index = models.BinaryField(default=b"")
    digest = models.BinaryField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["phone_index", "made_at"], name="people_code_phone"),
            models.Index(fields=["made_at"], name="people_code_age"),
        )

    def __str__(self) -> str:
        return f"code for {self.account_id}"


@pghistory.track(exclude=["digest"])
class Invitation(models.Model):
    """The one-time way into a new account: choose a password, set up the second factor. Valid for minutes."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"


@pghistory.track(exclude=["digest"])
class ApiToken(models.Model):
    """A token for a program. Only its fingerprint is kept; it acts through an account's grants."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label


class Reading(models.Model):
    """A sensitive record was opened: by whom, which, why. Append-only."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.actor} read {self.what} of {self.subject}"
