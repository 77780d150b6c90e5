"""Refusals about agreements and emergency service."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class AgreementNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "agreement_not_now", 409
    sentence = _("This agreement is “%(state)s”; that step is not possible now.")
    remedy = _("Open the agreement again and choose one of the steps shown there.")


class AgreementWordsMissing(Refusal):
    """Something that has to be written is empty."""

    code, status = "agreement_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class DecisionNeeded(Refusal):
    """Only a pledge stands alone."""

    code, status = "agreement_decision_needed", 422
    sentence = _("An agreement of several parties hangs on a decision; only a pledge stands alone.")
    remedy = _("Open the decision and begin the agreement there.")


class TermWrong(Refusal):
    """The days of a term do not fit."""

    code, status = "agreement_term_wrong", 422
    sentence = _("These days do not fit: it ends after it begins, within ten years.")
    remedy = _("Enter the first and the last day as they stand on the paper.")


class PartyTwice(Refusal):
    """One body stands on a paper once."""

    code, status = "agreement_party_twice", 422
    sentence = _("This party stands in the agreement already.")
    remedy = _("Add its duty to the party that is there.")


class PartiesFull(Refusal):
    """More than a sheet holds."""

    code, status = "agreement_full", 422
    sentence = _("An agreement has at most %(parties)s parties and %(duties)s duties.")
    remedy = _("Write a second agreement for the rest.")


class SomeSigned(Refusal):
    """What was signed is not changed."""

    code, status = "agreement_some_signed", 409
    sentence = _("A party has signed already: what it signed is not changed.")
    remedy = _("Give this draft up with the reason, and begin a new one.")


class PartiesMissing(Refusal):
    """Too few parties, or one without a duty or a gain."""

    code, status = "agreement_parties_missing", 409
    sentence = _("Before anybody signs: two parties or more, each with its gain, and with a duty.")
    remedy = _("Add what is missing. A pledge may have no gain, and one party.")


class SignedAlready(Refusal):
    """One signature for one party."""

    code, status = "agreement_signed_already", 409
    sentence = _("This party has signed.")
    remedy = _("Enter the signatures of the others.")


class DayWrong(Refusal):
    """A day that cannot be."""

    code, status = "agreement_day_wrong", 422
    sentence = _("That day cannot be.")
    remedy = _("What has happened lies on today or before; what falls due, within the term.")


class DuePast(Refusal):
    """It was said already what became of it."""

    code, status = "agreement_due_said", 409
    sentence = _("It is written down already what became of this duty on that day.")
    remedy = _("Choose one that is still open.")


class DueNotYet(Refusal):
    """Not met can only be said when the day has come."""

    code, status = "agreement_due_not_yet", 422
    sentence = _("The day %(day)s has not come: it can still be met.")
    remedy = _("Say “not met” on that day or after.")


class NoLedger(Refusal):
    """A ledger in kind is for a resource for a service."""

    code, status = "agreement_no_ledger", 422
    sentence = _("Only an agreement about a resource for a service keeps a ledger of what was given.")
    remedy = _("Write here that the duty was met.")


class SamePictureOfAgreement(Refusal):
    """The same picture twice proves nothing."""

    code, status = "same_picture_of_agreement", 422
    sentence = _("This very picture is there already.")
    remedy = _("Take another picture of the same place.")


class TooManyPicturesOfAgreement(Refusal):
    """A page on a telephone has to load."""

    code, status = "too_many_pictures_of_agreement", 422
    sentence = _("An agreement has at most %(most)s pictures.")
    remedy = _("Choose those that show most.")


class ServiceOver(Refusal):
    """It has ended."""

    code, status = "emergency_over", 409
    sentence = _("This emergency service has ended; nothing is changed any more.")
    remedy = _("What the owners decided stands with their vote.")


class EmergencyWordsMissing(Refusal):
    """Reason, services and cost are told."""

    code, status = "emergency_words_missing", 422
    sentence = _("Reason, services, and what they cost have to be written: owners read them.")
    remedy = _("Write what hangs on the notice of the estate.")


class EmergencyTooLong(Refusal):
    """Six months at most."""

    code, status = "emergency_too_long", 422
    sentence = _(
        "Emergency service lasts at most %(months)s months: from %(begins)s to %(last)s (%(source)s)."
    )
    remedy = _("Choose that day or an earlier one, and let the owners choose a company until then.")


class EmergencyDaysWrong(Refusal):
    """Days in the wrong order."""

    code, status = "emergency_days_wrong", 422
    sentence = _("These days do not fit: the cost is posted first, then the service begins, then it ends.")
    remedy = _("Enter when the notice was posted, on or before the first day.")


class NotAnEstate(Refusal):
    """For an estate."""

    code, status = "emergency_not_estate", 422
    sentence = _("Emergency service is for an estate as a whole.")
    remedy = _("Choose the estate.")


class NotTheStreet(Refusal):
    """The street names it."""

    code, status = "emergency_not_street", 422
    sentence = _("The street office names the company of an emergency service; a property company serves.")
    remedy = _("Choose the street office and a property company.")


class CompanyServes(Refusal):
    """There is a company."""

    code, status = "emergency_company_serves", 409
    sentence = _("%(name)s serves this estate by the register.")
    remedy = _("When it has left, end its service in the register first.")


class ServedAlready(Refusal):
    """One at a time."""

    code, status = "emergency_served_already", 409
    sentence = _("Another emergency service of this estate holds until %(day)s.")
    remedy = _("Let it end first, or end it with the reason.")


class AgainNeedsReason(Refusal):
    """A second one directly after the first."""

    code, status = "emergency_again", 422
    sentence = _("An emergency service ended here on %(day)s: a second directly after it is an exception.")
    remedy = _("Write why the owners have not chosen yet, and who approved it.")


class ItemDone(Refusal):
    """It was handed over."""

    code, status = "emergency_item_done", 409
    sentence = _("This was handed over already.")
    remedy = _("Choose one that is still open.")


class ItemsFull(Refusal):
    """More than a page holds."""

    code, status = "emergency_items_full", 422
    sentence = _("A hand-over list has at most %(most)s lines.")
    remedy = _("Put small things together.")
