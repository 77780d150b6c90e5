"""Refusals of what is asked of a platform and heard from it."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NoOpenOrder(Refusal):
    """The slip went back already, the platform took the order back, or it was no work order."""

    code, status = "no_open_order", 409
    sentence = _("This work order is not open any more.")
    remedy = _("Look at “Owed outside”: the slip went out, or the platform has taken the order back.")


class NewDayMissing(Refusal):
    """More time without a day."""

    code, status = "new_day_missing", 422
    sentence = _("Until when more time is asked for is missing.")
    remedy = _("Enter a day after today and after the day of the work order.")


class UnknownOrder(Refusal):
    """An answer about nothing we asked."""

    code, status = "unknown_order", 404
    sentence = _("No open question about the work order %(ref)s is known here.")
    remedy = _("Check the number and what the answer is about (extension, return or follow-up call).")


class AnsweredOtherwise(Refusal):
    """A second answer that says something else."""

    code, status = "answered_otherwise", 409
    sentence = _("The platform answered this before, and otherwise.")
    remedy = _("Telephone the platform. A new question can be asked when the first answer does not hold.")


class CallUnclear(Refusal):
    """A follow-up call without the question that counts."""

    code, status = "call_unclear", 422
    sentence = _("Whether it was solved is missing in the result of the follow-up call.")
    remedy = _("Fill in “solved”: yes or no. Leave it empty only when nobody was reached.")
