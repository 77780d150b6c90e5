"""Refusals about works."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class ProjectNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "project_not_now", 409
    sentence = _("This project is “%(state)s”; that step is not possible now.")
    remedy = _("Open the project again and choose one of the steps shown there.")


class ProjectWordsMissing(Refusal):
    """Something that has to be written is empty."""

    code, status = "project_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class StageDayWrong(Refusal):
    """A stage within two years; a slip to a later day."""

    code, status = "stage_day_wrong", 422
    sentence = _("That day cannot be.")
    remedy = _(
        "Plan within two years from today; a stage that slips gets a later day; done is today or before."
    )


class StageOver(Refusal):
    """It was reported done."""

    code, status = "stage_over", 409
    sentence = _("This stage was reported done.")
    remedy = _("Plan another stage if more has to be done.")


class StagesOpen(Refusal):
    """Done means every stage is."""

    code, status = "stages_open", 409
    sentence = _("%(n)s stages are not done yet.")
    remedy = _("Report the stages done first.")


class TooManyStages(Refusal):
    """More than a page holds."""

    code, status = "too_many_stages", 422
    sentence = _("A project has at most %(most)s stages.")
    remedy = _("Put small steps together, or begin a second project.")


class SamePictureOfWork(Refusal):
    """The same picture twice proves nothing."""

    code, status = "same_picture_of_work", 422
    sentence = _("This very picture is there already.")
    remedy = _("Take another picture of the same place.")


class TooManyPictures(Refusal):
    """A page on a telephone has to load."""

    code, status = "too_many_pictures", 422
    sentence = _("A project has at most %(most)s photographs.")
    remedy = _("Choose those that show most.")


class NoHomes(Refusal):
    """Nobody to share with."""

    code, status = "no_homes", 422
    sentence = _("None of the chosen homes lies where the project is.")
    remedy = _("Choose homes of the buildings named there.")


class AreaUnknown(Refusal):
    """By area needs areas."""

    code, status = "area_unknown", 422
    sentence = _("The area of %(n)s of these homes is not known.")
    remedy = _("Enter it in the register of owners, or divide equally.")


class MoneyWrong(Refusal):
    """Sums that cannot be."""

    code, status = "money_wrong", 422
    sentence = _("These sums do not fit: the homes' part is more than nothing and at most the whole.")
    remedy = _("Enter the whole cost, and what the homes bear of it.")


class SharedAlready(Refusal):
    """Homes have agreed to what was divided."""

    code, status = "shared_already", 409
    sentence = _("Homes have already said yes or no to this division.")
    remedy = _("What they agreed to stays. What it costs more is borne by who pays the rest.")


class NotAsked(Refusal):
    """No part for this home."""

    code, status = "home_not_asked", 422
    sentence = _("This home is not among those the project concerns.")
    remedy = _("Enter a home of the list.")


class PaidAlready(Refusal):
    """It has paid."""

    code, status = "paid_already", 409
    sentence = _("This home has paid, with a receipt.")
    remedy = _("What was paid goes back only by the actual cost.")


class NotAgreed(Refusal):
    """Who did not agree does not pay."""

    code, status = "share_not_agreed", 409
    sentence = _("This home has not agreed to pay.")
    remedy = _("Ask it first; without its yes the rest is borne by who pays the rest.")


class CostKnown(Refusal):
    """The actual cost is entered once."""

    code, status = "cost_known", 409
    sentence = _("What it cost is written down already.")
    remedy = _("It is entered once, when the bill is there.")


class NotAcceptedYet(Refusal):
    """Too few words, or too few good ones."""

    code, status = "not_accepted_yet", 409
    sentence = _("%(fit)s of %(said)s homes that answered say it is fit; at least %(least)s have to answer.")
    remedy = _("Wait for more homes, visit them, or send it back to work.")


class AcceptDays(Refusal):
    """Nobody answered, but the days run."""

    code, status = "accept_days", 409
    sentence = _("Homes can say until %(day)s whether it is fit.")
    remedy = _("If nobody answers by then, accept it yourself with your reasons.")


class ReasonsNeeded(Refusal):
    """Nobody answered: the organiser answers for it."""

    code, status = "accept_reasons", 422
    sentence = _("No home answered. Accepting it needs your reasons in writing.")
    remedy = _("Write what you looked at, with whom, and what you saw.")
