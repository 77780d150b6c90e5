"""The words of an owners' vote."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VoteState(models.TextChoices):
    """Where a vote stands, as staff say it."""

    DRAFT = "draft", pgettext_lazy("vote", "Being prepared")
    NOTICE = "notice", pgettext_lazy("vote", "Announced")
    OPEN = "open", pgettext_lazy("vote", "Open")
    CLOSED = "closed", pgettext_lazy("vote", "Closed, not yet counted")
    COUNTED = "counted", pgettext_lazy("vote", "Counted, result not yet posted")
    POSTED = "posted", pgettext_lazy("vote", "Result posted, objections possible")
    FINAL = "final", pgettext_lazy("vote", "Final")
    CANCELLED = "cancelled", pgettext_lazy("vote", "Called off")
    VOID = "void", pgettext_lazy("vote", "Void after an objection")


class PublicState(models.TextChoices):
    """The same, as owners read it."""

    ANNOUNCED = "announced", pgettext_lazy("vote in public", "Announced")
    OPEN = "open", pgettext_lazy("vote in public", "Open now")
    COUNTING = "counting", pgettext_lazy("vote in public", "Closed, being counted")
    RESULT = "result", pgettext_lazy("vote in public", "Result")
    FINAL = "final", pgettext_lazy("vote in public", "Final result")
    ENDED = "ended", pgettext_lazy("vote in public", "Ended without a result")


S = VoteState
PUBLIC: dict[VoteState, PublicState] = {
    S.NOTICE: PublicState.ANNOUNCED,
    S.OPEN: PublicState.OPEN,
    S.CLOSED: PublicState.COUNTING,
    S.COUNTED: PublicState.COUNTING,
    S.POSTED: PublicState.RESULT,
    S.FINAL: PublicState.FINAL,
    S.CANCELLED: PublicState.ENDED,
    S.VOID: PublicState.ENDED,
}
SHOWN = (S.POSTED, S.FINAL)
"""States in which everybody reads the result."""


class Verb(models.TextChoices):
    """The lines of a vote's record."""

    DRAFTED = "drafted", _("prepared the vote")
    ASKED = "asked", _("wrote a question")
    UNASKED = "unasked", _("took a question out")
    LIMITED = "limited", _("named the units that are asked")
    ANNOUNCED = "announced", _("gave notice")
    OPENED = "opened", _("opened the vote and froze the roll")
    PRINTED = "printed", _("issued paper ballots")
    DELIVERED = "delivered", _("noted a delivery")
    ENTERED = "entered", _("entered a paper ballot")
    ENDED_PAPER = "ended_paper", _("took a paper ballot out of use")
    MANDATED = "mandated", _("entered a proxy")
    REVOKED = "revoked", _("took a proxy back")
    BALLOT = "ballot", _("a ballot came in")
    TURNED_AWAY = "turned_away", _("a ballot was turned away")
    CLOSED = "closed", _("closed the vote")
    COUNTED = "counted", _("counted the ballots")
    POSTED = "posted", _("posted the result")
    OBJECTED = "objected", _("objected")
    ANSWERED = "answered", _("answered an objection")
    FINISHED = "finished", _("declared the result final")
    CANCELLED = "cancelled", _("called the vote off")
    VOIDED = "voided", _("declared the vote void")


class Means(models.TextChoices):
    """How a ballot or notice was brought to an owner."""

    HAND = "hand", pgettext_lazy("delivery", "by hand, signed for")
    POST = "post", pgettext_lazy("delivery", "by registered post")
    SMS = "sms", pgettext_lazy("delivery", "by text message")
    DOOR = "door", pgettext_lazy("delivery", "put on the door")


class Reached(models.TextChoices):
    """What came of it."""

    YES = "yes", pgettext_lazy("delivery", "received")
    REFUSED = "refused", pgettext_lazy("delivery", "refused")
    ABSENT = "absent", pgettext_lazy("delivery", "nobody there")


class PaperEnd(models.TextChoices):
    """Why a paper ballot is out of use without a vote."""

    SPOILT = "spoilt", pgettext_lazy("paper", "spoilt")
    RETURNED = "returned", pgettext_lazy("paper", "given back unused")


class Why(models.TextChoices):
    """Why a ballot was turned away."""

    LATE = "late", pgettext_lazy("turned away", "after the close")
    DOUBLE = "double", pgettext_lazy("turned away", "another ballot counts already")
    FOREIGN = "foreign", pgettext_lazy("turned away", "not a ballot of this vote")
    ENDED = "ended", pgettext_lazy("turned away", "this paper was taken out of use")
    REVOKED = "revoked", pgettext_lazy("turned away", "the proxy was taken back")
