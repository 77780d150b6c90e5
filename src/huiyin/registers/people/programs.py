"""Keep registered screens and the tokens of programs. In the history with the actor."""

from datetime import timedelta

from huiyin.ground.clock import now
from huiyin.ground.ids import digest, link_token, query_code
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation

from .accounts import account_for, keeps
from .models import Account, ApiToken, Device
from .words import Permission

PAIRING = timedelta(minutes=15)
"""How long a pairing code is good for."""


@recorded
def register_screen(
    *, label: str, scope_id: int, organisation: Organisation, by: Viewer
) -> tuple[Device, str]:
    """A new duty-room screen and its pairing code, good for 15 minutes, shown once. Raises NotThere."""
    by.must(Permission.ACCOUNT_WRITE, scope_id)
    by.must(Permission.ACCOUNT_WRITE, organisation.scope_id)
    if by.account_id is None:
        raise NotThere
    code = query_code()
    device = Device.objects.create(
        label=label.strip(), scope_id=scope_id, organisation=organisation, made_by_id=by.account_id,
        pairing_digest=digest(code), pairing_until=now() + PAIRING,
    )  # fmt: skip
    return device, code


@recorded
def revoke_screen(*, device: Device, by: Viewer, reason: str = "") -> Device:  # noqa: ARG001 - kept in the history
    """Sign a screen out at once, for good. Repeating changes nothing. Raises NotThere."""
    by.must(Permission.ACCOUNT_WRITE, device.scope_id)
    if device.revoked_at is None:
        device.revoked_at, device.pairing_digest, device.token_digest = now(), b"", b""
        device.save(update_fields=["revoked_at", "pairing_digest", "token_digest"])
    return device


@recorded
def make_token(*, account: Account, label: str, by: Viewer) -> tuple[ApiToken, str]:
    """A token for a program, shown once; it acts through the account's roles. Raises NotThere."""
    account_for(by, account.pk)
    if account.pk == by.account_id or not keeps(by, account, now()):
        raise NotThere
    token = link_token()
    return ApiToken.objects.create(
        account=account, label=label.strip(), digest=digest(token), made_at=now()
    ), token


@recorded
def revoke_token(*, token: ApiToken, by: Viewer, reason: str = "") -> ApiToken:  # noqa: ARG001 - see revoke_screen
    """End a token at once. Repeating changes nothing. Raises NotThere."""
    account_for(by, token.account_id)
    if token.revoked_at is None:
        token.revoked_at = now()
        token.save(update_fields=["revoked_at"])
    return token
