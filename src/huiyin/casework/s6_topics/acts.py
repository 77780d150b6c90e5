"""What people say of a topic: each word is kept for good and obeyed by every later sorting."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .keeping import next_number
from .models import Correction, Membership, Topic
from .refusals import CaseElsewhere, CaseNotHere, JoinsItselfOnly, NoneChosen, NothingLeft, PrivateStaysOut
from .saying import leave, lock_topic, members, must_say, put, refresh, step, write
from .words import STANDING, Came, TopicState, Verb

LONGEST = 80


def confirm_topic(*, topic_id: UUID, by: Viewer) -> Topic:
    """It is one problem; whoever stands in it now stays. Raises NotThere, TopicNotNow."""
    topic = lock_topic(topic_id, by)
    step(topic, Verb.CONFIRMED, now())
    write(topic=topic, verb=Verb.CONFIRMED, by=by, cases=members(topic))
    return topic


def rename_topic(*, topic_id: UUID, name: str, by: Viewer) -> Topic:
    """Call it by a name that people use. Raises NotThere, TopicNotNow, TopicWordsMissing."""
    topic, said = lock_topic(topic_id, by), must_say(name)[:LONGEST]
    step(topic, Verb.RENAMED, now(), name=said)
    write(topic=topic, verb=Verb.RENAMED, by=by, why=said)
    return topic


def split_topic(*, topic_id: UUID, case_ids: Collection[UUID], name: str, by: Viewer) -> Topic:
    """Some of its cases are a problem of their own; gives the new topic, and the two stay apart.

    Raises NotThere, TopicNotNow, TopicWordsMissing, NoneChosen, NothingLeft.
    """
    topic, at = lock_topic(topic_id, by), now()
    chosen, said = _chosen(topic, case_ids, by), must_say(name)[:LONGEST]
    if len(chosen) == len(members(topic)):
        raise NothingLeft
    step(topic, Verb.SPLIT, at)
    new = Topic.objects.create(
        scope_id=topic.scope_id, no=next_number(topic.scope_id), name=said, state=TopicState.CONFIRMED,
        came=Came.PERSON, made_at=at, touched_at=at,
    )  # fmt: skip
    put(new, chosen, by, at)
    write(topic=topic, verb=Verb.SPLIT, by=by, cases=chosen, other=new)
    write(topic=new, verb=Verb.MADE, by=by, cases=chosen, other=topic)
    refresh(topic, new)
    return new


def join_topics(*, topic_id: UUID, into_id: UUID, by: Viewer) -> Topic:
    """Two topics are one problem; gives the one that stays. Raises NotThere, TopicNotNow, JoinsItselfOnly."""
    topic, at = lock_topic(topic_id, by), now()
    same = Topic.objects.filter(pk=into_id, scope_id=topic.scope_id).exclude(pk=topic.pk)
    if not same.exists():
        raise JoinsItselfOnly
    into = lock_topic(into_id, by)
    cases = list(members(topic))
    step(topic, Verb.JOINED, at, joined_into=into)
    step(into, Verb.TOOK, at, key=into.key or topic.key)
    put(into, cases, by, at)
    write(topic=topic, verb=Verb.JOINED, by=by, cases=cases, other=into)
    write(topic=into, verb=Verb.TOOK, by=by, cases=cases, other=topic)
    refresh(into)
    return into


def reject_topic(*, topic_id: UUID, why: str, by: Viewer) -> Topic:
    """It is not one problem: its cases part, and are never put together again.

    Raises NotThere, TopicNotNow, TopicWordsMissing.
    """
    topic, said, at = lock_topic(topic_id, by), must_say(why), now()
    cases = list(members(topic))
    step(topic, Verb.REJECTED, at)
    leave(cases, by, at)
    write(topic=topic, verb=Verb.REJECTED, by=by, cases=cases, why=said)
    return topic


def take_out(*, topic_id: UUID, case_ids: Collection[UUID], why: str = "", by: Viewer) -> Topic:
    """Some of its cases do not belong to it. Raises NotThere, TopicNotNow, NoneChosen."""
    topic, at = lock_topic(topic_id, by), now()
    chosen = _chosen(topic, case_ids, by)
    step(topic, Verb.TAKEN_OUT, at)
    leave(chosen, by, at)
    write(topic=topic, verb=Verb.TAKEN_OUT, by=by, cases=chosen, why=why)
    refresh(topic)
    return topic


def put_in(*, topic_id: UUID, number: str, by: Viewer) -> Topic:
    """A case belongs to it. Raises NotThere, TopicNotNow, CaseNotHere, PrivateStaysOut, CaseElsewhere."""
    topic, at = lock_topic(topic_id, by), now()
    case, stood = _wanted(topic, number.strip(), by)
    step(topic, Verb.PUT_IN, at)
    put(topic, [case.pk], by, at)
    write(topic=topic, verb=Verb.PUT_IN, by=by, cases=[case.pk])
    refresh(topic, *([stood] if stood is not None else []))
    return topic


def settle_topic(*, topic_id: UUID, why: str, by: Viewer) -> Topic:
    """It is solved, and how; it keeps its cases and takes no new ones.

    Raises NotThere, TopicNotNow, TopicWordsMissing.
    """
    topic, said = lock_topic(topic_id, by), must_say(why)
    step(topic, Verb.SETTLED, now())
    write(topic=topic, verb=Verb.SETTLED, by=by, cases=members(topic), why=said)
    return topic


def take_up_topic(*, topic_id: UUID, why: str, by: Viewer) -> Topic:
    """It is a problem after all, with the cases it had that stand nowhere by a person's word.

    Raises NotThere, TopicNotNow, TopicWordsMissing.
    """
    topic, said, at = lock_topic(topic_id, by), must_say(why), now()
    back = _parted(topic) if topic.state == TopicState.REJECTED else []
    taken = (
        topic.key
        and Topic.objects.filter(scope_id=topic.scope_id, key=topic.key, state__in=STANDING).exists()
    )
    step(topic, Verb.TAKEN_UP, at, key="" if taken else topic.key)
    put(topic, back, by, at)
    write(topic=topic, verb=Verb.TAKEN_UP, by=by, cases=back, why=said)
    refresh(topic)
    return topic


def _chosen(topic: Topic, case_ids: Collection[UUID], by: Viewer) -> list[UUID]:
    """Those of the cases that stand in it and the viewer may see."""
    mine = cases_of(by).filter(pk__in=list(case_ids)).values_list("pk", flat=True)
    standing = members(topic)
    chosen = sorted(case for case in mine if case in standing)
    if not chosen:
        raise NoneChosen
    return chosen


def _wanted(topic: Topic, number: str, by: Viewer) -> tuple[Case, Topic | None]:
    """The case of that number, and the topic in which the program had put it."""
    here = cases_of(by).filter(scope_id__in=scope_tree().under([topic.scope_id]))
    case = here.filter(number=number).first()
    if case is None:
        raise CaseNotHere(number=number[:40])
    if case.private:
        raise PrivateStaysOut(number=case.number)
    stands = Membership.objects.filter(case=case, left_at=None).select_related("topic").first()
    if stands is not None and stands.pinned and stands.topic_id != topic.pk:
        raise CaseElsewhere(number=case.number, no=stands.topic.no)
    return case, stands.topic if stands is not None and stands.topic_id != topic.pk else None


def _parted(topic: Topic) -> list[UUID]:
    """The cases it had when it was rejected, but for those people placed elsewhere since."""
    said = Correction.objects.filter(topic=topic, verb=Verb.REJECTED).order_by("-at", "-pk").first()
    if said is None:
        raise NotThere
    cases = [UUID(case) for case in said.cases]
    placed = Membership.objects.filter(case_id__in=cases, left_at=None, pinned=True)
    return sorted(set(cases) - set(placed.values_list("case_id", flat=True)))
