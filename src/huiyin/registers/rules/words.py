"""The words rule packs are written in. Plain enums: no Django models, usable by pure code."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PackKind(StrEnum):
    """What a pack holds."""

    CATEGORY = "category"
    CALENDAR = "calendar"
    SERVICE_LEVEL = "service_level"
    RATE = "rate"
    ALARM = "alarm"
    PROCEDURE = "procedure"
    COOPERATION = "cooperation"
    DECISION = "decision"
    DELIBERATION = "deliberation"
    ELECTION = "election"
    FUND = "fund"


class ElectionNeed(StrEnum):
    """What a step of an election cannot be left without."""

    PAPER = "paper"
    ROLL = "roll"
    POSTING = "posting"
    NOMINEES = "nominees"
    VETTING = "vetting"
    LIST = "list"
    COUNT = "count"


class ElectionBase(StrEnum):
    """Of whom more than half has to be for somebody: of those who should be there, or of those who are."""

    ROLL = "roll"
    PRESENT = "present"


class Confidence(StrEnum):
    """How well a value is known; shown beside every rule as its basis (依据)."""

    A = "A"
    B = "B"
    C = "C"
    M = "M"
    R = "R"


class Urgency(StrEnum):
    """Urgency classes; the time limits belong to the service level, not to the class."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    N = "N"
    H = "H"
    Q = "Q"

    @property
    def emergency(self) -> bool:
        """E-classes run through holidays."""
        return self in {Urgency.E0, Urgency.E1, Urgency.E2}


class Step(StrEnum):
    """The four steps by which neighbours settle a matter (四步法)."""

    RAISE = "raise"
    DISCUSS = "discuss"
    ANSWER = "answer"
    RATE = "rate"


class ClockKind(StrEnum):
    """What a clock measures."""

    ACKNOWLEDGE = "acknowledge"
    ACCEPT = "accept"
    CONTACT = "contact"
    ARRIVE = "arrive"
    FIX = "fix"
    MAJOR = "major"
    PLAN = "plan"
    FINISH = "finish"
    REPORT_IN = "report_in"
    DELIVER = "deliver"


class Unit(StrEnum):
    """In what a limit is counted."""

    NATURAL_SECONDS = "natural_seconds"
    NATURAL_DAYS = "natural_days"
    WORKING_SECONDS = "working_seconds"
    WORKING_DAYS = "working_days"


class StartEvent(StrEnum):
    """The event at which a clock starts."""

    INTAKE = "intake"
    DISPATCH = "dispatch"
    REOPEN = "reopen"


class StopEvent(StrEnum):
    """The event that meets a clock."""

    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    ARRIVED = "arrived"
    DONE = "done"
    PLAN_TOLD = "plan_told"
    ANSWERED = "answered"
    REPORTED = "reported"
    DELIVERED = "delivered"


class Who(StrEnum):
    """Whom a step of the ladder tells."""

    HANDLER = "handler"
    DEPUTY = "deputy"
    MANAGER = "manager"
    COMMUNITY = "community"
    STREET = "street"


class Means(StrEnum):
    """How a step of the ladder tells."""

    SCREEN = "screen"
    SMS = "sms"
    CALL = "call"


class LegalMode(StrEnum):
    """What a vote of owners is in law: on paper, here on line too, a mere consultation, or held elsewhere."""

    WRITTEN = "written"
    ONLINE = "online"
    CONSULTATIVE = "consultative"
    IMPORTED = "imported"


class BallotWay(StrEnum):
    """How a ballot comes in."""

    ONLINE = "online"
    PAPER = "paper"
    ONSITE = "onsite"
    PROXY = "proxy"


class Silence(StrEnum):
    """What a ballot that was handed over and not returned counts as."""

    ABSENT = "absent"
    ABSTAINS = "abstains"
    MAJORITY = "majority"


class HeadCount(StrEnum):
    """Who is one head: an owner with all units, or every unit by itself."""

    OWNER = "owner"
    UNIT = "unit"


class Repeated(StrEnum):
    """Which of several ballots of one owner counts."""

    FIRST = "first"
    LAST = "last"


class HomeList(StrEnum):
    """How the list of homes is posted with a result: it tells who took part, never a name, never a choice."""

    FULL = "full"
    MASKED = "masked"
    NONE = "none"


class UnitUse(StrEnum):
    """What a unit with its own title is."""

    DWELLING = "dwelling"
    SHOP = "shop"
    PARKING = "parking"
    STORE = "store"


class Around(StrEnum):
    """Where cases of a kind come again: one pipe run, one stairwell, one building, one facility or gate."""

    RISER = "riser"
    STAIRWELL = "stairwell"
    BUILDING = "building"
    SPOT = "spot"


class WhistleKind(StrEnum):
    """Why several parties are called at once (three kinds on the official page, domain facts 1.5)."""

    STREET = "street"
    ENFORCEMENT = "enforcement"
    EMERGENCY = "emergency"


