"""One shared problem: what it is, why, who works on it, what was answered, its cases, what people said."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from huiyin.bridges.threads import thread_of_topic
from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics import reads
from huiyin.casework.s6_topics.models import Correction, Topic
from huiyin.casework.s6_topics.states import target_of
from huiyin.casework.s6_topics.words import STANDING, TopicState, Verb
from huiyin.desks.steward.tables import Link, Table, minute
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .saying import called, category_of, heat_of, people_of, span_of, state_of, trend_of, where_of, why_of

WIDEST = 20
"""Squares of the longest bar of the trend."""
STEPS: tuple[tuple[Verb, str, Promise, bool], ...] = (
    (Verb.CONFIRMED, "topic-confirm", pgettext_lazy("topic", "It is one problem"), False),
    (Verb.RENAMED, "topic-rename", pgettext_lazy("topic", "Rename"), True),
    (Verb.SPLIT, "topic-split", pgettext_lazy("topic", "Split"), True),
    (Verb.JOINED, "topic-join", pgettext_lazy("topic", "Join to another"), True),
    (Verb.PUT_IN, "topic-in", pgettext_lazy("topic", "Put in"), True),
    (Verb.TAKEN_OUT, "topic-out", pgettext_lazy("topic", "Take out"), True),
    (Verb.SETTLED, "topic-settle", pgettext_lazy("topic", "Solved"), True),
    (Verb.REJECTED, "topic-reject", pgettext_lazy("topic", "Not one problem"), True),
    (Verb.TAKEN_UP, "topic-up", pgettext_lazy("topic", "Take it up again"), False),
)
"""The word, the address it leads to, what the button says, whether it stands back."""


def one(request: HttpRequest, topic_id: UUID) -> HttpResponse:
    """The page. Raises NotThere."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    topic = reads.topic_for(viewer, topic_id)
    context = {
        "title": called(topic),
        "sub": " · ".join((where_of(topic), state_of(topic), _("Shared problem %(no)s") % {"no": topic.no})),
        "back": Link(_("Shared problems"), reverse("topics")), "steps": list(_steps(viewer, topic)),
        "joined": topic.joined_into, "joined_called": called(topic.joined_into) if topic.joined_into else "",
        "why": why_of(topic), "facts": _facts(topic),
        "tables": list(_tables(viewer, topic)),
    }  # fmt: skip
    return render(request, "topics/topic.html", context)


def _steps(viewer: Viewer, topic: Topic) -> Iterator[Link]:
    if not viewer.may(Permission.TOPIC_WORK, topic.scope_id):
        return
    for verb, name, words, soft in STEPS:
        if target_of(verb, TopicState(topic.state)) is None:
            continue
        again = verb is Verb.CONFIRMED and topic.state == TopicState.CONFIRMED
        yield Link(words, reverse(name, args=[topic.pk]), soft=soft or again)
    if topic.state in STANDING and viewer.may(Permission.PROPOSAL_WORK, topic.scope_id):
        yield Link(pgettext("topic", "Make a proposal"), reverse("proposal-from-topic", args=[topic.pk]))
        yield Link(_("Write a decision down"), reverse("decision-from-topic", args=[topic.pk]), soft=True)


def _facts(topic: Topic) -> list[dict[str, Any]]:
    told = reads.answered_so_far(topic)
    parties = "、".join(f"{name} {n}" for name, n in reads.parties_of(topic))
    answered = _("%(answered)s of %(n)s answered, %(open)s open") % {
        "answered": told.answered, "n": told.n, "open": told.open,
    }  # fmt: skip
    judged = told.solved + told.not_solved
    solved = _("%(solved)s of %(judged)s who judged say solved") % {"solved": told.solved, "judged": judged}
    return [
        {"label": _("Who asks"), "value": people_of(topic), "note": category_of(topic)},
        {"label": pgettext("topic", "When"), "value": span_of(topic)},
        {"label": pgettext("topic", "Heat"), "value": heat_of(topic), "note": _trend(topic)},
        {"label": _("Given to"), "value": parties or _("nobody yet")},
        {"label": _("Answered so far"), "value": answered, "note": solved if judged else ""},
        {"label": _("How it came"), "value": topic.get_came_display()},
    ]


def _trend(topic: Topic) -> str:
    return _("last 30 days / 30 before: %(trend)s") % {"trend": trend_of(topic)}


def _tables(viewer: Viewer, topic: Topic) -> Iterator[Table]:
    found = reads.members_of(viewer, topic)
    hidden = ngettext("%(n)s more you may not see.", "%(n)s more you may not see.", found.hidden)
    headings = (_("Request"), _("Place"), _("Time of receipt"), _("State"), _("Number"))
    yield Table(
        _("Its requests"), headings, [_case(case) for case in found.cases],
        note=hidden % {"n": found.hidden} if found.hidden else "",
        empty=_("None of its requests is yours to see."),
    )  # fmt: skip
    thread = thread_of_topic(viewer, topic)
    if proposals := thread.proposals:
        rows = [
            (Link(one.title, reverse("proposal-work", args=[one.pk])), one.get_state_display(), one.code)
            for one in proposals
        ]
        yield Table(_("Proposals that came of it"), (_("Proposal"), _("Where it stands"), _("Code")), rows)
    came = [
        (
            _("Decision"),
            Link(one.title, reverse("decision", args=[one.pk])),
            one.get_state_display(),
            one.code,
        )
        for one in thread.decisions
    ]
    came += [
        (_("Project"), Link(one.title, reverse("work", args=[one.pk])), one.get_state_display(), one.code)
        for one in thread.projects
    ]
    if came:
        yield Table(_("What came of it"), (_("Step"), _("What"), _("Where it stands"), _("Code")), came)
    yield _months(topic)
    headings = (_("Time"), _("Who"), _("What"), _("Words"))
    rows = [_word(one) for one in reads.words_on(topic)]
    yield Table(_("What people said of it"), headings, rows, empty=_("Nobody has looked at it yet."))


def _case(case: Case) -> tuple[Any, ...]:
    return (
        Link(case.title, reverse("case", args=[case.number])),
        case.place.label if case.place else case.place_text or "–",
        minute(case.received_at), case.get_state_display(), case.number,
    )  # fmt: skip


def _months(topic: Topic) -> Table:
    """Requests by month, drawn with squares that print in black and white."""
    months = reads.months_of(topic)
    most = max((n for _month, n in months), default=1)
    rows = [
        (timezone.localtime(month).strftime("%Y-%m"), n, "■" * max(1, round(n * min(WIDEST, most) / most)))
        for month, n in months
    ]
    return Table(_("Requests by month"), (_("Month"), _("Requests"), gettext_lazy("Drawn")), rows)


def _word(one: Correction) -> tuple[Any, ...]:
    about = ngettext("%(n)s request", "%(n)s requests", len(one.cases)) % {"n": len(one.cases)}
    other = Link(called(one.other), reverse("topic", args=[one.other.pk])) if one.other else None
    words = "；".join(filter(None, (about if one.cases else "", one.why)))
    return (
        minute(one.at), one.actor_label or _("a clerk"), one.get_verb_display(), other or words or "–",
    )  # fmt: skip
