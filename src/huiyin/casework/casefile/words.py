"""The words of casework: states with a staff word and a public word, channels, kinds, verbs."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case stands; the label is the staff word."""

    RECEIVED = "received", _("To be triaged")
    DISPATCHED = "dispatched", _("Dispatched")
    ACCEPTED = "accepted", _("Accepted")
    ARRIVED = "arrived", _("On site")
    PROPOSED = "proposed", _("Answered, waiting for the resident")
    FOLLOW_UP = "follow_up", _("To be followed up")
    DECLINING = "declining", _("Not accepted, under review")
    CONFIRMED = "confirmed", _("Confirmed by the resident")
    LAPSED = "lapsed", _("Ended by silence")
    ATTESTED = "attested", _("Confirmed on the resident's behalf")
    UNREACHED = "unreached", _("Ended, resident not reached")
    DECLINED = "declined", _("Not accepted")
    MERGED = "merged", _("Joined to another request")
    SUSPENDED = "suspended", _("On the pending list")
    WITHDRAWN = "withdrawn", _("Withdrawn by the resident")
    HISTORY = "history", _("Old record")


class PublicState(models.TextChoices):
    """What residents see: five plain states, two in which it rests, and how it ended."""

    RECEIVED = "received", _("Received")
    ASSIGNED = "assigned", _("Handed over")
    ARRIVED = "arrived", _("Somebody is there")
    WORKING = "working", _("Somebody took it on")
    ANSWERED = "answered", _("Done, please confirm")
    JOINED = "joined", _("Handled together with your neighbours' request")
    SUSPENDED = "suspended", _("Cannot be solved now, will be looked at again")
    ENDED = "ended", _("Ended")


PUBLIC: dict[State, PublicState] = {
    State.RECEIVED: PublicState.RECEIVED,
    State.DISPATCHED: PublicState.ASSIGNED,
    State.ACCEPTED: PublicState.WORKING,
    State.ARRIVED: PublicState.ARRIVED,
    State.PROPOSED: PublicState.ANSWERED,
    State.FOLLOW_UP: PublicState.ANSWERED,
    State.DECLINING: PublicState.RECEIVED,
    State.CONFIRMED: PublicState.ENDED,
    State.LAPSED: PublicState.ENDED,
    State.ATTESTED: PublicState.ENDED,
    State.UNREACHED: PublicState.ENDED,
    State.DECLINED: PublicState.ENDED,
    State.MERGED: PublicState.JOINED,
    State.SUSPENDED: PublicState.SUSPENDED,
    State.WITHDRAWN: PublicState.ENDED,
    State.HISTORY: PublicState.ENDED,
}

WITH_HANDLER = (State.DISPATCHED, State.ACCEPTED, State.ARRIVED)
MOVING = (State.RECEIVED, *WITH_HANDLER)
"""Nobody has answered yet."""
OPEN = (State.RECEIVED, *WITH_HANDLER, State.PROPOSED, State.FOLLOW_UP, State.DECLINING)
"""Somebody has to do something about it. Indexes of the queue hold these."""
RESTING = (State.MERGED, State.SUSPENDED)
"""Not ended, and nobody works on it itself: another case carries it, or it waits for its review."""
CLOSED = (State.CONFIRMED, State.LAPSED, State.ATTESTED, State.UNREACHED, State.DECLINED)
"""Ended with a written answer."""
ENDED = (*CLOSED, State.WITHDRAWN)
ANSWERED = (State.PROPOSED, State.FOLLOW_UP, State.DECLINING, *CLOSED)
"""States that no case can have without a written answer (report 001: every matter has an answer)."""


class Channel(models.TextChoices):
    """Where a request came from: the five of report 000, the code on the door, the counter, programs."""

    HOTLINE = "H", _("Hotline 12345")
    GRID = "G", _("Grid")
    NET = "N", _("WeChat group or video account")
    VISIT = "V", _("Door visit or reception day")
    DELEGATE = "T", _("Delegate's proposal")
    CODE = "Q", _("QR code")
    COUNTER = "C", _("Counter or telephone")
    PROGRAM = "P", _("Another program")


class Kind(models.TextChoices):
    """What is asked for (接诉即办条例 2; praise added)."""

    CONSULT = "consult", _("Question")
    HELP = "help", _("Request for help")
    COMPLAINT = "complaint", _("Complaint")
    REPORT = "report", _("Report of wrongdoing")
    SUGGESTION = "suggestion", _("Suggestion")
    PRAISE = "praise", _("Praise")


class Ringing(models.TextChoices):
    """What became of a telephone call by which an alarm reaches somebody at work."""

    CALLED = "called", pgettext_lazy("telephone", "called")
    ANSWERED = "answered", pgettext_lazy("telephone", "answered")
    NOT_ANSWERED = "not_answered", _("not answered, told by message")
    FAILED = "failed", _("the call could not be made, told by message")
    UNCLEAR = "unclear", _("not known whether it was answered, told by message")
    SPARED = "spared", _("called often enough already, told by message")


