"""Every step the case page can offer: its words, its form, when it is open, and what it does.

The page shows exactly the steps whose `open` holds; each has its own address behind its own permission.
"""

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s5_closure.follow_up import ATTEMPTS
from huiyin.registers.people.words import Permission

from . import doing, forms, sort_form
from .facts import Facts
from .mark_steps import MARKING
from .resting_steps import RESTING
from .step import Step
from .together_steps import TOGETHER

P = Permission


def _asks_regrade(facts: Facts) -> bool:
    return facts.handles and facts.regrade is None and bool(facts.higher_tiers)


def _decides(facts: Facts) -> bool:
    asked = facts.regrade if facts.may(P.CASE_SUPERVISE) else None
    return asked is not None and asked.asked_by != facts.viewer.actor


def _reviews(facts: Facts) -> bool:
    review = facts.review if facts.can(Verb.DECLINED) else None
    return review is not None and review.asked_by != facts.viewer.actor


def _reveals(facts: Facts) -> bool:
    return facts.may(P.CASE_READ_CONTACT) and bool(facts.phone) and not facts.open_phone


def _notes(facts: Facts) -> bool:
    return facts.case.state != State.HISTORY and (facts.handles or facts.may(P.CASE_READ))


STEPS = (
    Step("sort", _("Sort"), P.CASE_TRIAGE, sort_form.SortForm, lambda f: f.sorts, doing.sort, _("Sorted.")),
    Step(
        "accept",
        _("Accept"),
        P.CASE_HANDLE,
        forms.PlainForm,
        lambda f: f.handles and f.can(Verb.ACCEPTED),
        doing.accept,
        _("Accepted."),
        "button-primary",
    ),
    Step(
        "arrive",
        _("On site"),
        P.CASE_HANDLE,
        forms.PlainForm,
        lambda f: f.handles and f.can(Verb.ARRIVED),
        doing.arrive,
        _("Arrival noted."),
    ),
    Step(
        "resume",
        _("Resume the clock"),
        P.CASE_HANDLE,
        forms.PlainForm,
        lambda f: f.handles and f.paused,
        doing.resume,
        _("The clock runs again."),
    ),
    Step(
        "propose",
        _("Give the answer"),
        P.CASE_HANDLE,
        forms.AnswerForm,
        lambda f: f.handles,
        doing.answer,
        _("The answer was given; the resident is asked."),
        key="template",
    ),
    Step(
        "done",
        _("Work done"),
        P.CASE_HANDLE,
        forms.OptionalNoteForm,
        lambda f: f.handles,
        doing.done,
        _("The work is marked done."),
    ),
    Step(
        "contact",
        _("Resident contacted"),
        P.CASE_HANDLE,
        forms.OptionalNoteForm,
        lambda f: f.handles,
        doing.contact,
        _("The contact is noted."),
    ),
    Step(
        "evidence",
        _("Add a photo"),
        P.CASE_HANDLE,
        forms.EvidenceForm,
        lambda f: f.handles,
        doing.evidence,
        _("The photo was added."),
    ),
    Step(
        "plan",
        _("Publish a plan"),
        P.CASE_HANDLE,
        forms.PlanForm,
        lambda f: f.handles,
        doing.plan,
        _("The plan was published."),
    ),
    Step(
        "regrade",
        _("Ask for a higher class"),
        P.CASE_HANDLE,
        forms.RegradeForm,
        _asks_regrade,
        doing.ask_regrade,
        _("The change of class was asked for."),
    ),
    Step(
        "pause",
        _("Pause the clock"),
        P.CASE_HANDLE,
        forms.PauseForm,
        lambda f: f.handles and not f.paused and bool(f.pause_reasons),
        doing.pause,
        _("The clock stands still."),
    ),
    Step(
        "decide",
        _("Decide the class"),
        P.CASE_SUPERVISE,
        forms.DecideForm,
        _decides,
        doing.decide_regrade,
        _("The decision was written down."),
        "button-primary",
    ),
    Step(
        "call",
        _("Write down a call"),
        P.CASE_FOLLOW_UP,
        forms.CallForm,
        lambda f: f.calls,
        doing.call,
        _("The call was written down."),
        "button-primary",
    ),
    Step(
        "give-up",
        _("End: not reached"),
        P.CASE_FOLLOW_UP,
        forms.PlainForm,
        lambda f: f.calls and f.days_tried >= ATTEMPTS,
        doing.give_up,
        _("The case ended as not reached."),
    ),
    Step(
        "review",
        _("Review"),
        P.CASE_REVIEW,
        forms.ReviewForm,
        _reviews,
        doing.review,
        _("The review was written down."),
        "button-primary",
    ),
    Step(
        "dispatch",
        _("Give to somebody else"),
        P.CASE_DISPATCH,
        sort_form.DispatchForm,
        lambda f: f.can(Verb.DISPATCHED) and f.case.state in WITH_HANDLER,
        doing.dispatch,
        _("Dispatched."),
    ),
    Step(
        "undo",
        _("Take the dispatch back"),
        P.CASE_DISPATCH,
        forms.ReasonForm,
        lambda f: f.can(Verb.DISPATCH_UNDONE),
        doing.undo,
        _("The dispatch was taken back."),
    ),
    Step(
        "answer",
        _("Answer directly"),
        P.CASE_DISPATCH,
        forms.AnswerForm,
        lambda f: f.case.state == State.RECEIVED and f.can(Verb.PROPOSED),
        doing.answer,
        _("The answer was given; the resident is asked."),
        key="template",
    ),
    Step(
        "decline",
        _("Not accepted"),
        P.CASE_TRIAGE,
        forms.DeclineForm,
        lambda f: f.can(Verb.DECLINE_ASKED),
        doing.decline,
        _("Sent for review by a second person."),
    ),
    *TOGETHER,
    *RESTING,
    *MARKING,
    Step(
        "renew",
        _("Give a new link"),
        P.CASE_TRIAGE,
        forms.RenewForm,
        lambda f: f.hands_slips,
        doing.renew,
        _("The old link and code open nothing any more. Hand over the new slip."),
    ),
    Step("note", _("Note"), P.INBOX_READ, forms.NoteForm, _notes, doing.note, _("Noted.")),
    Step(
        "reveal",
        _("Show the number"),
        P.CASE_READ_CONTACT,
        forms.RevealForm,
        _reveals,
        doing.reveal,
        _("The number is shown for ten minutes; that you opened it is on record."),
    ),
)
