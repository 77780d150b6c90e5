"""Decisions: the forms they are written by, and the page of one."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiyin.bridges import decisions as bridge
from huiyin.bridges import works
from huiyin.bridges.threads import thread_of_decision
from huiyin.bridges.topics import beginning_of
from huiyin.casework.s6_topics.reads import topic_for
from huiyin.commons.c1_proposals.four_steps.reads import proposal_for
from huiyin.commons.c2_voices.owners_vote.reads import vote_for
from huiyin.commons.c3_decisions.acts import KEEP, Draft, decide
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.reads import decision_for
from huiyin.commons.c3_decisions.words import DecidedBy, DecisionState, Verb
from huiyin.commons.c4_works.working import Plan
from huiyin.commons.c5_agreements.reads import agreements_from
from huiyin.desks.proposals.names import fen
from huiyin.desks.steward.choices import NONE, organisation_choices, place_choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.desks.steward.tables import Link, Table, day, minute
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .forms import DecisionForm, ProjectForm, QuestionForm, ReasonForm
from .thread import thread_tables


def begin(viewer: Viewer) -> Errand:
    """Write a decision down that came of nothing kept here."""

    def act(told: dict[str, Any]) -> None:
        decide(place_id=int(told["place"]), what=_draft(told), by=viewer)

    options = {"place": place_choices(viewer, KEEP)}
    return Errand(_("Write a decision down"), _("Write down"), DecisionForm, act, reverse("works"), options)


def begin_from_topic(viewer: Viewer, topic_id: UUID) -> Errand:
    """Write down what was decided about a shared problem without a proposal."""
    topic = topic_for(viewer, topic_id)
    viewer.must(KEEP, topic.scope_id)

    def act(told: dict[str, Any]) -> None:
        bridge.decide_on_topic(topic_id=topic_id, place_id=int(told["place"]), what=_draft(told), by=viewer)

    inside = scope_tree().under([topic.scope_id])
    first = beginning_of(topic)
    before = {"place": first.place_id, "title": first.title}
    return Errand(
        _("Write a decision down"), _("Write down"), DecisionForm, act, reverse("topic", args=[topic.pk]),
        {"place": place_choices(viewer, KEEP, inside)}, topic.called, initial=before,
    )  # fmt: skip


def begin_from_proposal(viewer: Viewer, proposal_id: int) -> Errand:
    """Write down what a proposal came to."""
    found = proposal_for(viewer, proposal_id)
    viewer.must(KEEP, found.scope_id)
    back = reverse("proposal-work", args=[proposal_id])
    return _as_it_is(found.title, lambda: bridge.decide_by_proposal(proposal_id=proposal_id, by=viewer), back)


def begin_from_vote(viewer: Viewer, vote_id: int) -> Errand:
    """Write down what the owners decided."""
    found = vote_for(viewer, vote_id)
    viewer.must(KEEP, found.scope_id)
    passed = bridge.undecided_questions(viewer, vote_id)
    back = reverse("vote-work", args=[vote_id])

    def act(told: dict[str, Any]) -> None:
        bridge.decide_by_vote(vote_id=vote_id, no=int(told["question"]), by=viewer)

    questions = [(str(one.no), one.text) for one in passed] or [("1", found.title)]
    return Errand(
        _("Write the decision down"), _("Write down"), QuestionForm, act, back, {"question": questions},
        found.title, initial={"question": questions[0][0]},
    )  # fmt: skip


def _as_it_is(title: str, act: Callable[[], Decision], back: str) -> Errand:
    """Nothing is asked: what was decided stands where it was decided."""
    button = _("Write down")
    return Errand(_("Write the decision down"), button, Sure, lambda _told: act(), back, note=title)


def withdraw(viewer: Viewer, decision_id: int) -> Errand:
    """It holds no longer."""
    found = decision_for(viewer, decision_id)

    def act(told: dict[str, Any]) -> None:
        bridge.withdraw_decision(decision_id=decision_id, reason=told["reason"], by=viewer)

    return Errand(
        _("Withdraw the decision"), _("Withdraw it"), ReasonForm, act, _page(found), note=found.title
    )


def begin_project(viewer: Viewer, decision_id: int) -> Errand:
    """Begin the work it asks for."""
    found = decision_for(viewer, decision_id)

    def act(told: dict[str, Any]) -> None:
        unit = int(told["contractor"]) if told["contractor"] else None
        plan = Plan(told["title"], told["words"], unit, fen(told["budget"]))
        works.begin_project(decision_id=decision_id, plan=plan, by=viewer)

    units = organisation_choices(frozenset(scope_tree().up(found.scope_id)))
    return Errand(
        _("Begin the work"),
        _("Begin"),
        ProjectForm,
        act,
        _page(found),
        {"contractor": [NONE, *units]},
        found.title,
        initial={"title": found.title, "words": found.words},
    )


def one(request: HttpRequest, decision_id: int) -> HttpResponse:
    """A decision: what, by whom, under which rule and numbers, what came before and after."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    found = decision_for(viewer, decision_id)
    context = {
        "title": found.title, "sub": f"{found.place.label} · {found.get_state_display()} · {found.code}",
        "back": Link(_("Decisions and works"), reverse("works")), "steps": list(_steps(found)),
        "notes": [found.withdrawn_why] if found.withdrawn_why else [], "words": found.words,
        "facts": facts_of(found), "tables": list(_tables(viewer, found)),
    }  # fmt: skip
    return render(request, "works/thing.html", context)


