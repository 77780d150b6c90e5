"""Refusals on the way of a proposal."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class ProposalNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "proposal_not_now", 409
    sentence = _("This proposal is “%(state)s”; that step is not possible now.")
    remedy = _("Open the proposal again and choose one of the steps shown there.")


class ProposalWordsMissing(Refusal):
    """Something that has to be written is empty."""

    code, status = "proposal_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class CouncilUnknown(Refusal):
    """The rules in force know no such council."""

    code, status = "council_unknown", 422
    sentence = _("The rules in force here know no such council.")
    remedy = _("Choose one of the councils shown.")


class MatterNotDecided(Refusal):
    """Nobody said yet whether it is one of the owners' own matters."""

    code, status = "matter_not_decided", 422
    sentence = _("It is not said whether the owners have to vote on this (Civil Code 278).")
    remedy = _("Choose the matter, or that it is none of them.")


class NotTalkedOver(Refusal):
    """The exit test of step two: no quorate meeting with posted minutes dealt with it in this round."""

    code, status = "not_talked_over", 409
    sentence = _("No quorate meeting with posted minutes has dealt with this proposal yet.")
    remedy = _("Call a meeting with this proposal on the agenda, and post its minutes.")


class NoChoice(Refusal):
    """The exit test of step two: nothing was chosen."""

    code, status = "no_choice", 422
    sentence = _("No way to solve it is chosen.")
    remedy = _("Note at least one way with its cost, and choose one.")


class NobodyAsked(Refusal):
    """Nobody was asked to answer."""

    code, status = "nobody_asked", 409
    sentence = _("Nobody was asked for an answer yet.")
    remedy = _("Ask the unit that has to do it, with a day.")


class AnswersMissing(Refusal):
    """The exit test of step three."""

    code, status = "answers_missing", 409
    sentence = _("%(n)s answers are still missing.")
    remedy = _("Wait for them, or note what the units said.")


class AllRefuse(Refusal):
    """Every unit refuses: there is nothing to carry out."""

    code, status = "all_refuse", 409
    sentence = _("Every unit asked refuses.")
    remedy = _("Send it back to the table, or drop it with the reason.")


class NotAllRefuse(Refusal):
    """Sending back asks for refusals."""

    code, status = "not_all_refuse", 409
    sentence = _("Not every unit asked refuses.")
    remedy = _("Close the answers, or wait for those missing.")


class VoteNeeded(Refusal):
    """Civil Code 278: without the owners' vote it cannot pass."""

    code, status = "vote_needed", 409
    sentence = _("Only the owners' vote can decide this (Civil Code 278), and it has not passed.")
    remedy = _("Begin the owners' vote here, and go on when its result is final.")


class NoVoteNeeded(Refusal):
    """It is none of the owners' own matters, or the vote is there."""

    code, status = "no_vote_needed", 409
    sentence = _("No owners' vote is needed here, or there is one already.")
    remedy = _("Open the vote that is there, or go on without one.")


class AnswerIncomplete(Refusal):
    """An answer names measure, owner, day and cost, or refuses with a reason."""

    code, status = "answer_incomplete", 422
    sentence = _("An answer names the measure, who is responsible and the day; a refusal names its reason.")
    remedy = _("Fill in what is missing.")


class UnitAskedAlready(Refusal):
    """The unit was asked in this round."""

    code, status = "unit_asked_already", 409
    sentence = _("This unit was asked already.")
    remedy = _("Wait for its answer, or note what it says.")


class AnsweredAlready(Refusal):
    """The unit has answered in this round."""

    code, status = "answered_already", 409
    sentence = _("This was answered already.")
    remedy = _("What was promised stays on record. A new round can promise something else.")


class NotCarriedOut(Refusal):
    """The entry test of step four."""

    code, status = "not_carried_out", 409
    sentence = _("%(n)s promised measures are neither reported done nor past their day.")
    remedy = _("Wait until they are reported done.")


class RatingDays(Refusal):
    """The rating runs on."""

    code, status = "rating_days", 409
    sentence = _("Everybody can rate until %(day)s.")
    remedy = _("Close it after that day.")


class RatingsTooFew(Refusal):
    """Fewer homes rated than the rules ask."""

    code, status = "ratings_too_few", 409
    sentence = _("Only %(n)s homes have rated; the rules ask for %(least)s.")
    remedy = _("Prolong the rating and visit the homes that are missing.")


class RatingsTooLow(Refusal):
    """It cannot be declared settled."""

    code, status = "ratings_too_low", 409
    sentence = _("Too few of the homes that rated say that it is solved and well done.")
    remedy = _("Send it back to the table.")


class RatingsHighEnough(Refusal):
    """It cannot be sent back."""

    code, status = "ratings_high_enough", 409
    sentence = _("Enough of the homes that rated say that it is solved and well done.")
    remedy = _("Declare it settled.")


class DayWrong(Refusal):
    """A day in the past, or later than a year from now."""

    code, status = "proposal_day_wrong", 422
    sentence = _("The day has to be within a year from today.")
    remedy = _("Enter another day.")


class HomeNotConcerned(Refusal):
    """The home does not lie where the proposal is about."""

    code, status = "home_not_concerned", 422
    sentence = _("This home is not among those the proposal concerns.")
    remedy = _("Enter a home of the buildings named there.")