AROUND_LABELS: dict[Around, Promise] = {
    Around.RISER: pgettext_lazy("around", "one pipe run (same door number on every floor)"),
    Around.STAIRWELL: pgettext_lazy("around", "one stairwell"),
    Around.BUILDING: pgettext_lazy("around", "one building"),
    Around.SPOT: pgettext_lazy("around", "one facility or gate"),
}

MODE_LABELS: dict[LegalMode, Promise] = {
    LegalMode.WRITTEN: pgettext_lazy("vote", "Written vote, binding"),
    LegalMode.ONLINE: pgettext_lazy("vote", "On line and on paper, binding"),
    LegalMode.CONSULTATIVE: pgettext_lazy("vote", "Consultation, not binding"),
    LegalMode.IMPORTED: pgettext_lazy("vote", "Held on the official system, result entered here"),
}

WAY_LABELS: dict[BallotWay, Promise] = {
    BallotWay.ONLINE: pgettext_lazy("ballot", "on line"),
    BallotWay.PAPER: pgettext_lazy("ballot", "on paper"),
    BallotWay.ONSITE: pgettext_lazy("ballot", "on site"),
    BallotWay.PROXY: pgettext_lazy("ballot", "by proxy"),
}

SILENCE_LABELS: dict[Silence, Promise] = {
    Silence.ABSENT: pgettext_lazy("silence", "not returned: does not take part"),
    Silence.ABSTAINS: pgettext_lazy("silence", "not returned: takes part and abstains"),
    Silence.MAJORITY: pgettext_lazy("silence", "not returned: goes with the majority"),
}

REPEATED_LABELS: dict[Repeated, Promise] = {
    Repeated.FIRST: pgettext_lazy("ballot", "the first ballot counts"),
    Repeated.LAST: pgettext_lazy("ballot", "the last ballot before the close counts"),
}

USE_LABELS: dict[UnitUse, Promise] = {
    UnitUse.DWELLING: pgettext_lazy("unit", "Dwelling"),
    UnitUse.SHOP: pgettext_lazy("unit", "Shop"),
    UnitUse.PARKING: pgettext_lazy("unit", "Parking space"),
    UnitUse.STORE: pgettext_lazy("unit", "Store room"),
}

WHISTLE_LABELS: dict[WhistleKind, Promise] = {
    WhistleKind.STREET: pgettext_lazy("whistle", "A matter we cannot solve alone"),
    WhistleKind.ENFORCEMENT: pgettext_lazy("whistle", "Joint enforcement"),
    WhistleKind.EMERGENCY: pgettext_lazy("whistle", "Emergency"),
}

CONFIDENCE_LABELS: dict[Confidence, Promise] = {
    Confidence.A: _("read in the text of the law or notice"),
    Confidence.B: _("stated by an official or press page"),
    Confidence.C: _("weak or partial source, a default only"),
    Confidence.M: _("general knowledge, unconfirmed"),
    Confidence.R: _("our own reading or proposal"),
}

URGENCY_LABELS: dict[Urgency, Promise] = {
    Urgency.E0: pgettext_lazy("urgency", "Emergency, at once"),
    Urgency.E1: pgettext_lazy("urgency", "Urgent, within hours"),
    Urgency.E2: pgettext_lazy("urgency", "Urgent, within a day"),
    Urgency.N: pgettext_lazy("urgency", "General"),
    Urgency.H: pgettext_lazy("urgency", "Hard"),
    Urgency.Q: pgettext_lazy("urgency", "Question"),
}

CLOCK_LABELS: dict[ClockKind, Promise] = {
    ClockKind.ACKNOWLEDGE: pgettext_lazy("clock", "Acknowledge"),
    ClockKind.ACCEPT: pgettext_lazy("clock", "Accept"),
    ClockKind.CONTACT: pgettext_lazy("clock", "First contact"),
    ClockKind.ARRIVE: pgettext_lazy("clock", "On site"),
    ClockKind.FIX: pgettext_lazy("clock", "Solved"),
    ClockKind.MAJOR: pgettext_lazy("clock", "Solved (major)"),
    ClockKind.PLAN: pgettext_lazy("clock", "Plan told"),
    ClockKind.FINISH: pgettext_lazy("clock", "Answered"),
    ClockKind.REPORT_IN: pgettext_lazy("clock", "Report-in"),
    ClockKind.DELIVER: pgettext_lazy("clock", "Result delivered"),
}

WHO_LABELS: dict[Who, Promise] = {
    Who.HANDLER: pgettext_lazy("ladder", "handler"),
    Who.DEPUTY: pgettext_lazy("ladder", "second person on duty"),
    Who.MANAGER: pgettext_lazy("ladder", "manager"),
    Who.COMMUNITY: pgettext_lazy("ladder", "community"),
    Who.STREET: pgettext_lazy("ladder", "subdistrict"),
}
