"""What comes in: exact shapes. Fields that are not named here are refused, not ignored."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from huiyin.casework.casefile.words import Kind, State
from huiyin.casework.s1_intake.request import LONGEST_CONTENT, LONGEST_TITLE
from huiyin.casework.s3_dispatch.whistles.words import Ground, Mark
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction
from huiyin.registers.rules.words import Urgency, WhistleKind

BIGGEST_ID = 2**63 - 1
OLDEST, NEWEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _printable(text: str) -> str:
    """Neither NUL nor half a surrogate pair: PostgreSQL takes neither."""
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("unprintable")
    return text


def _sane(moment: datetime) -> datetime:
    if not OLDEST <= moment < NEWEST:
        raise ValueError("year")
    return moment


Text = Annotated[str, AfterValidator(_printable)]
Id = Annotated[int, Field(ge=1, le=BIGGEST_ID)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Moment = Annotated[AwareDatetime, AfterValidator(_sane)]
Number = Annotated[str, Field(pattern=r"^[0-9A-Z-]{1,40}$", description="the case number")]
Words = Annotated[Text, Field(max_length=2000)]
ChannelCode = Literal["H", "G", "N", "T", "P"]
"""A program passes on what reached another system; it never speaks as a door's code, a visit, the counter."""
KindCode = Literal["consult", "help", "complaint", "report", "suggestion", "praise"]


class Strict(Schema):
    """Base of everything that comes in."""

    model_config = ConfigDict(extra="forbid")


class Picture(Strict):
    """A photo, base64-encoded; it is drawn anew and loses its metadata."""

    name: Annotated[Text, Field(max_length=120)] = ""
    base64: Annotated[Text, Field(max_length=2_000_000)]


class NewCase(Strict):
    """A request. Say where: the code on the door, the place's id, or the estate's or community's scope."""

    place_code: Annotated[Text, Field(max_length=12)] = ""
    place_id: Id | None = None
    scope_id: Id | None = None
    place_text: Annotated[Text, Field(max_length=200)] = ""
    channel: ChannelCode = "P"
    title: Annotated[Text, Field(max_length=LONGEST_TITLE)] = ""
    content: Annotated[Text, Field(max_length=LONGEST_CONTENT)] = ""
    category: Annotated[str, Field(pattern=r"^(\d{4})?$")] = ""
    kind: KindCode | None = None
    name: Annotated[Text, Field(max_length=50)] = ""
    phone: Annotated[Text, Field(max_length=40)] = ""
    whose_home: Annotated[Text, Field(max_length=60)] = ""
    private: bool = False
    wants_reply: bool = True
    source: Annotated[Text, Field(max_length=40)] = ""
    source_ref: Annotated[Text, Field(max_length=80)] = ""
    occurred_at: Moment | None = None
    photos: Annotated[tuple[Picture, ...], Field(max_length=3)] = ()


class NewOrder(NewCase):
    """A work order of another platform: its name and number there, and its days."""

    channel: Literal["H"] = "H"
    source: Annotated[Text, Field(min_length=1, max_length=40)]
    source_ref: Annotated[Text, Field(min_length=1, max_length=80)]
    accept_by: Moment | None = None
    contact_by: Moment | None = None
    finish_by: Moment | None = None


class Given(Strict):
    """What the platform said when it took the slip."""

    receipt: Annotated[Text, Field(max_length=120)] = ""


class Slips(Strict):
    """Which slips to list; `after` is the last id seen."""

    ready: bool = True
    after: Annotated[int, Field(ge=0, le=BIGGEST_ID)] = 0


class Listing(Strict):
    """Which cases to list, oldest first."""

    state: State | None = None
    since: Moment | None = None
    cursor: Annotated[Text, Field(max_length=120)] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Nothing(Strict):
    """An act that needs no words."""


class Note(Strict):
    """Words for the colleagues."""

    note: Words = ""


class Sorted(Strict):
    """What the case is about."""

    category: Annotated[str, Field(pattern=r"^\d{4}$")]
    urgency: Urgency | None = None
    kind: Kind | None = None
    place_id: Id | None = None
    private: bool | None = None
    version: Version | None = None


class Handover(Strict):
    """To whom; without an organisation the catalogue decides."""

    organisation_id: Id | None = None
    account_id: Id | None = None
    reason: Annotated[Text, Field(max_length=200)] = ""
    version: Version | None = None


class Undo(Strict):
    """Why a dispatch is taken back."""

    reason: Annotated[Text, Field(max_length=200)] = ""
    version: Version | None = None


class Reason(Strict):
    """Why the clocks stand still, and until when (with a time zone)."""

    reason: Annotated[Text, Field(max_length=40)] = "resident_unavailable"
    until: Moment


