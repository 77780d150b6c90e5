"""Refusals of the owners' vote."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class VoteNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "vote_not_now", 409
    sentence = _("This vote is “%(state)s”; that step is not possible now.")
    remedy = _("Open the vote again and choose one of the steps shown there.")


class VoteWordsMissing(Refusal):
    """A vote or a question without words."""

    code, status = "vote_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class MatterUnknown(Refusal):
    """The rules in force know no such matter."""

    code, status = "matter_unknown", 422
    sentence = _("The rules in force here know no such matter.")
    remedy = _("Choose one of the matters shown.")


class ModeNotHere(Refusal):
    """The city does not let a vote be held like this (BJ-WY 35)."""

    code, status = "mode_not_here", 422
    sentence = _("By the rules of this city a vote cannot be held in this way.")
    remedy = _("Choose one of the ways shown; each says whether it binds.")


class SilenceUnfounded(Refusal):
    """Silence counts only by a clause of the owners' own rules."""

    code, status = "silence_unfounded", 422
    sentence = _(
        "Ballots that are not returned can count only by a clause of the owners' rules of procedure."
    )
    remedy = _("Name the clause, or choose that they do not take part.")


class VoteDaysWrong(Refusal):
    """The days of notice or of voting are not what the rules ask for."""

    code, status = "vote_days_wrong", 422
    sentence = _(
        "The rules ask for at least %(notice)s days of notice and for voting of %(least)s days or"
        " more%(most)s."
    )
    remedy = _("Choose a later first day, or another end.")


class NoQuestions(Refusal):
    """A vote asks something."""

    code, status = "no_questions", 409
    sentence = _("There is no question yet.")
    remedy = _("Write at least one question first.")


class TooManyQuestions(Refusal):
    """Nobody answers more on one sheet."""

    code, status = "too_many_questions", 409
    sentence = _("There are %(most)s questions already.")
    remedy = _("Put the others into a vote of their own.")


class NoticeRunning(Refusal):
    """The days of notice are not over."""

    code, status = "notice_running", 409
    sentence = _("The notice says that voting begins on %(day)s.")
    remedy = _("Open the vote on that day or later.")


class RollIncomplete(Refusal):
    """Without the area of every unit two thirds of the area is not a number."""

    code, status = "roll_incomplete", 409
    sentence = _("%(n)s of the units have no area yet, such as %(place)s.")
    remedy = _("Send the table of owners with areas and their source, or enter the area by the place.")


class NamedUnitGone(Refusal):
    """The units a vote was limited to are all asked, or the vote does not open."""

    code, status = "named_unit_gone", 409
    sentence = _(
        "%(n)s of the units this vote was limited to are not in the register now, such as %(place)s."
    )
    remedy = _("Put the register right, or call this vote off and prepare another.")


class RollNamed(Refusal):
    """A vote is limited once."""

    code, status = "roll_named", 409
    sentence = _("This vote was limited to other units already.")
    remedy = _("Prepare a vote of its own for this.")


class RollEmpty(Refusal):
    """Nobody could vote."""

    code, status = "roll_empty", 409
    sentence = _("No unit of this estate has a known owner.")
    remedy = _("Send the table of owners first.")


class VoteStillOpen(Refusal):
    """Nobody closes a vote before its announced end."""

    code, status = "vote_still_open", 409
    sentence = _("Voting goes on until %(until)s, as announced.")
    remedy = _("Close it after that moment.")


class VoteClosed(Refusal):
    """Too late, or too early."""

    code, status = "vote_closed", 409
    sentence = _("Voting is not open.")
    remedy = _("The page of the vote says when it was open and what comes next.")


class ChoiceMissing(Refusal):
    """A question without an answer."""

    code, status = "choice_missing", 422
    sentence = _("Question %(no)s has no answer yet.")
    remedy = _("Choose one of the answers; “abstain” is one of them.")


class OtherPerson(Refusal):
    """Two persons are needed (assurance 2.3.5)."""

    code, status = "vote_other_person", 409
    sentence = _("This step needs another person than the one before it.")
    remedy = _("Ask a colleague with the same right to do it.")


class PaperUnknown(Refusal):
    """Not a ballot of this vote."""

    code, status = "paper_unknown", 404
    sentence = _("No paper ballot of this vote has this number or code.")
    remedy = _("Scan the code on the sheet, or type it as it stands below the code.")


class PaperDone(Refusal):
    """A paper is used once."""

    code, status = "paper_done", 409
    sentence = _("This paper ballot was entered or taken out of use already.")
    remedy = _("If it was spoilt, issue a new one.")


class ReadAlready(Refusal):
    """The second reading is somebody else's."""

    code, status = "read_already", 409
    sentence = _("You have read this ballot already.")
    remedy = _("A second clerk has to read it, without seeing what you entered.")


class ProxyLimit(Refusal):
    """One agent, so many owners."""

    code, status = "proxy_limit", 409
    sentence = _("One person can vote for at most %(most)s owners here.")
    remedy = _("The owner has to choose somebody else, or vote in person.")


class ProxyThere(Refusal):
    """One agent at a time."""

    code, status = "proxy_there", 409
    sentence = _("This owner has given authority to somebody already.")
    remedy = _("Take that authority back first.")


class ProxyMissing(Refusal):
    """No written authority."""

    code, status = "proxy_missing", 409
    sentence = _("There is no written authority for this owner.")
    remedy = _("Enter the authority first, with a picture of it.")


class ProxyUsed(Refusal):
    """After the vote was cast it is too late."""

    code, status = "proxy_used", 409
    sentence = _("The vote was cast with this authority; it cannot be taken back any more.")
    remedy = _("If the rules let the last ballot count, the owner can vote again in person.")


class ObjectionsOpen(Refusal):
    """An open objection blocks the next step."""

    code, status = "objections_open", 409
    sentence = _("%(n)s objections have no answer yet.")
    remedy = _("Answer each of them first.")


class ObjectionDays(Refusal):
    """The days are not over."""

    code, status = "objection_days", 409
    sentence = _("Objections are possible until %(day)s.")
    remedy = _("Declare the result final after that day.")


class ObjectionUpheld(Refusal):
    """A result that was successfully objected to cannot become final."""

    code, status = "objection_upheld", 409
    sentence = _("An objection was upheld.")
    remedy = _("Declare the vote void and prepare it anew.")


class FiguresWrong(Refusal):
    """Parts larger than their whole."""

    code, status = "vote_figures_wrong", 422
    sentence = _("These figures do not fit together: a part is larger than its whole.")
    remedy = _("Compare them with the official sheet.")


class ChoicesSealed(Refusal):
    """Nobody sees choices before the close."""

    code, status = "choices_sealed", 409
    sentence = _("Nobody can see choices before the close.")
    remedy = _("Open this page again when voting is over.")
