"""Who is on duty, who holds a role, who is named for a place."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.ground import crypto
from huiyin.ground.gathering import read_once

from .models import Account, DutyShift, Post, RoleGrant
from .words import DutyRank, PostKind, Role


@read_once
def on_duty(
    *, organisation_id: int, rank: DutyRank, at: datetime, scope_ids: Iterable[int] = ()
) -> Account | None:
    """Who answers for the organisation in this rank at the moment.

    A list for the nearest scope goes first.
    """
    shifts = DutyShift.objects.filter(
        organisation_id=organisation_id, rank=rank, starts_at__lte=at, ends_at__gt=at, account__is_active=True
    ).select_related("account")
    nearest = {scope_id: order for order, scope_id in enumerate(scope_ids)}
    found = sorted(shifts, key=lambda shift: nearest.get(shift.scope_id, len(nearest)))
    return found[0].account if found else None


def duty_now(organisation_ids: Iterable[int], at: datetime) -> Sequence[DutyShift]:
    """Who answers for these organisations at the moment, all ranks, the first to be called first."""
    shifts = DutyShift.objects.filter(
        organisation_id__in=organisation_ids, starts_at__lte=at, ends_at__gt=at, account__is_active=True
    ).select_related("account", "organisation", "scope")
    order = {rank: place for place, rank in enumerate(DutyRank)}
    return sorted(shifts, key=lambda shift: (order[DutyRank(shift.rank)], shift.scope_id))


@read_once
def holders(*, role: Role, scope_ids: Sequence[int], organisation_id: int | None = None) -> QuerySet[Account]:
    """Active accounts that hold a role in one of the scopes (for one organisation, when given)."""
    grants = RoleGrant.objects.filter(role=role, scope_id__in=scope_ids, until=None)
    if organisation_id is not None:
        grants = grants.filter(organisation_id=organisation_id)
    return Account.objects.filter(pk__in=grants.values("account_id"), is_active=True).order_by("pk")


def named_for(place_ids: Sequence[int]) -> Sequence[Post]:
    """The named people of a place, the nearest first (`place_ids`: from the place up to the estate)."""
    posts = Post.objects.filter(
        place_id__in=place_ids, until=None,
        kind__in=(PostKind.BUILDING_HEAD, PostKind.ENTRANCE_HEAD, PostKind.LIAISON, PostKind.GRID_OFFICER),
    )  # fmt: skip
    nearest: dict[int | None, int] = {place_id: order for order, place_id in enumerate(place_ids)}
    return sorted(posts, key=lambda post: nearest[post.place_id])


def shown_post(person_id: int) -> Post | None:
    """A post of a person with a line residents may see; the newest when there are several."""
    posts = Post.objects.filter(person_id=person_id, until=None).exclude(shown_phone="")
    return posts.order_by("-since", "-pk").first()


def phone_of(account: Account) -> str | None:
    """The phone an account signs in with, in clear; for the outbox only."""
    sealed = bytes(account.phone_sealed)
    return crypto.unseal(sealed, aad=account.phone_aad) if sealed else None


def live_grants(account_id: int, at: datetime) -> QuerySet[RoleGrant]:
    """The roles an account holds at the moment, the oldest first."""
    lasting = Q(until=None) | Q(until__gt=at)
    return RoleGrant.objects.filter(lasting, account_id=account_id, since__lte=at).order_by("pk")
