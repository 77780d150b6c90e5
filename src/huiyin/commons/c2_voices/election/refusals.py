"""Refusals of a branch election."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class ElectionOver(Refusal):
    """Finished, or called off."""

    code, status = "election_over", 409
    sentence = _("This election is “%(state)s”; nothing can be changed any more.")
    remedy = _("Read its record, or begin another election.")


class ElectionWordsMissing(Refusal):
    """Something without words."""

    code, status = "election_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a member understands it without asking.")


class NotThisStep(Refusal):
    """Another step is on, or this one does not need it."""

    code, status = "not_this_step", 409
    sentence = _("That belongs to another step; the step now is “%(step)s”.")
    remedy = _("Finish the steps in their order.")


class StepNeeds(Refusal):
    """The step lacks what the rules ask of it."""

    code, status = "step_needs", 409
    sentence = _("“%(step)s” cannot be finished yet: %(what)s.")
    remedy = _("Add it, then finish the step.")


class StepObjections(Refusal):
    """An objection is open: it blocks the next step."""

    code, status = "step_objections", 409
    sentence = _("%(n)s objection(s) have no answer yet; the next step has to wait.")
    remedy = _("Answer them first.")


class StepUpheld(Refusal):
    """An objection was right."""

    code, status = "step_upheld", 409
    sentence = _("An objection was upheld; what was posted has to be put right and posted again.")
    remedy = _("Correct it and post the step again: its days begin anew.")


class PostingRuns(Refusal):
    """The days of the posting are not over."""

    code, status = "posting_runs", 409
    sentence = _("The posting hangs until %(day)s; objections are possible until then.")
    remedy = _("Finish the step after that day.")


class RollFrozen(Refusal):
    """Ballots were counted by this roll."""

    code, status = "roll_frozen", 409
    sentence = _("A ballot was counted by this roll; it is not changed any more.")
    remedy = _("Begin another election if the roll was wrong.")


class RollTooLong(Refusal):
    """More members than one roll takes."""

    code, status = "roll_too_long", 422
    sentence = _("The roll has %(n)s names; at most %(most)s fit.")
    remedy = _("Look whether each member stands on a line of its own.")


class NameTooLong(Refusal):
    """A line of the roll is no name."""

    code, status = "roll_name_too_long", 422
    sentence = _("“%(name)s…” is too long for a name.")
    remedy = _("Write one member on each line, with at most %(most)s characters.")


class ObjectionLate(Refusal):
    """The days for objections are over."""

    code, status = "objection_late", 409
    sentence = _("Objections were possible until %(day)s.")
    remedy = _("Tell whoever objects that the days are over, and to whom above the branch they may write.")


class RollRepeats(Refusal):
    """The same name twice."""

    code, status = "roll_repeats", 422
    sentence = _("“%(name)s” stands twice.")
    remedy = _("Write something that tells the two apart, such as the group: 王伟（一组）.")


class NamesFrozen(Refusal):
    """The list hangs, or was voted on."""

    code, status = "names_frozen", 409
    sentence = _("The list of candidates was posted; names are not changed any more.")
    remedy = _("Objections to the list are the way; one that is upheld opens it again.")


class SeatsWrong(Refusal):
    """No such number of seats."""

    code, status = "seats_wrong", 422
    sentence = _("The number of seats has to be between 1 and %(most)s.")
    remedy = _("Check the approval from above.")


class QuorumMissing(Refusal):
    """Too few members are there: no ballot is held."""

    code, status = "quorum_missing", 409
    sentence = _("%(present)s of %(whole)s members are there, %(least)s are needed; no ballot can be held.")
    remedy = _("Call the meeting again. A ballot that was held all the same does not count.")


class SheetWrong(Refusal):
    """The figures of a tally sheet cannot all be true."""

    code, status = "sheet_wrong", 422
    sentence = _("The sheet does not add up: %(what)s.")
    remedy = _("Look at the paper sheet again, count again where it is wrong, and enter what it says.")


class OtherConfirms(Refusal):
    """Who entered does not confirm."""

    code, status = "other_confirms", 409
    sentence = _("Another person than the one who entered the sheet has to confirm it.")
    remedy = _("Ask a colleague to compare it with the paper.")


class NothingToVoteOn(Refusal):
    """Everybody is elected, or a sheet waits."""

    code, status = "nothing_to_vote_on", 409
    sentence = _("There is no ballot to be counted now.")
    remedy = _("Confirm the sheet that waits, or finish the step.")


class TooFewAgree(Refusal):
    """Fewer seats need more than half of those who are there."""

    code, status = "too_few_agree", 409
    sentence = _("More than half of the %(present)s members there have to agree to fewer seats.")
    remedy = _("Hold another ballot for the seats that are left.")