class Why(Strict):
    """Why a job goes back."""

    reason: Annotated[Text, Field(max_length=200)]


class NewPlan(Strict):
    """How and until when."""

    steps: Words
    owner: Annotated[Text, Field(max_length=60)]
    done_by: Annotated[date, Field(ge=OLDEST.date(), le=NEWEST.date())]
    cost_fen: Annotated[int, Field(ge=0, le=2**53)] | None = None


class Answer(Strict):
    """The written answer for the resident."""

    answer: Annotated[Text, Field(max_length=5000)]
    version: Version | None = None


class Higher(Strict):
    """A change of class, asked for by who handles the case."""

    tier: Annotated[Text, Field(max_length=12)]
    reason: Annotated[Text, Field(max_length=200)]


class Decision(Strict):
    """A second person's yes or no."""

    grant: bool
    by_phone: bool = False


class Declining(Strict):
    """A lawful reason not to accept, and the words for the resident."""

    outcome: LegalOutcome
    answer: Annotated[Text, Field(max_length=5000)]


class Review(Strict):
    """The second person's review of a case not accepted."""

    uphold: bool
    note: Annotated[Text, Field(max_length=500)] = ""


class CalledUnit(Strict):
    """A unit to call, for a seat of the template, with its task."""

    organisation_id: Id
    seat: Annotated[Text, Field(max_length=20)] = ""
    task: Annotated[Text, Field(max_length=300)] = ""


class NewWhistle(Strict):
    """Call several units at once; each gets its own clock."""

    kind: WhistleKind
    ground: Ground
    reason: Annotated[Text, Field(max_length=500)]
    units: Annotated[list[CalledUnit], Field(max_length=30)]
    template: Annotated[Text, Field(max_length=20)] = ""
    version: Version | None = None


class CallOff(Strict):
    """Which unit is no longer called, and why."""

    organisation_id: Id
    reason: Annotated[Text, Field(max_length=200)]


class Rating(Strict):
    """The caller's word on what a unit delivered."""

    organisation_id: Id
    mark: Mark
    note: Annotated[Text, Field(max_length=300)] = ""


class Justified(Strict):
    """Whether the whistle was needed: a second person's word."""

    justified: bool
    note: Annotated[Text, Field(max_length=500)] = ""


class NewShare(Strict):
    """Which other area sees the case, and why; with a unit, only its people there."""

    scope_id: Id
    reason: Annotated[Text, Field(max_length=200)]
    organisation_id: Id | None = None


class ShareEnd(Strict):
    """Which area no longer sees the case."""

    scope_id: Id


class Result(Strict):
    """What the called unit did."""

    result: Words


class NewReturn(Strict):
    """Why a dispatch is given back: the rule, and who should have it."""

    legal_basis: Annotated[Text, Field(max_length=200)]
    suggested_id: Id | None = None
    suggested: Annotated[Text, Field(max_length=120)] = ""
    version: Version | None = None


class Grounds(Strict):
    """Why a dispatch is disputed."""

    grounds: Annotated[Text, Field(max_length=500)]
    version: Version | None = None


class Ruling(Strict):
    """A yes or no to a return or a dispute; with a yes, to whom the case goes."""

    grant: bool
    to_id: Id | None = None
    note: Annotated[Text, Field(max_length=300)] = ""


class Joining(Strict):
    """Which case it is the same as, by its number."""

    main: Annotated[Text, Field(max_length=40)]
    why: Annotated[Text, Field(max_length=200)] = ""
    version: Version | None = None


class Parting(Strict):
    """Why two are not the same matter after all."""

    why: Annotated[Text, Field(max_length=200)] = ""


class Splitting(Strict):
    """The second matter of a request."""

    content: Words
    category: Annotated[Text, Field(max_length=4)] = ""
    version: Version | None = None


class Resting(Strict):
    """Why a case is to rest on the pending list, what is done meanwhile, when it is looked at again."""

    reason: Annotated[Text, Field(max_length=20)]
    why: Annotated[Text, Field(max_length=500)]
    plan: Annotated[Text, Field(max_length=500)]
    review_on: Annotated[date, Field(ge=OLDEST.date(), le=NEWEST.date())]


class RestDecision(Strict):
    """The second person's decision on the pending list."""

    approve: bool
    note: Annotated[Text, Field(max_length=500)] = ""


class TimeDecision(Strict):
    """The second person's decision on more time."""

    grant: bool


class Call(Strict):
    """A follow-up call."""

    reached: bool
    contacted: bool | None = None
    solved: bool | None = None
    satisfied: Satisfaction | Literal[""] = ""
    words: Annotated[Text, Field(max_length=1000)] = ""
