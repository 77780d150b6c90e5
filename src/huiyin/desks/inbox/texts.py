"""What a message of the inbox says, in the reader's language; the outbox keeps template and values only."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import DANGER_LABELS
from huiyin.registers.rules.words import CLOCK_LABELS, ClockKind

TEXTS: Mapping[str, tuple[Promise, str, str]] = {
    "assigned": (_("Handed to you"), "jade", "list"),
    "reopened": (_("Opened again by the resident"), "amber", "repeat"),
    "danger": (_("Danger: %(danger)s"), "hazard", "warning"),
    "review": (_("Pending list: time to look at it again"), "amber", "repeat"),
    "warning": (_("Time is running out: %(clock)s"), "amber", "soon"),
    "overdue": (_("Overdue: %(clock)s"), "red", "overdue"),
    "handed_back": (_("Handed back by %(who)s"), "amber", "repeat"),
    "resumed": (_("The pause is over: the clock runs again"), "amber", "running"),
    "wait_over": (_("The day of the wait has passed"), "amber", "soon"),
    "plan_late": (_("The day of the plan has passed"), "red", "overdue"),
    "escalation": (_("Overdue and passed on to you: %(clock)s"), "red", "overdue"),
    "failing": (_("The program does not get a step done: look at the request yourself"), "plum", "warning"),
    "owed-near": (_("An answer has to go out soon: %(to)s"), "amber", "soon"),
    "owed-over": (_("An answer should have gone out: %(to)s"), "red", "overdue"),
    "platform-extension-granted": (_("More time was granted by %(to)s"), "jade", "running"),
    "platform-extension-refused": (_("More time was refused by %(to)s"), "amber", "soon"),
    "platform-return-granted": (
        _("The order was taken back by %(to)s: the resident still needs an answer"),
        "amber",
        "repeat",
    ),
    "platform-return-refused": (_("The return was refused by %(to)s: go on handling"), "amber", "repeat"),
    "platform-not-solved": (_("Follow-up call of %(to)s: not solved"), "amber", "repeat"),
    # many hands
    "called": (_("A whistle calls your unit: report in"), "amber", "bell"),
    "call-warning": (_("Your unit was called; time is running out"), "amber", "soon"),
    "call-overdue": (_("A called unit is missing or late"), "red", "overdue"),
    "shared": (_("A case of another area was shared with you"), "jade", "copies"),
    "copied": (_("Copy: a case went straight to a community"), "plain", "copies"),
    "return": (_("A unit wants to return a case: decide"), "amber", "repeat"),
    "return-refused": (_("The return was refused: go on handling"), "amber", "repeat"),
    "dispute": (_("A dispatch is disputed: review it"), "amber", "repeat"),
    "dispute-rejected": (_("The dispute was rejected: go on handling"), "amber", "repeat"),
    "milestone": (_("An agreement: something is due soon"), "amber", "soon"),
    "milestone-missed": (_("An agreement: something was not done in time"), "red", "overdue"),
    "court": (_("An agreement: the days to ask the court are running out"), "amber", "soon"),
    "task-warning": (_("A task of a meeting is due soon: %(to)s"), "amber", "soon"),
    "task-overdue": (_("A task of a meeting is late: %(to)s"), "red", "overdue"),
    # days that have passed in what people settle together
    "day-vote": (_("The days of the vote are over: close it. %(to)s"), "amber", "overdue"),
    "day-result": (_("The result of the vote has to be posted: %(to)s"), "red", "overdue"),
    "day-round": (_("The round of the poll is over: close it. %(to)s"), "amber", "overdue"),
    "day-survey": (_("The last day of the survey has passed: close it. %(to)s"), "amber", "overdue"),
    "day-step": (_("The day of a proposal's step has passed: %(to)s"), "red", "overdue"),
    "day-rating": (_("The days of rating are over: settle it. %(to)s"), "amber", "overdue"),
    "day-meeting": (_("The day of the meeting has passed: was it held? %(to)s"), "amber", "overdue"),
    "day-stage": (_("A stage of the work is late: %(to)s"), "red", "overdue"),
    "day-fund-post": (_("Maintenance fund: an emergency was not posted in time: %(to)s"), "red", "overdue"),
    "day-fund-soon": (_("Maintenance fund: the owners have to ratify soon: %(to)s"), "amber", "soon"),
    "day-fund-late": (_("Maintenance fund: not ratified in time: %(to)s"), "red", "overdue"),
    "day-fund-over": (_("Maintenance fund: the days of the posting are over: %(to)s"), "amber", "overdue"),
    "day-accept": (_("The days of acceptance are over: settle it. %(to)s"), "amber", "overdue"),
    "day-duty": (_("A duty of an agreement is late: %(to)s"), "red", "overdue"),
    "day-renew": (_("An agreement ends soon: renew it, or let it end. %(to)s"), "amber", "clock"),
    "day-emergency": (
        _("Emergency service ends soon and no choice of the owners is linked: %(to)s"),
        "amber",
        "soon",
    ),
    "topic-recurs": (_("Comes again in one place: shared problem %(to)s"), "amber", "repeat"),
    "court-over": (_("An agreement: the days to ask the court are over"), "red", "overdue"),
}
"""Template → sentence, tone, icon."""
UNKNOWN: tuple[Promise, str, str] = (_("Something happened to a case"), "grey", "info")


def text_of(template: str, params: Mapping[str, Any]) -> tuple[str, str, str]:
    """Sentence, tone and icon of a message; a value that is missing or unknown does not break it."""
    sentence, tone, icon = TEXTS.get(template, UNKNOWN)
    danger, clock = str(params.get("danger", "")), str(params.get("clock", ""))
    known = clock in {kind.value for kind in ClockKind}
    words = {
        "who": str(params.get("who", "")),
        "to": str(params.get("to", "")),
        "danger": str(DANGER_LABELS.get(danger, danger)),
        "clock": str(CLOCK_LABELS[ClockKind(clock)]) if known else clock,
    }
    return str(sentence) % words, tone, icon
