"""Refusals of a poll."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class PollNotNow(Refusal):
    """The poll or its round stands elsewhere."""

    code, status = "poll_not_now", 409
    sentence = _("That cannot be done now: “%(state)s”.")
    remedy = _("Open the poll again and see what can be done.")


class PollWordsMissing(Refusal):
    """Something without words."""

    code, status = "poll_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class PollPlanWrong(Refusal):
    """Days, voices or options out of bounds."""

    code, status = "poll_plan_wrong", 422
    sentence = _("A round lasts from 1 to %(days)s days, with 1 to %(picks)s options for one voice.")
    remedy = _("Correct the number.")


class PersonsMissing(Refusal):
    """Persons are asked, but nobody said how many."""

    code, status = "poll_persons_missing", 422
    sentence = _("Where each person has a voice it has to be known how many persons are asked.")
    remedy = _("Give the number of residents of 18 years and over.")


class OptionsFew(Refusal):
    """Nothing to choose between."""

    code, status = "poll_options_few", 422
    sentence = _("A round without own words needs at least two options.")
    remedy = _("Add an option, or let residents write their own words.")


class OptionRepeats(Refusal):
    """The same option twice."""

    code, status = "poll_option_repeats", 422
    sentence = _("“%(words)s” stands twice.")
    remedy = _("Write each option once.")


class OptionsMany(Refusal):
    """More options than a page can bear."""

    code, status = "poll_options_many", 422
    sentence = _("At most %(most)s options fit, each with at most 60 characters.")
    remedy = _("Put together what means the same.")


class NobodyAsked(Refusal):
    """The place has no homes."""

    code, status = "poll_nobody_asked", 409
    sentence = _("No home is registered at this place; nobody could be asked.")
    remedy = _("Have the homes registered first.")


class RoundRuns(Refusal):
    """Its days are not over."""

    code, status = "poll_round_runs", 409
    sentence = _("The round runs until %(day)s, as everybody was told; it closes after that day.")
    remedy = _("Close it on the day after.")


class PicksWrong(Refusal):
    """Nothing, too much, or not on the list."""

    code, status = "poll_picks_wrong", 422
    sentence = _("Choose from 1 to %(most)s of the options of this round.")
    remedy = _("Look at the list again and send it once more.")


class HomeNotAsked(Refusal):
    """The home lies elsewhere."""

    code, status = "poll_home_not_asked", 422
    sentence = _("This home is not among those who are asked.")
    remedy = _("Write it as on the door, such as 3-2-501.")


class SeatWrong(Refusal):
    """No such person of the home."""

    code, status = "poll_seat_wrong", 422
    sentence = _("A home has %(most)s voices in this poll.")
    remedy = _("Take a number from 1 to that.")


class PaperTaken(Refusal):
    """This paper was entered."""

    code, status = "poll_paper_taken", 409
    sentence = _("The paper with number %(no)s was entered already.")
    remedy = _("Compare the numbers; a paper is entered once.")


class PaperDay(Refusal):
    """Written outside the round."""

    code, status = "poll_paper_day", 422
    sentence = _("The paper was filled in outside the days of this round.")
    remedy = _("Take the day that stands on the paper; it cannot count for another round.")


class FatesOpen(Refusal):
    """An option has no reason yet."""

    code, status = "poll_fates_open", 409
    sentence = _("%(n)s option(s) have no reason yet.")
    remedy = _("Say of each whether it goes on and why; then publish.")


class FoldWrong(Refusal):
    """An option cannot be counted with itself, or with one that is counted elsewhere."""

    code, status = "poll_fold_wrong", 422
    sentence = _("An option is counted with another one of the same round that stands by itself.")
    remedy = _("Choose the other option.")


class NothingGoesOn(Refusal):
    """No option went on."""

    code, status = "poll_nothing_goes_on", 409
    sentence = _("No option of the last round goes on.")
    remedy = _("Begin a round in which residents write their own words, or call the poll off.")
