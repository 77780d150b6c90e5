"""Tokens for programs: shown once, kept as a fingerprint, withdrawn at any moment."""

from huiyin.ground.clock import now
from huiyin.ground.ids import digest, link_token
from huiyin.ground.refusals import NotThere

from .models import Account, ApiToken, RoleGrant
from .words import Role


def make_program(*, username: str, label: str) -> Account:
    """An account for a program: nobody can sign in with it, its tokens are its only way in."""
    account = Account(username=username, display_name=label)
    account.set_unusable_password()
    account.save()
    return account


def grant_program(
    *, account: Account, role: Role, scope_id: int, organisation_id: int | None = None
) -> RoleGrant:
    """Let a program act in a role."""
    return RoleGrant.objects.create(
        account=account, role=role, scope_id=scope_id, organisation_id=organisation_id, since=now()
    )


def issue_token(*, account: Account, label: str) -> str:
    """A new token (24 characters, 143 random bits). It cannot be shown again."""
    token = link_token()
    ApiToken.objects.create(account=account, label=label[:60], digest=digest(token), made_at=now())
    return token


def revoke_token(*, token_id: int) -> None:
    """Withdraw a token; it is dead in every process within two seconds. Raises NotThere."""
    if not ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=now()):
        raise NotThere
