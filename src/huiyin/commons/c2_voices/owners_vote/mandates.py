"""Written authorities: who votes for an owner, how many one person may hold, how they are taken back."""

from uuid import UUID

from django.db import IntegrityError, transaction

from huiyin.commons.c2_voices.models import Ballot, Mandate, RollHead
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.files.images import CleanImage
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import BallotWay

from .casting import hold_head
from .record import must_be, vote_at_work, write
from .refusals import ProxyLimit, ProxyThere, ProxyUsed, VoteWordsMissing
from .rules import mode_of
from .words import Verb, VoteState


def mandate_of(head: RollHead) -> Mandate | None:
    """The authority that holds for a head now."""
    return Mandate.objects.filter(head=head, revoked_at=None).first()


def give_mandate(
    *, vote_id: int, head_id: UUID, agent: str, phone: str, by: Viewer, scan: CleanImage | None = None
) -> Mandate:
    """Enter a written authority. One person is known by name and telephone.

    Raises NotThere, VoteNotNow, VoteWordsMissing, ProxyThere, ProxyLimit.
    """
    vote = vote_at_work(vote_id, by, Permission.VOTE_ENTER)
    head = RollHead.objects.filter(pk=head_id, vote=vote).first()
    if head is None or BallotWay.PROXY not in mode_of(vote).ways:
        raise NotThere
    vote.state = hold_head(head)
    must_be(vote, VoteState.OPEN)
    name = "".join(agent.split())
    if not name or not phone:
        raise VoteWordsMissing
    try:
        with transaction.atomic():
            mandate = Mandate.objects.create(
                vote=vote, head=head, scope_id=vote.scope_id, agent=agent.strip()[:80],
                agent_index=crypto.blind_index("agent", f"{name}/{phone}"), scan=scan.data if scan else b"",
                given_at=now(), given_by=by.actor,
            )  # fmt: skip
    except IntegrityError as error:
        if "proxy limit" in str(error):
            raise ProxyLimit(most=vote.most_proxies) from None
        raise ProxyThere from None
    write(vote=vote, verb=Verb.MANDATED, by=by, head=head.no)
    return mandate


def revoke_mandate(*, vote_id: int, mandate_id: int, by: Viewer) -> Mandate:
    """Take an authority back, as long as nobody voted with it. Raises NotThere, VoteNotNow, ProxyUsed."""
    vote = vote_at_work(vote_id, by, Permission.VOTE_ENTER)
    mandate = Mandate.objects.filter(pk=mandate_id, vote=vote, revoked_at=None).select_related("head").first()
    if mandate is None:
        raise NotThere
    vote.state = hold_head(mandate.head)
    must_be(vote, VoteState.OPEN)
    if Ballot.objects.filter(mandate=mandate).exists():
        raise ProxyUsed
    mandate.revoked_at, mandate.revoked_by = now(), by.actor
    mandate.save(update_fields=["revoked_at", "revoked_by"])
    write(vote=vote, verb=Verb.REVOKED, by=by, head=mandate.head.no)
    return mandate
