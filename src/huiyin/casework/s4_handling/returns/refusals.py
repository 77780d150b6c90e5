"""Refusals of returns and disputes."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class BasisMissing(Refusal):
    """A return names the rule it rests on."""

    code, status = "basis_missing", 422
    sentence = _("The legal basis of the return is missing.")
    remedy = _("Name the rule or the list of duties by which this is not your unit's.")


class GroundsMissing(Refusal):
    """A dispute says why."""

    code, status = "grounds_missing", 422
    sentence = _("Why the dispatch is wrong is missing.")
    remedy = _("Write it in a few words; somebody who had no part in the dispatch reads it.")


class OwnerMissing(Refusal):
    """A return names somebody."""

    code, status = "owner_missing", 422
    sentence = _("Who should have the case instead is missing.")
    remedy = _("Choose a unit from the list, or write which one it is.")


class WindowOver(Refusal):
    """After the window a unit handles."""

    code, status = "window_over", 409
    sentence = _("The time in which this could be returned ended on %(until)s.")
    remedy = _("Handle the case. If it is still not yours, raise a dispute; the limit runs on meanwhile.")


class Designated(Refusal):
    """Given for good."""

    code, status = "designated", 409
    sentence = _("This case was designated to your unit; it cannot be returned.")
    remedy = _("Handle it. A whistle brings in those you need.")


class UpperDesignates(Refusal):
    """The last return is not the community's to decide."""

    code, status = "upper_designates", 403
    sentence = _("This case came back too often: %(area)s designates the unit.")
    remedy = _("Nothing is to be done here; they were told. Whoever has the case goes on handling.")


class ReturnPending(Refusal):
    """One question at a time."""

    code, status = "return_pending", 409
    sentence = _("This was asked already and is being decided.")
    remedy = _("Wait for the decision; go on handling meanwhile.")


class NotByYou(Refusal):
    """Whoever had a part in it does not decide."""

    code, status = "not_by_you", 403
    sentence = _("Somebody else has to decide this.")
    remedy = _("Ask a colleague who had no part in the dispatch.")


class NextMissing(Refusal):
    """A case never hangs between two units."""

    code, status = "next_missing", 422
    sentence = _("To whom the case goes now is missing.")
    remedy = _("Choose a unit other than the one that gives it back.")
