"""What any way in hands over: one request in clean values, and the receipt it gets."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.links import link_token, query_code
from huiyin.casework.casefile.words import Channel, Kind
from huiyin.ground.refusals import Refusal

LONGEST_TITLE, LONGEST_CONTENT = 200, 20_000
UNDER_14 = "under_14"
"""Key of `told`: a child reported it; nobody asks for name or telephone (PIPL art. 31)."""
CALL_ME = "call_me"
"""Key of `told`: somebody who could not manage the form left a number to be called."""


class NothingSaid(Refusal):
    """No category, no words, no photo: there is nothing to act on."""

    code, status = "nothing_said", 422
    sentence = _("Please say what it is about.")
    remedy = _("Choose a tile, or write a few words, or add a photo.")


class TooLong(Refusal):
    """More text than a case can hold."""

    code, status = "too_long", 422
    sentence = _("The text is longer than %(most)s characters.")
    remedy = _("Shorten it, or add the rest as a photo or a second message.")


class Outcome(models.TextChoices):
    """What intake did with a request."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class File:
    """A cleaned picture or a voice note.

    `waits`: "photo" or "voice" when the malware scanner was silent; then `body` is as sent, read by nobody.
    """

    mime: str
    name: str
    body: bytes
    waits: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. `scope_id` is the estate or community it belongs to; `place_id` may be unknown.

    `history` marks an old record: no clocks, no notices, `received_at` as written there.
    `source` and `source_ref` are an outside system and its number; the pair comes in once.
    `told` is kept as hints for the clerk: `twin` (the id of a case said to be the same), `under_14`,
    `call_me`.
    """

    scope_id: int
    channel: Channel
    content: str = ""
    title: str = ""
    category: str = ""
    kind: Kind | str = ""
    place_id: int | None = None
    place_text: str = ""
    name: str = ""
    phone: str | None = None
    whose_home: str = ""
    private: bool = False
    wants_reply: bool = True
    files: tuple[File, ...] = field(default=())
    told: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    source_ref: str = ""
    occurred_at: datetime | None = None
    history: bool = False
    received_at: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the requester gets: the number, and the ways back."""

    case_id: UUID
    number: str
    received_at: datetime
    outcome: Outcome

    @property
    def token(self) -> str:
        """The token of the requester's link."""
        return link_token(self.case_id)

    @property
    def query_code(self) -> str:
        """The short code for a paper slip."""
        return query_code(self.case_id)
