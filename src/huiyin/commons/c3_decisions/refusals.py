"""Refusals about decisions."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class DecisionWordsMissing(Refusal):
    """A decision names what, and who decided."""

    code, status = "decision_words_missing", 422
    sentence = _("A decision names what was decided and who decided it.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class DecisionDayWrong(Refusal):
    """A decision of tomorrow is none."""

    code, status = "decision_day_wrong", 422
    sentence = _("A decision cannot be of a later day than today.")
    remedy = _("Enter the day on which it was decided.")


class DecisionNumbersWrong(Refusal):
    """n of N."""

    code, status = "decision_numbers_wrong", 422
    sentence = _("More agreed than could have a say.")
    remedy = _("Enter how many agreed, and of how many; leave both empty where nothing was counted.")


class NotDecidedYet(Refusal):
    """What it is to come from has decided nothing."""

    code, status = "not_decided_yet", 409
    sentence = _("“%(what)s” has decided nothing yet.")
    remedy = _("Wait until it is answered, or until the result of the vote is posted.")


class DecidedAlready(Refusal):
    """One source, one decision in force."""

    code, status = "decided_already", 409
    sentence = _("There is a decision on this already.")
    remedy = _("Open the decision that is there; withdraw it first if it is wrong.")


class DecisionWithdrawn(Refusal):
    """It holds no longer."""

    code, status = "decision_withdrawn", 409
    sentence = _("This decision was withdrawn.")
    remedy = _("Write a new decision down.")


class WorkUnderWay(Refusal):
    """A decision stands while its work goes on."""

    code, status = "work_under_way", 409
    sentence = _("Work goes on under this decision.")
    remedy = _("Stop the project first, with its reason.")
