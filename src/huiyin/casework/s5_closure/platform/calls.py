"""The platform's own follow-up call (回访结果): the three questions, asked by one who did not handle it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s5_closure.acts import hand_to_follow_up
from huiyin.casework.s5_closure.follow_up import Said, take_call
from huiyin.casework.s5_closure.words import GivenBy
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role

from .hearing import order_for
from .models import PlatformCall
from .refusals import CallUnclear

WAITS_FOR_A_WORD = (State.PROPOSED, State.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Heard:
    """One call. `reached` False: nobody answered, no question was. `key`: the platform's number of it."""

    ref: str
    reached: bool = True
    contacted: bool | None = None
    solved: bool | None = None
    satisfied: str = ""
    words: str = ""
    called_at: datetime | None = None
    platform: str = ""
    key: str = ""

    @property
    def known_by(self) -> str:
        """What tells this call from another one of the same order."""
        if self.key.strip():
            return self.key.strip()[:80]
        said = f"{self.called_at}|{self.reached}|{self.contacted}|{self.solved}|{self.satisfied}|{self.words}"
        return "#" + hashlib.sha256(said.encode()).hexdigest()[:24]


def hear_call(*, heard: Heard, how: GivenBy, by: Viewer) -> tuple[PlatformCall, bool]:
    """Write the call down; with whether it was new. The very same once more changes nothing.

    While the case waits for its requester's word, this is it: solved, it ends as attested; not solved, it is
    reopened. Where the requester has spoken, or nobody has answered yet, the line stands beside and the
    clerks are told of a "not solved". Raises UnknownOrder, CallUnclear, NotThere.
    """
    if heard.reached and heard.solved is None:
        raise CallUnclear
    owed = order_for(ref=heard.ref, platform=heard.platform, by=by)
    case, at = lock_case(owed.case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    known = PlatformCall.objects.filter(owed=owed, key=heard.known_by).first()
    if known is not None:
        return known, False
    call = PlatformCall.objects.create(
        owed=owed, scope_id=owed.scope_id, key=heard.known_by, called_at=heard.called_at,
        contacted=heard.contacted, solved=heard.solved, satisfied=heard.satisfied,
        words=heard.words.strip()[:1000], how=how, actor=by.actor, heard_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.PLATFORM_CALLED, by=by, at=at, to=owed.to, ref=owed.ref, reached=heard.reached,
          contacted=call.contacted, solved=call.solved, satisfied=call.satisfied,
          words=call.words)  # fmt: skip
    if case.state in WAITS_FOR_A_WORD:
        _take_as_word(case, call, reached=heard.reached)
    elif call.solved is False:
        _tell(case, call)
    return call, True


def _take_as_word(case: Case, call: PlatformCall, *, reached: bool) -> None:
    """As a clerk's own call (follow_up.py), only that the hotline made it; the program writes it down.

    A call that reached nobody counts as an attempt where calls are made, and changes nothing elsewhere.
    """
    if not reached and case.state != State.FOLLOW_UP:
        return
    hand_to_follow_up(case_id=case.pk, round_no=case.reopened + 1, why="platform")
    said = Said(call.contacted, call.solved, call.satisfied) if reached else None
    caller = f"platform:{call.owed.to}"
    take_call(case=lock_case(case.pk), said=said, words=call.words, caller=caller, by=SYSTEM)


def _tell(case: Case, call: PlatformCall) -> None:
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"platform-call:{call.pk}",
        account_ids=sorted(clerk.pk for clerk in clerks), template="platform-not-solved",
        params={"number": case.number, "to": call.owed.to},
    )  # fmt: skip
