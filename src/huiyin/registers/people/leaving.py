"""A company leaves an estate: everything by which its people see that estate ends at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.ground.recording import recorded
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation

from .models import Device, DutyShift, Post, RoleGrant
from .words import Permission

_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Access:
    """By what an organisation's people see an area: names of the people, and how many of the rest."""

    people: Sequence[str]
    screens: int
    shifts: int
    posts: int


def access_of(*, organisation: Organisation, scope_id: int, at: datetime, viewer: Viewer) -> Access:
    """What `end_access` would end. Raises NotThere."""
    viewer.must(Permission.ACCOUNT_WRITE, scope_id)
    inside, path = scope_tree().under([scope_id]), scope_tree().up(scope_id)
    held = RoleGrant.objects.filter(organisation=organisation, until=None, scope_id__in={*inside, *path})
    there = {"organisation": organisation, "scope_id__in": inside}
    return Access(
        people=sorted(set(held.values_list("account__display_name", flat=True))),
        screens=Device.objects.filter(**there, revoked_at=None).count(),
        shifts=DutyShift.objects.filter(**there, ends_at__gt=at).count(),
        posts=Post.objects.filter(**there, until=None).count(),
    )


@recorded
def end_access(
    *,
    organisation: Organisation,
    scope_id: int,
    at: datetime,
    by: Viewer,
    reason: str,  # noqa: ARG001 - kept in the history
) -> int:
    """End the organisation's roles, screens, duty lists and posts there; returns how many roles ended.

    A role held from above is ended and given again for the areas that are left, so that a company which loses
    one estate of several keeps the others. Raises NotThere.
    """
    by.must(Permission.ACCOUNT_WRITE, scope_id)
    inside = scope_tree().under([scope_id])
    ended = _end_roles(organisation, scope_id, inside, at)
    Device.objects.filter(organisation=organisation, scope_id__in=inside, revoked_at=None).update(
        revoked_at=at
    )
    shifts = DutyShift.objects.filter(organisation=organisation, scope_id__in=inside)
    shifts.filter(starts_at__gte=at).delete()
    shifts.filter(ends_at__gt=at).update(ends_at=at)
    posts = Post.objects.filter(organisation=organisation, scope_id__in=inside, until=None)
    posts.update(until=at.astimezone(_ZONE).date())
    return ended


def _end_roles(organisation: Organisation, scope_id: int, inside: frozenset[int], at: datetime) -> int:
    path = scope_tree().up(scope_id)
    held = RoleGrant.objects.filter(
        organisation=organisation, until=None, scope_id__in={*inside, *path}
    ).select_related("account")
    grants = list(held)
    for grant in grants:
        grant.until = at
        grant.save(update_fields=["until"])
        for left in beside(grant.scope_id, scope_id):
            RoleGrant.objects.get_or_create(
                account=grant.account, role=grant.role, scope_id=left, place=grant.place, until=None,
                defaults={"organisation": organisation, "since": at},
            )  # fmt: skip
    return len(grants)


def beside(top: int, gone: int) -> list[int]:
    """The scopes that together cover everything below `top` but `gone` (empty when `top` lies inside it)."""
    tree = scope_tree()
    way = tree.paths[gone]
    if top not in way or top == gone:
        return []
    left = []
    for above, kept in zip(way[way.index(top) :], way[way.index(top) + 1 :], strict=False):
        children = (id_ for id_, path in tree.paths.items() if len(path) > 1 and path[-2] == above)
        left += [child for child in children if child != kept]
    return sorted(left)
