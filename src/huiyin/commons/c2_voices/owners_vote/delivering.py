"""Bring the papers of a vote to its owners: who was reached how, and links by text message."""

from collections.abc import Iterable

from huiyin.commons.c2_voices.models import Delivery, RollHead, RollOwner
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_sms
from huiyin.ground.phones import is_mobile
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.owners.reads import phone_of
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import BallotWay

from .links import ballot_link
from .record import lock_vote, must_be, write
from .rules import mode_of
from .words import Means, Reached, Verb, VoteState

BATCH = 1000


def record_delivery(
    *, vote_id: int, head_ids: Iterable[object], means: Means, reached: Reached, by: Viewer,
    to_whom: str = "",
    warned: bool = False,
) -> int:  # fmt: skip
    """Note that papers were brought (or not taken); how many heads. Raises NotThere, VoteNotNow."""
    vote = lock_vote(vote_id, by, Permission.VOTE_ENTER)
    must_be(vote, VoteState.OPEN)
    heads = list(RollHead.objects.filter(vote=vote, pk__in=list(head_ids)))
    if not heads:
        raise NotThere
    at = now()
    Delivery.objects.bulk_create(
        [
            Delivery(
                vote=vote, head=head, scope_id=vote.scope_id, means=means, reached=reached,
                to_whom=to_whom.strip()[:80], warned=warned, at=at, by=by.actor,
            )
            for head in heads
        ],
        batch_size=BATCH,
    )  # fmt: skip
    write(
        vote=vote, verb=Verb.DELIVERED, by=by, heads=[head.no for head in heads][:BATCH], means=means.value,
        reached=reached.value,
    )  # fmt: skip
    return len(heads)


def send_links(*, vote_id: int, by: Viewer) -> int:
    """Queue the personal link to every owner with a mobile number, once each; how many heads are reached.

    A text message is no proof of delivery, so it is not noted as one. Raises NotThere, VoteNotNow.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.OPEN)
    if BallotWay.ONLINE not in mode_of(vote).ways:
        raise NotThere
    reached = set()
    people = (
        RollOwner.objects.filter(head__vote=vote).select_related("owner", "head").order_by("head__no", "pk")
    )
    for one in people:
        phone = phone_of(one.owner)
        if not is_mobile(phone):
            continue
        post_sms(
            scope_id=vote.scope_id, subject_id=one.head_id, topic=f"ballot:{vote.pk}",
            recipient=f"owner:{one.owner_id}", phone=phone, template="ballot",
            params={"number": vote.code, "link": ballot_link(one.head_id)},
        )  # fmt: skip
        reached.add(one.head_id)
    write(vote=vote, verb=Verb.DELIVERED, by=by, means=Means.SMS.value, sent=len(reached))
    return len(reached)
