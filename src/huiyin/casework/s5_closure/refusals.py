"""Refusals of closure."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class TooLateToReopen(Refusal):
    """The 30 days are over."""

    code, status = "too_late_to_reopen", 409
    sentence = _("This case ended more than %(days)s days ago.")
    remedy = _("Send a new request and name the old number.")


class VerdictMissing(Refusal):
    """Neither yes nor no."""

    code, status = "verdict_missing", 422
    sentence = _("Please say whether it is solved.")
    remedy = _("Tap “Solved” or “Not solved”.")


class WithdrawalWords(Refusal):
    """No reason was given for taking it back."""

    code, status = "withdrawal_words", 422
    sentence = _("Please say why you take the request back.")
    remedy = _("Choose a reason; for another reason write a few words.")


class HandlerMayNotCall(Refusal):
    """Follow-up is made by somebody who did not handle the case."""

    code, status = "handler_may_not_call", 403
    sentence = _("Who handled the case does not make the follow-up call.")
    remedy = _("Leave it to a colleague.")


class NotYetUnreached(Refusal):
    """Too few attempts."""

    code, status = "not_yet_unreached", 409
    sentence = _("A case may end as “not reached” only after %(most)s calls on different days.")
    remedy = _("Write down today's call and try again on another day.")


class NothingToGiveBack(Refusal):
    """There is no written answer yet."""

    code, status = "nothing_to_give_back", 409
    sentence = _("There is nothing to give back yet.")
    remedy = _("Answer the case first; a reply needs words.")


class ProposalUnclear(Refusal):
    """A delegate's proposal without whom the reply goes to, or by when."""

    code, status = "proposal_unclear", 422
    sentence = _("To whom and by when the written reply to this proposal is owed is missing.")
    remedy = _("Give the delegate's name, whose delegate it is, and the day of the reply, today or later.")


class NoProposal(Refusal):
    """A day for a written reply where none is owed."""

    code, status = "no_proposal", 422
    sentence = _("Only a delegate's proposal (channel T) has a delegate and a day for the written reply.")
    remedy = _("Send it with channel T, or leave both out.")
