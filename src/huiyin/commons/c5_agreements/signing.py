"""Parties sign; when all have, it is in force and its duties get their days."""

from collections.abc import Iterable
from datetime import date

from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .drafting import DRAFT, LONGEST
from .models import Agreement, Due, Duty, Party, Signature
from .record import lock_agreement, write
from .refusals import AgreementWordsMissing, DayWrong, PartiesMissing, SignedAlready
from .terms import due_days
from .words import AgreementState, Kind, Verb


def sign(*, agreement_id: int, party_no: int, on: date, signed_by: str, by: Viewer) -> Agreement:
    """Enter that a party has signed the paper, on which day, and who signed for it.

    The name is no part of the record: only those who keep the agreement read it. The last signature puts the
    agreement in force. Raises NotThere, AgreementNotNow, PartiesMissing, SignedAlready, DayWrong,
    AgreementWordsMissing.
    """
    found = lock_agreement(agreement_id, by, DRAFT)
    parties = list(found.parties.prefetch_related("duties"))
    party = next((one for one in parties if one.no == party_no), None)
    if party is None:
        raise NotThere
    _must_be_whole(found, parties)
    if party.signed_on is not None:
        raise SignedAlready
    if not today() - LONGEST <= on <= today():
        raise DayWrong
    if not signed_by.strip():
        raise AgreementWordsMissing
    party.signed_on = on
    party.save(update_fields=["signed_on"])
    Signature.objects.create(
        party=party, scope_id=found.scope_id, signed_by=signed_by.strip()[:80], entered_by=by.actor,
        entered_at=now(),
    )  # fmt: skip
    write(agreement=found, verb=Verb.SIGNED, by=by, no=party_no, on=on.isoformat())
    if all(one.signed_on is not None for one in parties):
        _in_force(found, parties, by)
    return found


def add_days(found: Agreement, duties: Iterable[Duty], after: date | None = None) -> int:
    """Give duties their days up to the end of the term; `after`: only those later. Returns how many."""
    rows = [
        Due(duty=duty, agreement=found, scope_id=found.scope_id, due_on=day)
        for duty in duties
        for day in due_days(duty.rhythm, duty.first_on, found.ends)  # type: ignore[arg-type]  # a text of Rhythm
        if after is None or day > after
    ]
    Due.objects.bulk_create(rows)
    return len(rows)


def _in_force(found: Agreement, parties: Iterable[Party], by: Viewer) -> None:
    found.state, found.state_since = AgreementState.IN_FORCE, now()
    found.save(update_fields=["state", "state_since"])
    days = add_days(found, (duty for party in parties for duty in party.duties.all()))
    write(agreement=found, verb=Verb.IN_FORCE, by=by, days=days)


def _must_be_whole(found: Agreement, parties: list[Party]) -> None:
    """Two parties or more, each with its gain and a duty; a pledge: one or more, each with a duty."""
    pledge = found.kind == Kind.PLEDGE
    if len(parties) < (1 if pledge else 2):
        raise PartiesMissing
    for one in parties:
        if not one.duties.all() or not (one.gain or pledge):
            raise PartiesMissing
