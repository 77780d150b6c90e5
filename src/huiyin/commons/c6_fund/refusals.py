"""Refusals about the maintenance fund."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class UseNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "fund_use_not_now", 409
    sentence = _("This use of the fund is “%(state)s”; that step is not possible now.")
    remedy = _("Open the use again and choose one of the steps shown there.")


class UseWordsMissing(Refusal):
    """Something that has to be written is empty."""

    code, status = "fund_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a neighbour understands it without asking.")


class PartUnknown(Refusal):
    """The pack does not know it."""

    code, status = "fund_part_unknown", 422
    sentence = _("The rules here do not know this common part or emergency.")
    remedy = _("Choose one of those on the list.")


class NobodyShares(Refusal):
    """No home of the register lies there."""

    code, status = "fund_nobody_shares", 422
    sentence = _("No home of the owners' register shares this part.")
    remedy = _("Choose the building, the entrances or the homes that share it.")


class AreasMissing(Refusal):
    """Without every area the cost cannot be divided and two thirds is no number."""

    code, status = "fund_areas_missing", 409
    sentence = _("%(n)s of the homes have no area yet, such as %(place)s.")
    remedy = _("Send the table of owners with areas and their source, or enter the area by the place.")


class SumWrong(Refusal):
    """Money is more than nothing and less than a slip of the pen."""

    code, status = "fund_sum_wrong", 422
    sentence = _("This amount cannot be.")
    remedy = _("Enter the amount in yuan, more than nothing.")


class QuotationsMissing(Refusal):
    """The rules ask for more of them."""

    code, status = "fund_quotations_missing", 409
    sentence = _("For this amount %(needed)s quotations are needed; there are %(there)s.")
    remedy = _("Enter the quotations of other organisations, then choose one with its reason.")


class QuotedAlready(Refusal):
    """One organisation, one quotation."""

    code, status = "fund_quoted_already", 409
    sentence = _("This organisation has a quotation here already.")
    remedy = _("Enter the quotation of another organisation.")


class ScanThere(Refusal):
    """One picture for each."""

    code, status = "fund_scan_there", 409
    sentence = _("This quotation has its picture already.")
    remedy = _("Open the picture from the table of quotations.")


class NotChosen(Refusal):
    """No quotation is chosen yet."""

    code, status = "fund_not_chosen", 409
    sentence = _("No quotation has been chosen yet.")
    remedy = _("Choose one of the quotations, with its reason.")


class VoteNotOfFund(Refusal):
    """The vote asks something else."""

    code, status = "fund_vote_other_matter", 409
    sentence = _("The first question of this vote is not the use of the maintenance fund (Civil Code 278 ⑤).")
    remedy = _("Prepare the vote from here, or choose a vote that asks for this use.")


class VoteBindsNobody(Refusal):
    """A consultation decides nothing."""

    code, status = "fund_vote_not_binding", 409
    sentence = _("This vote is a consultation: its result does not bind.")
    remedy = _("Hold the vote in a way that binds here, or enter the result of the official system.")


class VoteTaken(Refusal):
    """Opened already, or of another use."""

    code, status = "fund_vote_taken", 409
    sentence = _("This vote is open already or belongs to another use.")
    remedy = _("A use is put before the owners by a vote that has not been opened yet.")


class WrongScope(Refusal):
    """Others are asked than share the part: nothing such a vote decides would hold."""

    code, status = "fund_wrong_scope", 409
    sentence = _(
        "This vote does not ask exactly the homes that share the part: %(more)s too many%(more_rooms)s, "
        "%(less)s missing%(less_rooms)s."
    )
    remedy = _("Prepare the vote from here: then it asks these homes and no others.")


class NotPassed(Refusal):
    """There is no posted result by which the owners agree."""

    code, status = "fund_not_passed", 409
    sentence = _("The owners have not agreed to this use: there is no posted result that passed.")
    remedy = _("Wait until the result is posted. If it failed, take the use from the vote.")


class OfficialOther(Refusal):
    """The official result is of another area."""

    code, status = "fund_official_other", 409
    sentence = _("The official result counts %(theirs)s m² in all; the homes of this use have %(ours)s m².")
    remedy = _("Enter the official result of exactly these homes, or correct the homes of a new use.")


class VoteGoesOn(Refusal):
    """It may still decide."""

    code, status = "fund_vote_goes_on", 409
    sentence = _("This vote may still decide, or has agreed.")
    remedy = _("A use is taken from a vote that was called off, is void, or has failed.")


class PostingDays(Refusal):
    """It hangs for its days."""

    code, status = "fund_posting_days", 409
    sentence = _("It is posted until %(day)s; nothing is paid before.")
    remedy = _("Come back on the day after.")


class ObjectingOver(Refusal):
    """The last day is over."""

    code, status = "fund_objecting_over", 409
    sentence = _("Objections were possible until %(day)s.")
    remedy = _("Whoever still disagrees may ask the court to revoke the decision (Civil Code 280).")


class ObjectionsWait(Refusal):
    """Every objection is answered first."""

    code, status = "fund_objections_wait", 409
    sentence = _("%(n)s objections are not answered yet.")
    remedy = _("Answer them first.")


class ObjectionHolds(Refusal):
    """An upheld objection ends a use."""

    code, status = "fund_objection_holds", 409
    sentence = _("An objection was upheld: this use cannot go on.")
    remedy = _("Stop it with its reason, and prepare another.")


class OverApproved(Refusal):
    """Never more than was approved."""

    code, status = "fund_over_approved", 409
    sentence = _("That is %(over)s yuan more than was approved (%(left)s yuan are left).")
    remedy = _("More than was approved needs a new use and a new vote of the owners.")


class AcceptFirst(Refusal):
    """The rest follows the acceptance."""

    code, status = "fund_accept_first", 409
    sentence = _("Before the work is accepted at most %(most)s yuan are paid in all; %(paid)s are paid.")
    remedy = _("Let the homes accept the work first; then the rest is paid.")


class PaymentWrong(Refusal):
    """A day that cannot be, or a paper that was entered."""

    code, status = "fund_payment_wrong", 422
    sentence = _("A payment is of today or before, after the posting, with a paper of its own.")
    remedy = _("Look at the day and at the number of the paper again.")


class NotRatified(Refusal):
    """The owners refused, or were not asked yet."""

    code, status = "fund_not_ratified", 409
    sentence = _("The owners have not ratified this emergency.")
    remedy = _(
        "Put it before the owners and note their result; if they refused, stop the use with its reason."
    )


class NotAccepted(Refusal):
    """The end needs accepted work."""

    code, status = "fund_not_accepted", 409
    sentence = _("The work has not been accepted yet.")
    remedy = _("Open the work and let the homes accept it.")


class NoWorkYet(Refusal):
    """Or one already."""

    code, status = "fund_work_there", 409
    sentence = _("The work of this use has begun already.")
    remedy = _("Open the work from the page of the use.")


class DangerWrong(Refusal):
    """Who saw it, and when."""

    code, status = "fund_danger_wrong", 422
    sentence = _("An emergency names who confirmed the danger and when; that is not in the future.")
    remedy = _("Enter who confirmed it, with the day and the hour.")
