"""Who is looking: build the viewer of a request from its account, its registered device or its API token.

Accounts are asked anew on every request, so a leaver, a revoked device or a withdrawn role ends at once.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from huiyin.ground.clock import now
from huiyin.ground.ids import digest
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer, guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.reads import under

from .models import Account, ApiToken, Device, RoleGrant
from .policy import PERMISSIONS, SECOND_FACTOR
from .reads import live_grants
from .words import Role


def viewer_of_account(account: Account, *, second_factor: bool) -> Viewer:
    """The viewer of a signed-in account. Roles that need a second factor count only when it was given."""
    grants = [
        grant
        for grant in live_grants(account.pk, now())
        if second_factor or Role(grant.role) not in SECOND_FACTOR
    ]
    return Viewer(
        kind="account",
        id=str(account.pk),
        label=account.display_name,
        role=grants[0].role if grants else "",
        grants=_permissions(grants),
        around=_around(grants),
        person_id=account.person_id,
        account_id=account.pk,
        organisation_ids=frozenset(g.organisation_id for g in grants if g.organisation_id),
        place_ids=_places(grants),
    )


def viewer_of_device(device: Device) -> Viewer:
    """The viewer of a registered duty-room screen."""
    scopes = scope_tree().under([device.scope_id])
    return Viewer(
        kind="device",
        id=str(device.pk),
        label=device.label,
        role=Role.DUTY,
        grants=dict.fromkeys(PERMISSIONS[Role.DUTY], scopes),
        around=frozenset(scope_tree().up(device.scope_id)) | scopes,
        organisation_ids=frozenset({device.organisation_id}),
    )


def viewer_of_token(token: str) -> Viewer | None:
    """The viewer behind an API token, or None when it is unknown, revoked or its account is gone.

    A person's office roles never work through a token: they need the second factor. A program's account, with
    which nobody can sign in (no password, no telephone), has only its tokens, and they carry all its roles.
    """
    found = ApiToken.objects.select_related("account").filter(digest=digest(token), revoked_at=None).first()
    if found is None or not found.account.is_active:
        return None
    program = not found.account.has_usable_password() and not found.account.by_phone
    return viewer_of_account(found.account, second_factor=program)


def device_of(request: HttpRequest) -> Device | None:
    """The registered device a request comes from."""
    token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not token:
        return None
    return Device.objects.filter(token_digest=digest(token), revoked_at=None, paired_at__isnull=False).first()


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of a page request: account first, then device, else a guest."""
    user = request.user
    if isinstance(user, Account) and user.is_active:
        verified = bool(getattr(user, "is_verified", lambda: False)())
        return viewer_of_account(user, second_factor=verified)
    device = device_of(request)
    return viewer_of_device(device) if device else guest()


def _permissions(grants: Iterable[RoleGrant]) -> dict[str, frozenset[int]]:
    held: dict[str, set[int]] = defaultdict(set)
    for grant in grants:
        scopes = scope_tree().under([grant.scope_id])
        for permission in PERMISSIONS[Role(grant.role)]:
            held[permission] |= scopes
    return {permission: frozenset(scopes) for permission, scopes in held.items()}


def _around(grants: Iterable[RoleGrant]) -> frozenset[int]:
    """The public register of everything above and below the scopes one works in."""
    tree = scope_tree()
    near = {scope_id for grant in grants for scope_id in tree.up(grant.scope_id)}
    return frozenset(near) | tree.under([grant.scope_id for grant in grants])


def _places(grants: Iterable[RoleGrant]) -> frozenset[int]:
    own = [grant.place_id for grant in grants if grant.place_id]
    if not own:
        return frozenset()
    with seen_as(SYSTEM):
        return under(own)
