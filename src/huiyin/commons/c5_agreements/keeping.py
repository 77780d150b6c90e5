"""While it is in force: a duty was met or not, what was given, pictures; renewed, ended."""

from dataclasses import dataclass
from datetime import date

from huiyin.ground.clock import now, today
from huiyin.ground.files.images import CleanImage
from huiyin.ground.records import digest_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .drafting import LONGEST
from .models import Agreement, Due, Duty, Given, Party, Picture, Renewal
from .record import lock_agreement, write
from .refusals import (
    AgreementWordsMissing,
    DayWrong,
    DueNotYet,
    DuePast,
    NoLedger,
    SamePictureOfAgreement,
    TermWrong,
    TooManyPicturesOfAgreement,
)
from .signing import add_days
from .words import AgreementState, DueState, Kind, Side, Verb

IN_FORCE = AgreementState.IN_FORCE
MOST_PICTURES = 40


@dataclass(frozen=True, slots=True)
class InKind:
    """One line of the ledger in kind; `quantity` and `unit` in words, such as 120 and 平方米."""

    party_no: int
    side: Side
    on: date
    what: str
    quantity: str
    unit: str


def answer_due(*, agreement_id: int, due_id: int, met: bool, words: str, by: Viewer) -> Due:
    """Write down that a duty was met, and how; or that it was not, and why. Once for each day.

    Raises NotThere, AgreementNotNow, DuePast, DueNotYet, AgreementWordsMissing.
    """
    found = lock_agreement(agreement_id, by, IN_FORCE)
    due = found.dues.select_related("duty").filter(pk=due_id).first()
    if due is None:
        raise NotThere
    told = words.strip()[:300]
    if not told:
        raise AgreementWordsMissing
    if due.state != DueState.OPEN:
        raise DuePast
    if not met and due.due_on > today():
        raise DueNotYet(day=due.due_on)
    due.state, due.words = (DueState.MET if met else DueState.UNMET), told
    due.said_by, due.said_at = by.actor, now()
    due.save(update_fields=["state", "words", "said_by", "said_at"])
    write(
        agreement=found, verb=Verb.MET if met else Verb.UNMET, by=by, no=due.duty.no,
        due=due.due_on.isoformat(), words=told,
    )  # fmt: skip
    return due


def enter_given(*, agreement_id: int, what: InKind, by: Viewer) -> Given:
    """Enter what a party gave, or did in return. Nothing is reckoned: it is written down, in words.

    Raises NotThere, AgreementNotNow, NoLedger, AgreementWordsMissing, DayWrong.
    """
    found = lock_agreement(agreement_id, by, IN_FORCE)
    if found.kind != Kind.RESOURCE:
        raise NoLedger
    party = found.parties.filter(no=what.party_no).first()
    if party is None:
        raise NotThere
    words = (what.what.strip()[:200], what.quantity.strip()[:40], what.unit.strip()[:20])
    if not all(words):
        raise AgreementWordsMissing
    if not found.begins <= what.on <= today():
        raise DayWrong
    no = found.ledger.count() + 1
    row = Given.objects.create(
        agreement=found, scope_id=found.scope_id, no=no, party=party, side=what.side, on=what.on,
        what=words[0], quantity=words[1], unit=words[2], entered_by=by.actor, entered_at=now(),
    )  # fmt: skip
    told = digest_of(party.no, what.side.value, what.on, *words)
    write(agreement=found, verb=Verb.GIVEN, by=by, no=no, digest=told)
    return row


def add_picture(
    *, agreement_id: int, words: str, picture: CleanImage, by: Viewer, party_no: int | None = None,
    due_id: int | None = None,
) -> Picture:  # fmt: skip
    """Add a picture of the paper a party signed, or of a duty that was done; exactly one of the two.

    Raises NotThere, AgreementNotNow, AgreementWordsMissing, SamePictureOfAgreement,
    TooManyPicturesOfAgreement.
    """
    found = lock_agreement(agreement_id, by, AgreementState.DRAFT, IN_FORCE)
    if not words.strip():
        raise AgreementWordsMissing
    party, due = _of(found, party_no, due_id)
    if found.pictures.filter(sha256=picture.sha256).exists():
        raise SamePictureOfAgreement
    if found.pictures.count() >= MOST_PICTURES:
        raise TooManyPicturesOfAgreement(most=MOST_PICTURES)
    made = Picture.objects.create(
        agreement=found, scope_id=found.scope_id, party=party, due=due, words=words.strip()[:120],
        body=picture.data, sha256=picture.sha256, added_by=by.actor, added_at=now(),
    )  # fmt: skip
    write(agreement=found, verb=Verb.PICTURE, by=by, id=str(made.pk), sha256=made.sha256)
    return made


def renew(*, agreement_id: int, to: date, reason: str, by: Viewer) -> Agreement:
    """It holds longer: a new last day, with the reason everybody reads; duties get their further days.

    Raises NotThere, AgreementNotNow, AgreementWordsMissing, TermWrong.
    """
    found = lock_agreement(agreement_id, by, IN_FORCE)
    why = reason.strip()[:300]
    if not why:
        raise AgreementWordsMissing
    if not found.ends < to <= found.begins + LONGEST or today() > found.ends:
        raise TermWrong
    before, found.ends = found.ends, to
    found.save(update_fields=["ends"])
    Renewal.objects.create(
        agreement=found, scope_id=found.scope_id, from_end=before, to_end=to, why=why, by=by.actor, at=now()
    )
    days = add_days(found, Duty.objects.filter(party__agreement=found), after=before)
    write(
        agreement=found, verb=Verb.RENEWED, by=by, before=before.isoformat(), to=to.isoformat(), why=why,
        days=days,
    )  # fmt: skip
    return found


def end_early(*, agreement_id: int, reason: str, by: Viewer) -> Agreement:
    """It ends today, with the reason everybody reads.

    Raises NotThere, AgreementNotNow, AgreementWordsMissing.
    """
    found = lock_agreement(agreement_id, by, IN_FORCE)
    why = reason.strip()[:300]
    if not why:
        raise AgreementWordsMissing
    end_on(found, min(today(), found.ends), why)
    write(agreement=found, verb=Verb.ENDED, by=by, on=found.ended_on and found.ended_on.isoformat(), why=why)
    return found


def end_on(found: Agreement, day: date, why: str = "") -> None:
    """It ends with a day."""
    found.state, found.state_since = AgreementState.ENDED, now()
    found.ended_on, found.ended_why = day, why
    found.save(update_fields=["state", "state_since", "ended_on", "ended_why"])


def _of(found: Agreement, party_no: int | None, due_id: int | None) -> tuple[Party | None, Due | None]:
    """What a picture is of. Raises NotThere, unless exactly one of the two is there."""
    if due_id is not None and party_no is None:
        due = found.dues.filter(pk=due_id).first()
        if due is not None:
            return None, due
    elif party_no is not None and due_id is None:
        party = found.parties.filter(no=party_no).first()
        if party is not None:
            return party, None
    raise NotThere
