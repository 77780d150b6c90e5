"""The shapes of single values that come in, and the base of everything that does."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

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
