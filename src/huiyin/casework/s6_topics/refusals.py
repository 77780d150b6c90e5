"""Refusals about topics."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class TopicNotNow(Refusal):
    """The table of states has no such word from here."""

    code, status = "topic_not_now", 409
    sentence = _("This shared problem is “%(state)s”; that is not possible now.")
    remedy = _("Open it again and choose one of the steps shown there.")


class TopicWordsMissing(Refusal):
    """A name or a reason that has to be written is empty."""

    code, status = "topic_words_missing", 422
    sentence = _("Something has to be written here.")
    remedy = _("Write it so that a colleague understands it without asking.")


class NoneChosen(Refusal):
    """An act about requests of a topic that names none of them."""

    code, status = "none_chosen", 422
    sentence = _("None of its requests is chosen.")
    remedy = _("Tick the requests that are meant.")


class NothingLeft(Refusal):
    """A split that takes every request along."""

    code, status = "nothing_left", 422
    sentence = _("All its requests are chosen: nothing would be left.")
    remedy = _("Leave at least one, or rename the problem instead.")


class JoinsItselfOnly(Refusal):
    """A topic joined to itself."""

    code, status = "topic_joins_itself", 422
    sentence = _("These two are one already.")
    remedy = _("Choose another shared problem of this community.")


class CaseElsewhere(Refusal):
    """Somebody placed the case in another topic."""

    code, status = "case_elsewhere", 409
    sentence = _("Request %(number)s stands in shared problem %(no)s already, where a person put it.")
    remedy = _("Take it out there first, or join the two problems.")


class CaseNotHere(Refusal):
    """A number that is not there for this viewer, or not in this community."""

    code, status = "case_not_here", 422
    sentence = _("There is no request %(number)s in this community.")
    remedy = _("Copy the number from the request's page.")


class PrivateStaysOut(Refusal):
    """A private case would be counted among those everybody at work here reads."""

    code, status = "private_stays_out", 409
    sentence = _("Request %(number)s is private; private requests stand in no shared problem.")
    remedy = _("If it is not private, say so when sorting it; else leave it out.")
