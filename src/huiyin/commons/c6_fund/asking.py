"""Put a use before the owners: exactly the homes that share the part; hear what they decided."""

from collections.abc import Mapping

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c2_voices.owners_vote.drafting import Plan, ask, draft_vote
from huiyin.commons.c2_voices.owners_vote.limiting import limit_roll
from huiyin.commons.c2_voices.owners_vote.participation import square_metres
from huiyin.commons.c2_voices.owners_vote.record import lock_vote
from huiyin.commons.c2_voices.owners_vote.roll import foresee
from huiyin.commons.c2_voices.owners_vote.rules import YES, mode_of
from huiyin.commons.c2_voices.owners_vote.spinning_off import shown_passed
from huiyin.commons.c2_voices.owners_vote.words import VoteState
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import LegalMode

from .models import FundUse
from .quoting import chosen_of
from .record import lock_use, must_be, step, units_of_record, write
from .refusals import (
    NotPassed,
    OfficialOther,
    UseNotNow,
    VoteBindsNobody,
    VoteGoesOn,
    VoteNotOfFund,
    VoteTaken,
    WrongScope,
)
from .scoping import measure_again
from .words import Path, Ratified, UseState, Verb

MATTER = "use_fund"
"""The key of 民法典 278 ⑤ in every pack of owners' decisions."""
BEFORE = (VoteState.DRAFT, VoteState.NOTICE)
LATER = (UseState.URGENT, UseState.POSTED, UseState.PAYING)
MOST_ROOMS = 5


def prepare_vote(*, use_id: int, plan: Plan, text: str, by: Viewer) -> OwnersVote:
    """Draft the vote on a use: its first question is 278 ⑤, and it asks the homes that share the part.

    Raises NotThere, UseNotNow, NotChosen, QuotationsMissing, and what `draft_vote` and `ask` raise.
    """
    use = lock_use(use_id, by)
    vote = draft_vote(scope_id=use.scope_id, plan=plan, by=by)
    ask(vote_id=vote.pk, matter=MATTER, text=text, by=by)
    limit_roll(vote_id=vote.pk, place_ids=_ours(use), by=by)
    bind_vote(use_id=use_id, vote_id=vote.pk, by=by)
    return vote


def bind_vote(*, use_id: int, vote_id: int, by: Viewer) -> FundUse:
    """Put a use before the owners by a vote that is not open yet.

    Whoever is asked beside the homes that share the part, or is left out, makes the vote worth nothing: it is
    refused here, before it opens. Raises NotThere, UseNotNow, NotChosen, QuotationsMissing, AreasMissing,
    VoteTaken, VoteBindsNobody, VoteNotOfFund, WrongScope, RollNamed.
    """
    use = lock_use(use_id, by)
    _must_ask_now(use)
    chosen = chosen_of(use)
    vote = lock_vote(vote_id, by)
    other = FundUse.objects.filter(vote=vote).exclude(state=UseState.STOPPED).exists()
    if vote.scope_id != use.scope_id or vote.state not in BEFORE or other:
        raise VoteTaken
    _must_be_of_fund(vote)
    if use.state == UseState.DRAFT:
        measure_again(use)
    asked = {unit.place_id: unit.label for head in foresee(vote).heads for unit in head}
    must_be_the_same(_ours(use), asked)
    limit_roll(vote_id=vote.pk, place_ids=asked, by=by)
    told = {
        "vote": vote.code, "homes": use.homes, "area": use.area, "approved": chosen.amount_fen,
        "units": units_of_record(use),
    }  # fmt: skip
    if use.path == Path.ORDINARY:
        step(use=use, verb=Verb.BOUND, by=by, data=told, vote=vote, approved_fen=chosen.amount_fen)
    else:
        use.vote = vote
        use.save(update_fields=["vote"])
        write(use=use, verb=Verb.BOUND, by=by, **told)
    return use


