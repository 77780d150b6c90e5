"""Rows of the clerk's list, in the shape the queue part draws; a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huiyin.casework.casefile import beside
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import ClockView
from huiyin.casework.casefile.words import State
from huiyin.casework.s2_triage.likely import likely_category
from huiyin.casework.s2_triage.listed import counted_alike
from huiyin.casework.s2_triage.near import MOST_LISTED
from huiyin.casework.s3_dispatch.reads import holders_of
from huiyin.casework.s6_topics.reads import topic_numbers_of
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

from .folding import Folded

SHOWN = 160
"""Characters of the text; two lines on a screen."""
PRESSING = frozenset({Urgency.E0, Urgency.E1, Urgency.E2})


@dataclass(frozen=True, slots=True)
class StateMark:
    """A state's code and staff word."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row."""

    url: str
    here: bool
    clock: ClockView | None
    number: str
    place: str
    text: str
    category: str
    urgency: str
    urgency_tone: str
    danger: str
    private: bool
    repeated: str
    alike: str
    topic: str
    photos: int
    who: str
    state: StateMark
    folded: Folded | None


def rows_of(
    viewer: Viewer, cases: Sequence[Case], at: datetime, *, keep: Mapping[str, str], here: str,
    folded: Mapping[UUID, Folded] = MappingProxyType({}),
) -> list[Row]:  # fmt: skip
    """Draw the cases.

    `keep` are the parameters of the list, `here` the number of the case beside it, `folded` what a row stands
    for beside its own case.
    """
    clocks, photos = beside.clocks_of(cases, at), beside.photos_of(cases)
    repeats, holders = beside.repeats_of(viewer, cases, at), holders_of(cases)
    alike = counted_alike(viewer, cases)
    topics = topic_numbers_of(viewer, [case.pk for case in cases])
    return [
        Row(
            url=f"?{urlencode({**keep, 'case': case.number})}#case",
            here=case.number == here,
            clock=clocks.get(case.pk),
            number=case.number,
            place=case.place.label if case.place else case.place_text or _("place unknown"),
            text=(case.content or case.title)[:SHOWN],
            category=_category(case, at),
            urgency=_urgency(case),
            urgency_tone="amber" if case.urgency in PRESSING else "plain",
            danger=danger_words(case.danger),
            private=case.private,
            repeated=_times(repeats.get(case.pk, 0)),
            alike=_alike(alike.get(case.pk, 0)),
            topic=_topic(topics.get(case.pk)),
            photos=photos.get(case.pk, 0),
            who=holders.get(case.pk, (0, ""))[1],
            state=StateMark(case.state, str(State(case.state).label)),
            folded=folded.get(case.pk),
        )
        for case in cases
    ]


def _times(n: int) -> str:
    return ngettext("%(n)s times", "%(n)s times", n) % {"n": n} if n else ""


def _alike(n: int) -> str:
    if n >= MOST_LISTED:
        return _("%(n)s or more alike") % {"n": MOST_LISTED}
    return ngettext("%(n)s alike", "%(n)s alike", n) % {"n": n} if n else ""


def _topic(no: int | None) -> str:
    return _("Shared problem %(no)s") % {"no": no} if no is not None else ""


def _category(case: Case, at: datetime) -> str:
    """The category; with a question mark while it is only a guess."""
    if case.category:
        leaf = categories_for(scope_tree().up(case.scope_id), at).get(case.category)
        return _(leaf.name) if leaf else case.category
    guess = likely_category(case, at) if case.state == State.RECEIVED else None
    return f"{_(guess.name)}?" if guess else ""


def _urgency(case: Case) -> str:
    """Only what presses is marked; a mark on every row marks nothing."""
    return str(URGENCY_LABELS[Urgency(case.urgency)]) if case.urgency in PRESSING else ""


def danger_words(kind: str) -> str:
    """What the danger is, in two or three characters."""
    return str(_DANGERS.get(kind) or _("danger")) if kind else ""


_DANGERS = {
    "gas": gettext_lazy("gas"),
    "fire": gettext_lazy("fire"),
    "electric_shock": gettext_lazy("electric shock"),
    "lift_trapped": gettext_lazy("trapped in a lift"),
    "life": gettext_lazy("life at risk"),
    "violence": gettext_lazy("violence"),
    "collapse": gettext_lazy("collapse"),
    "falling_object": gettext_lazy("falling objects"),
    "outage": gettext_lazy("long outage"),
}
