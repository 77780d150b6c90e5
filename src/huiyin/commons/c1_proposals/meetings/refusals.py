"""Refusals around a meeting."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class MeetingNotNow(Refusal):
    """The state machine has no such step from here."""

    code, status = "meeting_not_now", 409
    sentence = _("This meeting is “%(state)s”; that step is not possible now.")
    remedy = _("Open the meeting again and choose one of the steps shown there.")


class MeetingWordsMissing(Refusal):
    """Something that has to be written is empty."""

    code, status = "meeting_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Fill in what is missing.")


class MeetingKindUnknown(Refusal):
    """The rules in force know no such kind of meeting, or not for this council."""

    code, status = "meeting_kind_unknown", 422
    sentence = _("The rules in force here know no such meeting for this council.")
    remedy = _("Choose one of the meetings and councils shown.")


class MeetingTimeWrong(Refusal):
    """A meeting in the past or too far away."""

    code, status = "meeting_time_wrong", 422
    sentence = _("The meeting has to be within a year from now.")
    remedy = _("Enter another day and hour.")


class NoticeTooShort(Refusal):
    """The days of notice."""

    code, status = "notice_too_short", 409
    sentence = _("Notice has to be given %(days)s days before the meeting.")
    remedy = _("Choose a later day, then give notice.")


class AgendaEmpty(Refusal):
    """A meeting without agenda or without seats."""

    code, status = "agenda_empty", 409
    sentence = _("There is nothing on the agenda, or a needed seat is empty: %(seats)s")
    remedy = _("Fill the seats and write the agenda first.")


class TooEarly(Refusal):
    """The meeting is opened on its day."""

    code, status = "meeting_too_early", 409
    sentence = _("The meeting begins on %(day)s.")
    remedy = _("Open it on that day.")


class TooManySeats(Refusal):
    """A table has an end."""

    code, status = "too_many_seats", 409
    sentence = _("There are %(most)s seats or items already.")
    remedy = _("Take one out first.")


class SeatUnknown(Refusal):
    """No such seat, or nobody stands in there."""

    code, status = "seat_unknown", 422
    sentence = _("This seat is not at this table, or has no substitute.")
    remedy = _("Choose one of the seats shown.")


class NotQuorate(Refusal):
    """Without quorum nothing is decided."""

    code, status = "not_quorate", 409
    sentence = _("The meeting is not quorate now: %(present)s of %(voices)s voices are here.")
    remedy = _("Wait for those who are missing, or close the meeting as not quorate.")


class QuorateStill(Refusal):
    """A quorate meeting does not fail."""

    code, status = "quorate_still", 409
    sentence = _("The meeting is quorate.")
    remedy = _("Close it in the ordinary way.")


class VoicesWrong(Refusal):
    """More voices than are here."""

    code, status = "voices_wrong", 422
    sentence = _("More voices were entered than are here: %(present)s.")
    remedy = _("Count again.")


class DecisionMissing(Refusal):
    """Items without an outcome."""

    code, status = "decision_missing", 409
    sentence = _("%(n)s items have no outcome yet.")
    remedy = _("Note what came of each, or put it off.")


class MinutesMissing(Refusal):
    """Minutes without words."""

    code, status = "minutes_missing", 422
    sentence = _("There are no minutes yet.")
    remedy = _("Write in a few sentences what was talked over.")


class ProposalNotOpen(Refusal):
    """A proposal that is not to be discussed."""

    code, status = "proposal_not_open", 409
    sentence = _("This proposal is not waiting to be discussed.")
    remedy = _("Choose another one, or write the item in words.")


class TaskDayWrong(Refusal):
    """A day in the past, or later than a year from now."""

    code, status = "task_day_wrong", 422
    sentence = _("The day has to be within a year from today.")
    remedy = _("Enter another day, or leave it empty for the usual days.")


class AgendaChosenEmpty(Refusal):
    """Nothing was chosen and nothing written."""

    code, status = "agenda_chosen_empty", 422
    sentence = _("Nothing is on the agenda.")
    remedy = _("Leave something ticked, or write a matter of your own.")


class NoWeekly(Refusal):
    """An older version of the rules is followed here."""

    code, status = "no_weekly", 409
    sentence = _("The rules followed here know no weekly triage meeting yet.")
    remedy = _("The steward chooses the newest version of “Councils and meetings”, then it is there.")


class PersonalInAgenda(Refusal):
    """A telephone, an identity number, a name or a home in words that will stand in papers."""

    code, status = "personal_in_agenda", 422
    sentence = _("This would put somebody's data into the papers: %(found)s")
    remedy = _("Write it without names, telephones and home numbers; the number of the request says enough.")


class KindKeeps(Refusal):
    """An agenda that was written for inside does not hang outside, nor the other way round."""

    code, status = "meeting_kind_keeps", 409
    sentence = _("This agenda was written for another kind of meeting.")
    remedy = _("Take the items off first, or call this one off and prepare another meeting.")