def facts_of(found: Decision) -> list[dict[str, Any]]:
    """What a decision says about itself."""
    until = day(found.challenge_until) if found.challenge_until else _("the law names no day")
    facts: list[dict[str, Any]] = [
        {"label": _("How it was decided"), "value": DecidedBy(found.kind).label, "note": found.body},
        {"label": _("Day of the decision"), "value": day(found.decided_on)},
        {"label": _("Under which rule"), "value": found.article or "–"},
        {"label": _("May be challenged until"), "value": until},
    ]
    if found.entitled is not None:
        label = _("Homes that called it solved") if found.kind == DecidedBy.PROPOSAL else _("Agreed")
        facts.insert(1, {"label": label, "value": f"{found.agreed}/{found.entitled}"})
    return facts


def _steps(found: Decision) -> Iterator[Link]:
    if found.state == DecisionState.STANDING:
        yield Link(_("Begin the work"), reverse("project-new", args=[found.pk]))
        yield Link(_("Begin an agreement"), reverse("agreement-new", args=[found.pk]), soft=True)
        yield Link(_("Withdraw it"), reverse("decision-withdraw", args=[found.pk]), soft=True)


def _tables(viewer: Viewer, found: Decision) -> Iterator[Table]:
    yield from thread_tables(viewer, thread_of_decision(viewer, found))
    if agreed := list(agreements_from(viewer, found.pk)):
        rows = [
            (Link(one.title, reverse("agreement-work", args=[one.pk])), one.get_state_display(), one.code)
            for one in agreed
        ]
        yield Table(
            _("Agreements"), (pgettext("agreement", "Agreement"), _("Where it stands"), _("Code")), rows
        )
    lines = [
        (minute(line.at), line.actor_label or _("a clerk"), Verb(line.verb).label)
        for line in found.events.order_by("-seq")
    ]
    yield Table(_("Record"), (_("Time"), _("Who"), pgettext("record", "What")), lines)


def _page(found: Decision) -> str:
    return reverse("decision", args=[found.pk])


def _draft(told: dict[str, Any]) -> Draft:
    agreed, entitled = told["agreed"], told["entitled"]
    counted = None if agreed is None and entitled is None else (agreed or 0, entitled or 0)
    decided_on: date = told["decided_on"]
    return Draft(
        told["title"],
        told["words"],
        DecidedBy(told["kind"]),
        told["body"],
        decided_on,
        told["article"],
        counted,
    )