def unbind_vote(*, use_id: int, by: Viewer) -> FundUse:
    """Take a use from a vote that was called off, is void, or failed; it may be put before the owners anew.

    Raises NotThere, UseNotNow, VoteGoesOn.
    """
    use = lock_use(use_id, by)
    vote = use.vote
    if vote is None or use.ratified in (Ratified.YES, Ratified.NO):
        raise UseNotNow(state=UseState(use.state).label)
    if not _decided_nothing(vote):
        raise VoteGoesOn
    if use.path == Path.ORDINARY:
        step(use=use, verb=Verb.UNBOUND, by=by, data={"vote": vote.code}, vote=None, approved_fen=0)
    else:
        use.vote = None
        use.save(update_fields=["vote"])
        write(use=use, verb=Verb.UNBOUND, by=by, vote=vote.code)
    return use


def hear_owners(*, use_id: int, by: Viewer) -> FundUse:
    """Note what the owners said afterwards of an emergency.

    Raises NotThere, UseNotNow, NotPassed while there is no result, WrongScope, OfficialOther.
    """
    use = lock_use(use_id, by)
    must_be(use, *LATER)
    if use.ratified != Ratified.OWED or use.vote is None:
        raise UseNotNow(state=UseState(use.state).label)
    if use.vote.state == VoteState.FINAL and not shown_passed(use.vote):
        verb, says = Verb.REFUSED, Ratified.NO
    else:
        must_have_passed(use)
        verb, says = Verb.RATIFIED, Ratified.YES
    use.ratified = says
    use.save(update_fields=["ratified"])
    write(use=use, verb=verb, by=by, vote=use.vote.code)
    return use


def must_have_passed(use: FundUse) -> None:
    """Whether exactly the homes that share the part agreed, by a posted result that binds.

    Raises NotPassed, VoteNotOfFund, VoteBindsNobody, WrongScope, OfficialOther.
    """
    vote = use.vote
    if vote is None or not shown_passed(vote):
        raise NotPassed
    _must_be_of_fund(vote)
    if vote.mode == LegalMode.IMPORTED:
        whole = int(vote.result.figures[0]["whole"][0])
        if whole != use.area:
            raise OfficialOther(theirs=square_metres(whole), ours=square_metres(use.area))
        return
    must_be_the_same(_ours(use), dict(vote.units.values_list("place_id", "label")))


def must_be_the_same(ours: Mapping[int, str], asked: Mapping[int, str]) -> None:
    """Place and label of the homes that share the part, and of those that are asked. Raises WrongScope."""
    more = [label for place, label in asked.items() if place not in ours]
    less = [label for place, label in ours.items() if place not in asked]
    if more or less:
        raise WrongScope(more=len(more), more_rooms=_rooms(more), less=len(less), less_rooms=_rooms(less))


def _ours(use: FundUse) -> dict[int, str]:
    return dict(use.units.order_by("no").values_list("place_id", "label"))


def _must_ask_now(use: FundUse) -> None:
    if use.path == Path.ORDINARY:
        must_be(use, UseState.DRAFT)
        return
    must_be(use, *LATER)
    if use.vote_id is not None or use.ratified != Ratified.OWED:
        raise UseNotNow(state=UseState(use.state).label)


def _must_be_of_fund(vote: OwnersVote) -> None:
    first = vote.questions.order_by("no").first()
    if first is None or first.matter != MATTER or first.letters[0][0] != YES:  # for or against, no choice
        raise VoteNotOfFund
    if not mode_of(vote).binding:
        raise VoteBindsNobody


def _decided_nothing(vote: OwnersVote) -> bool:
    if vote.state == VoteState.FINAL:
        return not shown_passed(vote)
    return vote.state in (VoteState.CANCELLED, VoteState.VOID)


def _rooms(labels: list[str]) -> str:
    if not labels:
        return ""
    more = "…" if len(labels) > MOST_ROOMS else ""
    return f"（{'、'.join(labels[:MOST_ROOMS])}{more}）"
