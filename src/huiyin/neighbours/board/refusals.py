"""Refusals of the notice board."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class PostingWordsMissing(Refusal):
    """Title, words and who signs."""

    code, status = "posting_words_missing", 422
    sentence = _("A notice needs a title, its words, and who signs it.")
    remedy = _("Write them so that a neighbour understands it without asking.")


class PostingDayWrong(Refusal):
    """It has to hang for some time, and not for ever."""

    code, status = "posting_day_wrong", 422
    sentence = _("A notice hangs until today at the earliest, and for a year at most.")
    remedy = _("Enter the last day on which it is to be read.")


class PostingNotNow(Refusal):
    """A draft is changed and put up; what hangs is taken down."""

    code, status = "posting_not_now", 409
    sentence = _("This cannot be done with the notice as it stands: %(state)s.")
    remedy = _("Open it again to see what can be done now. What hangs is taken down and written anew.")


class StillPersonal(Refusal):
    """What was asked by one person is read by all: nothing may lead to that person (个人信息保护法 25)."""

    code, status = "still_personal", 422
    sentence = _("There is still something that leads to a person: %(what)s.")
    remedy = _("Change the draft: leave out names, telephones, plates and the number of the home.")


class NothingToShow(Refusal):
    """Only an answered request that is not private."""

    code, status = "nothing_to_show", 409
    sentence = _("Only a request that was answered and is not private can go on the board.")
    remedy = _("Wait for the answer. What is private stays between the resident and those who handle it.")
