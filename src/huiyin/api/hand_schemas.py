"""What comes in about called units, shared cases, returns and disputes."""

from typing import Annotated

from pydantic import Field

from huiyin.casework.s3_dispatch.whistles.words import Ground, Mark
from huiyin.registers.rules.words import WhistleKind

from .values import Id, Strict, Text, Version, Words


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
