"""Two matters in one request: a part gets its own number; and back again."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import running, stop
from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.words import MOVING, Channel, State, Verb
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Request
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .acts import align_clocks
from .linked import files_of
from .merging import end_link, take_turn, tie
from .models import Link, LinkKind, SharedFile
from .refusals import NotJoined


@dataclass(frozen=True, slots=True)
class Part:
    """What is split off: its words, its category (may be empty) and which files of the whole belong to it."""

    content: str
    category: str = ""
    file_ids: Sequence[UUID] = ()


def split(*, case_id: UUID, part: Part, by: Viewer, version: int | None = None) -> Case:
    """Give a part of a request its own number. Its clocks count from when the whole was received.

    The requester is the same; files are referred to, not copied. Raises NothingSaid, NotNow, NotThere.
    """
    whole = lock_case(case_id, version=version)
    by.must(Permission.CASE_TRIAGE, whole.scope_id)
    if whole.state not in MOVING:
        raise NotNow(state=State(whole.state).label)
    receipt = take_in(request=_request(whole, part), by=by, key=f"split:{uuid.uuid4()}", digest=b"split")
    taken, at = lock_case(receipt.case_id), now()
    link = Link.objects.create(
        kind=LinkKind.SPLIT, case=taken, main=whole, scope_id=taken.scope_id, made_by=by.actor,
        made_by_label=by.label[:80], made_at=at,
    )  # fmt: skip
    wanted = files_of(whole).filter(pk__in=list(part.file_ids))
    SharedFile.objects.bulk_create(
        SharedFile(attachment=file, case=taken, scope_id=taken.scope_id, link=link) for file in wanted
    )
    stop(case=taken, clocks=running(taken), at=at, by=by, what=What.CANCEL)
    align_clocks(case=taken, at=at, by=by, since=whole.received_at)
    write(case=whole, verb=Verb.SPLIT, by=by, at=at, number=taken.number)
    write(case=taken, verb=Verb.SPLIT_OFF, by=by, at=at, number=whole.number, files=wanted.count())
    return taken


def undo_split(*, case_id: UUID, by: Viewer, why: str = "") -> Link:
    """Take a split back: the part is handled together with the whole again; its number and thread stay.

    Raises NotJoined (it was not split off), NotJoinable, NotThere.
    """
    take_turn()
    link = Link.objects.filter(case_id=case_id, kind=LinkKind.SPLIT, undone_at=None).first()
    if link is None:
        raise NotJoined
    whole, taken, at = lock_case(link.main_id), lock_case(case_id), now()
    by.must(Permission.CASE_TRIAGE, taken.scope_id)
    end_link(link, by, at, why)
    for case, other in ((whole, taken), (taken, whole)):
        write(case=case, verb=Verb.SPLIT_UNDONE, by=by, at=at, number=other.number, why=link.undone_why)
    return tie(case=taken, main=whole, kind=LinkKind.MERGED, by=by, why=why)


def _request(whole: Case, part: Part) -> Request:
    who = Requester.objects.get(case=whole)
    sealed = bytes(who.phone_sealed)
    return Request(
        scope_id=whole.scope_id, channel=Channel(whole.channel), content=part.content, category=part.category,
        kind=whole.kind, place_id=whole.place_id, place_text=whole.place_text, name=who.name,
        phone=crypto.unseal(sealed, aad=who.phone_aad) if sealed else None, whose_home=who.whose_home,
        private=whole.private, wants_reply=who.wants_reply,
    )  # fmt: skip