class Verb(models.TextChoices):
    """What can happen to a case; each is one line of its timeline."""

    TAKEN_IN = "taken_in", _("Received")
    TRIAGED = "triaged", _("Sorted")
    DISPATCHED = "dispatched", _("Dispatched")
    DISPATCH_UNDONE = "dispatch_undone", _("Dispatch taken back")
    ACKNOWLEDGED = "acknowledged", _("Alarm acknowledged")
    ACCEPTED = "accepted", _("Accepted")
    CONTACTED = "contacted", _("Resident contacted")
    ARRIVED = "arrived", _("Arrived on site")
    DONE = "done", _("Work marked done")
    STEP_UNDONE = "step_undone", _("Step taken back")
    HANDED_BACK = "handed_back", _("Handed back by the worker")
    NOTED = "noted", _("Note")
    EVIDENCE = "evidence", _("Evidence added")
    PAUSED = "paused", _("Clock paused")
    RESUMED = "resumed", _("Clock resumed")
    WAITS = "waits", _("Waits, the clocks run on")
    WAIT_OVER = "wait_over", _("Day of the wait passed")
    WAIT_ENDED = "wait_ended", _("Waiting is over")
    REGRADE_ASKED = "regrade_asked", _("Change of class asked for")
    REGRADED = "regraded", _("Class changed")
    REGRADE_REFUSED = "regrade_refused", _("Change of class refused")
    PLAN_TOLD = "plan_told", _("Plan published")
    PLAN_LATE = "plan_late", _("Day of the plan passed")
    PROPOSED = "proposed", _("Answer given")
    VERDICT = "verdict", _("Resident's verdict")
    REOPENED = "reopened", _("Reopened")
    LAPSED = "lapsed", _("Ended by silence")
    TO_FOLLOW_UP = "to_follow_up", _("Handed to follow-up")
    CALLED = "called", _("Follow-up call")
    ATTESTED = "attested", _("Confirmed on the resident's behalf")
    UNREACHED = "unreached", _("Ended, resident not reached")
    DECLINE_ASKED = "decline_asked", _("Not accepted, sent for review")
    DECLINED = "declined", _("Not accepted")
    DECLINE_OVERTURNED = "decline_overturned", _("Review: to be handled after all")
    WARNED = "warned", _("Time is running out")
    OVERDUE = "overdue", _("Overdue")
    CLIMBED = "climbed", _("Passed up")
    RUNG = "rung", _("Telephone call to somebody at work")
    ADDED = "added", _("Words added by the resident")
    FILE_LET_IN = "file_let_in", _("A file that waited was looked at and added")
    FILE_DROPPED = "file_dropped", _("A file that waited was not taken over")
    EVIDENCE_DROPPED = "evidence_dropped", _("A picture of the work that waited was not taken over")
    CONTACT_LEFT = "contact_left", _("Resident changed how to be reached")
    LINK_RENEWED = "link_renewed", _("New link and query code given")
    MERGED = "merged", _("Handled together with another request")
    JOINED = "joined", _("Another request joined")
    MERGE_UNDONE = "merge_undone", _("Handled on its own again")
    PARTED = "parted", _("A joined request left")
    NOT_SOLVED_JOINED = "not_solved_joined", _("A joined requester says: not solved")
    SPLIT = "split", _("A part got its own number")
    SPLIT_OFF = "split_off", _("Split off from another request")
    SPLIT_UNDONE = "split_undone", _("Split taken back")
    ABSORBED = "absorbed", _("Belongs to a larger incident")
    INCIDENT_CHANGED = "incident_changed", _("News of the incident")
    RELEASED = "released", _("Taken out of the incident")
    SUSPEND_ASKED = "suspend_asked", _("Pending list asked for")
    SUSPENDED = "suspended", _("Put on the pending list")
    SUSPEND_REFUSED = "suspend_refused", _("Pending list refused")
    REVIEW_DUE = "review_due", _("Pending list: review is due")
    UNSUSPENDED = "unsuspended", _("Taken off the pending list")
    EXTEND_ASKED = "extend_asked", _("Extension asked for")
    EXTENDED = "extended", _("Time limit extended")
    EXTEND_REFUSED = "extend_refused", _("Extension refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    MARK_ASKED = "mark_asked", _("Mark “possibly a nuisance” asked for")
    MARKED = "marked", _("Marked as possibly a nuisance")
    MARK_REFUSED = "mark_refused", _("Mark “possibly a nuisance” refused")
    MARK_LIFTED = "mark_lifted", _("Mark “possibly a nuisance” lifted")
    WAITS_APART = "waits_apart", _("Waits for a person: the same words again")
    # many hands
    WHISTLED = "whistled", _("Whistle blown")
    REPORTED_IN = "reported_in", _("Called party reported in")
    CALL_PRESENT = "call_present", _("Called party on site")
    CALL_PROGRESS = "call_progress", _("Called party told how far it is")
    DELIVERED = "delivered", _("Called party delivered its result")
    CALLED_OFF = "called_off", _("Call taken back")
    CALL_RATED = "call_rated", _("Delivery of a called party rated")
    WHISTLE_REVIEWED = "whistle_reviewed", _("Whistle reviewed")
    CALL_WARNED = "call_warned", _("Called party: time is running out")
    CALL_OVERDUE = "call_overdue", _("Called party missing or late")
    CALL_CLIMBED = "call_climbed", _("Called party: passed up")
    RETURN_ASKED = "return_asked", _("Return asked for")
    RETURNED = "returned", _("Returned and given on")
    RETURN_REFUSED = "return_refused", _("Return refused")
    DISPUTED = "disputed", _("Dispatch disputed")
    DISPUTE_REVIEWED = "dispute_reviewed", _("Dispute reviewed")
    COPIED = "copied", _("Copied to the upper level")
    SHARED = "shared", _("Shared with another area")
    UNSHARED = "unshared", _("No longer shared")
    TAKEN_OVER = "taken_over", _("Handed over to the new company")
    OWED = "owed", _("An answer is owed outside")
    OWED_LATE = "owed_late", _("The answer owed outside is late")
    GIVEN_BACK = "given_back", _("Answer given back outside")
    PLATFORM_ASKED = "platform_asked", _("Asked of the platform")
    PLATFORM_SENT = "platform_sent", _("Sent to the platform")
    PLATFORM_ANSWERED = "platform_answered", _("The platform answered")
    PLATFORM_CALLED = "platform_called", _("Follow-up call of the platform")
    MEDIATION = "mediation", _("Mediation")
    MEDIATION_DUE = "mediation_due", _("Mediation: a date is near or past")
    WORK_TOLD = "work_told", _("News of the work on it")
    # two at one job, one of them without network
    CAME_LATE = "came_late", _("Came late from a telephone")
    CONFLICT_SETTLED = "conflict_settled", _("Settled which holds")


PUBLIC_VERBS = frozenset(Verb) - {
    Verb.NOTED,
    Verb.CLIMBED,
    Verb.RUNG,
    Verb.WARNED,
    Verb.ACKNOWLEDGED,
    Verb.REGRADE_REFUSED,
    Verb.CALLED,
    Verb.EVIDENCE,
    Verb.EVIDENCE_DROPPED,
    Verb.PARTED,
    Verb.NOT_SOLVED_JOINED,
    Verb.SUSPEND_ASKED,
    Verb.SUSPEND_REFUSED,
    Verb.REVIEW_DUE,
    Verb.EXTEND_ASKED,
    Verb.EXTEND_REFUSED,
    # a doubt about a report is no statement to anybody
    Verb.MARK_ASKED,
    Verb.MARKED,
    Verb.MARK_REFUSED,
    Verb.MARK_LIFTED,
    Verb.WAITS_APART,
    # many hands: what the units owe each other stays inside, and so does every word of a mediation
    Verb.CALL_PRESENT,
    Verb.CALL_PROGRESS,
    Verb.CALLED_OFF,
    Verb.CALL_RATED,
    Verb.WHISTLE_REVIEWED,
    Verb.CALL_WARNED,
    Verb.CALL_OVERDUE,
    Verb.CALL_CLIMBED,
    Verb.RETURN_ASKED,
    Verb.RETURNED,
    Verb.RETURN_REFUSED,
    Verb.DISPUTED,
    Verb.DISPUTE_REVIEWED,
    Verb.COPIED,
    Verb.SHARED,
    Verb.UNSHARED,
    Verb.MEDIATION,
    Verb.MEDIATION_DUE,
    # what the office owes another system or a delegate
    Verb.OWED,
    Verb.OWED_LATE,
    Verb.GIVEN_BACK,
    Verb.PLATFORM_ASKED,
    Verb.PLATFORM_SENT,
    Verb.PLATFORM_ANSWERED,
    Verb.PLATFORM_CALLED,
    # what came late is for those at work
    Verb.CAME_LATE,
    Verb.CONFLICT_SETTLED,
}
"""Lines a resident sees of the own case. Inner notes and alarms stay inside."""

DOUBTS = frozenset({Verb.MARK_ASKED, Verb.MARKED, Verb.MARK_REFUSED, Verb.MARK_LIFTED, Verb.WAITS_APART})
"""Lines only those see who read the cases of the place: a doubt must not colour the work on a case."""

EMERGENCY: dict[str, tuple[str, Promise]] = {
    "gas": ("119", _("Gas: open the windows, leave, touch no switch, call from outside")),
    "fire": ("119", _("Fire: get out and call the fire brigade")),
    "lift": ("119", _("Trapped in a lift: press the alarm, wait, do not force the door")),
    "crime": ("110", _("In danger from somebody: call the police")),
    "life": ("120", _("Somebody is ill or hurt: call an ambulance")),
}

DANGER_LABELS: dict[str, Promise] = {
    "gas": _("Gas leak"),
    "fire": _("Fire"),
    "electric_shock": _("Electric shock"),
    "lift_trapped": _("Trapped in a lift"),
    "life": _("Life in danger"),
    "violence": _("Violence"),
    "collapse": _("Danger of collapse"),
    "falling_object": _("Falling objects"),
    "outage": _("Long outage"),
}
"""The kinds of danger that reading finds, in the words of a badge."""
