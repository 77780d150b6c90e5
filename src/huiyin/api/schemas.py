"""What comes in: exact shapes. Fields that are not named here are refused, not ignored."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from huiyin.casework.casefile.words import Kind, State
from huiyin.casework.s1_intake.request import LONGEST_CONTENT, LONGEST_TITLE
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction
from huiyin.registers.rules.words import Urgency

from .values import (
    BIGGEST_ID,
    NEWEST,
    OLDEST,
    ChannelCode,
    Id,
    KindCode,
    Moment,
    Strict,
    Text,
    Version,
    Words,
)


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
    delegate_of: Literal["", "party", "people", "cppcc"] = ""
    reply_by: Annotated[date, Field(ge=OLDEST.date(), le=NEWEST.date())] | None = None


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


class Call(Strict):
    """A follow-up call."""

    reached: bool
    contacted: bool | None = None
    solved: bool | None = None
    satisfied: Satisfaction | Literal[""] = ""
    words: Annotated[Text, Field(max_length=1000)] = ""
