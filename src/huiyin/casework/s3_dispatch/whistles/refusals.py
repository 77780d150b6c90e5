"""Refusals of whistles."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class WhistleReason(Refusal):
    """A whistle without a justification cannot be reviewed."""

    code, status = "whistle_reason", 422
    sentence = _("Why the others are needed is missing.")
    remedy = _("Write in a sentence why you cannot solve this without them.")


class NobodyCalled(Refusal):
    """A whistle needs a party."""

    code, status = "nobody_called", 422
    sentence = _("No party was chosen.")
    remedy = _("Choose at least one unit to call.")


class CalledAlready(Refusal):
    """The same party twice for one case."""

    code, status = "called_already", 409
    sentence = _("%(names)s is called for this case already.")
    remedy = _("Leave it out, or take the older call back first.")


class NotCalled(Refusal):
    """The viewer's unit has no open call here."""

    code, status = "not_called", 409
    sentence = _("Your unit is not called for this case, or has delivered already.")
    remedy = _("Open the list of calls again.")


class NoSuchCall(Refusal):
    """The caller names a unit that is not called."""

    code, status = "no_such_call", 409
    sentence = _("This unit is not called for this case.")
    remedy = _("Look at the case's page for whom it has called.")


class ResultMissing(Refusal):
    """A result without words."""

    code, status = "result_missing", 422
    sentence = _("What your unit did is missing.")
    remedy = _("Write the result, or how far it is and why not further.")


class NotYetDelivered(Refusal):
    """Rated is what was delivered, or what is overdue."""

    code, status = "not_yet_delivered", 409
    sentence = _("This party still has time to deliver.")
    remedy = _("Rate it when the result is there or the time is over.")


class OwnWhistle(Refusal):
    """Who blew does not review."""

    code, status = "own_whistle", 403
    sentence = _("Who blew the whistle does not review it.")
    remedy = _("Ask a colleague with the right to review.")
