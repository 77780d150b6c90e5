"""What comes in about requests handled together, and cases that rest."""

from datetime import date
from typing import Annotated

from pydantic import Field

from .values import NEWEST, OLDEST, Strict, Text, Version, Words


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
