"""Refusals of volunteers and duties."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class NameOrPhoneMissing(Refusal):
    """Whoever signs up has a name and can be reached."""

    code, status = "name_or_phone_missing", 422
    sentence = _("To sign up we need your name and a telephone that can be called.")
    remedy = _("Only those who organise the duties see them. Leaving the list takes both away.")


class DutyIncomplete(Refusal):
    """What, when, where, signed by whom."""

    code, status = "duty_incomplete", 422
    sentence = _("A duty needs its name, what is to be done, from when to when, where, and who signs it.")
    remedy = _("Write them so that a neighbour knows what to expect without asking.")


class DutyDayWrong(Refusal):
    """A day to come, not too far away."""

    code, status = "duty_day_wrong", 422
    sentence = _("The day of a duty is today or later, and within half a year.")
    remedy = _("Choose another day.")


class WantedWrong(Refusal):
    """Some, and not fewer than those who come already."""

    code, status = "wanted_wrong", 422
    sentence = _("How many are wanted lies between 1 and 200, and not below the %(taken)s who come already.")
    remedy = _("Enter a larger number.")


class DutyFull(Refusal):
    """Enough people come."""

    code, status = "duty_full", 409
    sentence = _("Enough neighbours come already. Thank you!")
    remedy = _("Look at the other duties, or come back: somebody may give it back.")


class DutyOver(Refusal):
    """It was called off, its day passed, or it was thanked for."""

    code, status = "duty_over", 409
    sentence = _("This duty is over, or was called off.")
    remedy = _("Look at the other duties.")


class NotYetDone(Refusal):
    """One thanks on the day itself or after it."""

    code, status = "not_yet_done", 409
    sentence = _("The day of this duty has not come yet.")
    remedy = _("Thank everybody on the day, or after it.")


class NobodyToThank(Refusal):
    """Nobody took it."""

    code, status = "nobody_to_thank", 409
    sentence = _("Nobody took this duty, so there is nobody to thank.")
    remedy = _("Call it off instead, and say why.")


class ThanksMissing(Refusal):
    """A note has words; what ends for others has a reason."""

    code, status = "volunteer_words_missing", 422
    sentence = _("Some words are needed: the thanks, or the reason.")
    remedy = _("Write one sentence. Whoever it concerns reads it.")
