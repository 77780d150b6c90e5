"""Refusals of figures."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class MonthNotOver(Refusal):
    """A month that still runs has no final figures."""

    code, status = "month_not_over", 409
    sentence = _("This month is not over yet.")
    remedy = _("Its figures are frozen by themselves on the 5th of the next month.")


class NothingMoved(Refusal):
    """A restatement that says nothing."""

    code, status = "nothing_moved", 409
    sentence = _("Nothing has changed since this month was last told.")
    remedy = _("There is nothing to restate.")


class WhyRestated(Refusal):
    """A restatement without its reason."""

    code, status = "why_restated", 422
    sentence = _("Please write why the month is restated.")
    remedy = _("Say what was corrected, in a sentence.")
