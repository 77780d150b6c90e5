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


class PauseEnd(Refusal):
    """A pause without a planned end would be a clock set aside."""

    code, status = "pause_end", 422
    sentence = _("Say until when the clock stands still: a time from now on, within seven days.")
    remedy = _("Agree on a time with the resident and enter it. The clock then runs again by itself.")


class WaitUnknown(Refusal):
    """The rule pack of the case knows no such wait, or no clock of it runs."""

    code, status = "wait_unknown", 409
    sentence = _("The rules of this case know no such wait.")
    remedy = _("Open the case again: it shows what it may wait for.")


class WaitDay(Refusal):
    """A wait without a day near enough would be a case put aside."""

    code, status = "wait_day", 422
    sentence = _("Say by which day it is there: today or later, within %(days)s days.")
    remedy = _("Ask the supplier or whoever does the works, and enter that day. Later you can name another.")


class NotWaiting(Refusal):
    """Nothing is waited for."""

    code, status = "not_waiting", 409
    sentence = _("This case waits for nothing any more.")
    remedy = _("Go on with it.")


class TooLateToUndo(Refusal):
    """The seconds are over, or something else happened since."""

    code, status = "too_late_to_undo", 409
    sentence = _("A step can be taken back only within 10 seconds, and only before the next one.")
    remedy = _("If you took the job by mistake, hand it back with a reason.")


class PlanPast(Refusal):
    """A plan for a day that is over."""

    code, status = "plan_past", 422
    sentence = _("The day of the plan has passed already.")
    remedy = _("Enter today or a later day.")


class SamePerson(Refusal):
    """Nobody hands a shift over to himself."""

    code, status = "same_person", 422
    sentence = _("The same person cannot hand over and take over.")
    remedy = _("Choose who comes after you.")


class HandedOverAlready(Refusal):
    """One sheet at a time."""

    code, status = "handed_over_already", 409
    sentence = _("This shift has been handed over already and waits for the second signature.")
    remedy = _("Let the incoming person sign, or withdraw the sheet first.")


class WrongPlace(Refusal):
    """The scanned code hangs in another building than the case is in."""

    code, status = "wrong_place", 409
    sentence = _("This code hangs somewhere else than the job.")
    remedy = _("Scan a code at the building of the job, or press “Arrived” on the page of the job.")


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


class NothingChanged(Refusal):
    """The same words and the same end."""

    code, status = "nothing_changed", 422
    sentence = _("Nothing is different from before.")
    remedy = _("Change the words or the expected end, or leave the incident as it is.")


class ExpectedPast(Refusal):
    """An end that lies behind."""

    code, status = "expected_past", 422
    sentence = _("The expected end has passed already.")
    remedy = _("Enter a later time, or leave it empty; if it is over, answer all below.")


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


class BlankLeft(Refusal):
    """A standard answer has blanks for what only a person knows."""

    code, status = "blank_left", 422
    sentence = _("The answer still has a blank: %(blanks)s.")
    remedy = _("Fill it in or take it out; the resident reads exactly what stands there.")


class NameOfAnswerTaken(Refusal):
    """Two standard answers of one scope under one name."""

    code, status = "answer_name_taken", 409
    sentence = _("There is a standard answer of this name already.")
    remedy = _("Change that one, or choose another name.")


class NothingMarked(Refusal):
    """An act on many cases without any."""

    code, status = "nothing_marked", 422
    sentence = _("No case is marked.")
    remedy = _("Mark at least one case in the list.")


class TooManyMarked(Refusal):
    """More than one screen of cases at once cannot be looked over."""

    code, status = "too_many_marked", 422
    sentence = _("More than %(most)s cases are marked.")
    remedy = _("Do them page by page.")


class UndoOver(Refusal):
    """The seconds to take an act back are over, or it was taken back already."""

    code, status = "undo_over", 409
    sentence = _("This cannot be taken back any more.")
    remedy = _("Open the single cases and correct them there.")
