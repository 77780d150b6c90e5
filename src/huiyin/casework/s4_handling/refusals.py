"""Refusals of handling."""

from django.utils.translation import gettext_lazy as _

from huiyin.ground.refusals import Refusal


class AnswerMissing(Refusal):
    """No case ends without a written answer (report 001)."""

    code, status = "answer_missing", 422
    sentence = _("An answer to the resident is missing.")
    remedy = _("Write what was done, in a sentence the resident understands.")


class ReasonMissing(Refusal):
    """A change that needs its reason told."""

    code, status = "reason_missing", 422
    sentence = _("A reason is missing.")
    remedy = _("Write in a few words why.")


class PauseReason(Refusal):
    """Waiting for parts is no pause; only an unavailable resident is."""

    code, status = "pause_reason", 422
    sentence = _("The clock can be paused only while the resident is unavailable.")
    remedy = _("Handle the case, or ask for a change of class with a reason.")


class TooLate(Refusal):
    """The running clock has ended; changing the class now would hide a breach."""

    code, status = "too_late", 409
    sentence = _("The class can be changed only before the running clock ends.")
    remedy = _("Handle the case; it is marked late. A plan can still be published.")


class NotUpward(Refusal):
    """Classes only go up."""

    code, status = "not_upward", 422
    sentence = _("The class can only be raised.")
    remedy = _("Choose a higher class.")


class SecondPerson(Refusal):
    """Who asks does not decide."""

    code, status = "second_person", 403
    sentence = _("A second person has to decide this.")
    remedy = _("Ask the shift leader or the community's duty clerk; a telephone call is enough.")


class PairMissing(Refusal):
    """The category's rule wants a picture from before and one from after."""

    code, status = "pair_missing", 422
    sentence = _("This kind of request needs a photo from before and one from after the work.")
    remedy = _("Add both photos to the case, then give the answer.")


class SamePicture(Refusal):
    """The same bytes were added before."""

    code, status = "same_picture", 409
    sentence = _("This photo is in the case already.")
    remedy = _("Take another one.")


class UnknownGround(Refusal):
    """A ground that the procedure pack does not name."""

    code, status = "unknown_ground", 422
    sentence = _("This is no ground for the pending list here.")
    remedy = _("Choose one of the grounds in the list.")


class ReviewTooLate(Refusal):
    """The review date is missing, past or beyond the limit."""

    code, status = "review_too_late", 422
    sentence = _("The case has to be looked at again within %(days)s days, from tomorrow on.")
    remedy = _("Choose an earlier date; the pending list can be renewed then.")


class NothingAsked(Refusal):
    """Somebody decides on what was never asked, or was decided meanwhile."""

    code, status = "nothing_asked", 409
    sentence = _("There is nothing to decide here any more.")
    remedy = _("Open the case again and look at what happened.")


class AskedAlready(Refusal):
    """One question of a kind at a time."""

    code, status = "asked_already", 409
    sentence = _("This was asked already and waits for a decision.")
    remedy = _("Wait for the second person, or speak with them.")


class NotExtendable(Refusal):
    """The rules know no extension for a running clock of this case, or it is used up."""

    code, status = "not_extendable", 409
    sentence = _("The rules here allow no further extension of this time limit.")
    remedy = _("Handle the case; if it cannot be solved now, ask for the pending list.")


class IncidentOver(Refusal):
    """The incident has ended."""

    code, status = "incident_over", 409
    sentence = _("This incident has ended.")
    remedy = _("Open a new incident, or handle the case on its own.")


class IncidentOpen(Refusal):
    """One incident of a kind at a place at a time."""

    code, status = "incident_open", 409
    sentence = _("An incident of this kind is open here already.")
    remedy = _("Add the requests to that one.")


class NotAbsorbable(Refusal):
    """The case was answered, or belongs to an incident."""

    code, status = "not_absorbable", 409
    sentence = _("Request %(number)s is “%(state)s” or belongs to an incident already.")
    remedy = _("Choose requests that are still being handled.")


class NotPausable(Refusal):
    """Nothing runs, or nothing is paused."""

    code, status = "not_pausable", 409
    sentence = _("There is no clock to pause or to resume.")
    remedy = _("Open the case again and look at its clocks.")
