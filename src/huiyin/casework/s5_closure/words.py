"""The words of endings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Satisfaction(models.TextChoices):
    """The second question; the first is: solved or not."""

    YES = "yes", _("Satisfied")
    BASIC = "basic", _("More or less")
    NO = "no", _("Not satisfied")


class VerdictBy(models.TextChoices):
    """Whose word it is. Only the requester's own counts as confirmed."""

    REQUESTER = "requester", _("The resident")
    CALLER = "caller", _("By telephone, written down by a clerk")


class LegalOutcome(models.TextChoices):
    """The six lawful ways not to accept a case (接诉即办条例 11(3))."""

    EMERGENCY = "emergency", _("Handed to 110, 119, 120 or 122")
    LEGAL_CHANNEL = "legal_channel", _("Belongs to court, arbitration, review or petition")
    SAME_MATTER = "same_matter", _("Same matter is being handled or was answered, nothing new")
    SECRET = "secret", _("State or commercial secret, or privacy")
    BEYOND_DUTY = "beyond_duty", _("Beyond the duty of public bodies; told another way")
    UNLAWFUL = "unlawful", _("Against the law or good custom")


class WithdrawalReason(models.TextChoices):
    """Why somebody takes a request back; "other" needs the own words."""

    BY_ITSELF = "by_itself", _("It has settled itself")
    MISTAKE = "mistake", _("Sent by mistake")
    NO_LONGER = "no_longer", _("I no longer want it")
    OTHER = "other", _("Another reason")


class OwedKind(models.TextChoices):
    """What is owed for a request beside the answer to the person (report 000: each source has its duty)."""

    SLIP = "slip", _("Return slip")
    REPLY = "reply", _("Written reply")


class DelegateOffice(models.TextChoices):
    """Two kinds of delegates and the committee members (两代表一委员, report 000)."""

    PARTY = "party", _("Party congress")
    PEOPLE = "people", _("People's congress")
    CPPCC = "cppcc", _("Political consultative conference")


class RequestKind(models.TextChoices):
    """What is asked of the platform a work order came from."""

    EXTENSION = "extension", _("More time")
    RETURN = "return", _("Return of the order")


class GivenBy(models.TextChoices):
    """How it went out."""

    TABLE = "table", _("In a table")
    PLATFORM = "platform", _("Through the platform's own interface")
    PROGRAM = "program", _("Fetched by a program")
    LETTER = "letter", _("As a letter")
