"""The forms of a vote, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.commons.c2_voices.owners_vote import (
    counted,
    delivering,
    drafting,
    mandates,
    objections,
    opening,
    papers,
)
from huiyin.commons.c2_voices.owners_vote.counting import Sums
from huiyin.commons.c2_voices.owners_vote.reads import heads_at, mandates_of, vote_for
from huiyin.commons.c2_voices.owners_vote.rules import rules_of
from huiyin.commons.c2_voices.owners_vote.words import Means, PaperEnd, Reached
from huiyin.desks.case.doing import UnknownPlace
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand, Sure, Why
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import decisions_for
from huiyin.registers.rules.words import MODE_LABELS, LegalMode, Repeated, Silence

from .forms import (
    AnswerForm,
    DeliveryForm,
    EndPaperForm,
    ObjectionFor,
    OfficialForm,
    PickMandate,
    PickQuestion,
    QuestionForm,
    VoteForm,
)

_ORGANISE, _ENTER = Permission.VOTE_ORGANISE, Permission.VOTE_ENTER


def begin(viewer: Viewer) -> Errand:
    """Prepare a vote."""
    scopes = viewer.grants.get(_ORGANISE, frozenset())
    estates = Place.objects.filter(kind=PlaceKind.ESTATE, scope_id__in=scopes).order_by("label")
    if not estates:
        raise NotThere
    modes: Choices = []
    for rules in {id(held): held for held in (_rules(one.scope_id) for one in estates)}.values():
        modes = [*modes, *(one for one in modes_here(rules) if one not in modes)]

    def act(told: dict[str, Any]) -> None:
        drafting.draft_vote(scope_id=int(told["scope"]), plan=plan_from(told), by=viewer)

    options: dict[str, Choices] = {
        "scope": [(str(one.scope_id), one.label) for one in estates],
        "mode": modes,
    }
    back = reverse("votes")
    note = _("The rules in force in the estate decide what is lawful here; each says whether it binds.")
    initial = {"silence": Silence.ABSENT.value, "repeated": Repeated.LAST.value}
    return Errand(_("Prepare a vote"), _("Prepare"), VoteForm, act, back, options, note, initial=initial)


def change(viewer: Viewer, vote_id: int) -> Errand:
    """Change a draft."""
    vote = vote_for(viewer, vote_id, _ORGANISE)

    def act(told: dict[str, Any]) -> None:
        drafting.change_draft(vote_id=vote_id, plan=plan_from(told), by=viewer)

    fields = ("title", "words", "called_by", "mode", "opens_on", "repeated", "silence", "clause")
    initial = {name: getattr(vote, name) for name in fields}
    initial["last_day"] = drafting.last_day_of(vote)
    options = {"mode": modes_here(rules_of(vote))}
    return Errand(_("Change the draft"), _("Save"), VoteForm, act, _page(vote), options, initial=initial)


def _rules(scope_id: int) -> Decisions:
    held = decisions_for(scope_tree().up(scope_id), now()).rules
    assert isinstance(held, Decisions)  # noqa: S101 - decisions_for gives no other
    return held


def modes_here(rules: Decisions) -> Choices:
    """The lawful ways to hold a vote."""
    return [(mode.value, MODE_LABELS[mode]) for mode in rules.modes]


def plan_from(told: dict[str, Any]) -> drafting.Plan:
    """What the form says a vote is to be."""
    return drafting.Plan(
        title=told["title"], words=told["words"], called_by=told["called_by"], mode=LegalMode(told["mode"]),
        opens_on=told["opens_on"], last_day=told["last_day"], silence=Silence(told["silence"]),
        clause=told["clause"], repeated=Repeated(told["repeated"]),
    )  # fmt: skip


def ask(viewer: Viewer, vote_id: int) -> Errand:
    """Add a question."""
    vote = vote_for(viewer, vote_id, _ORGANISE)

    def act(told: dict[str, Any]) -> None:
        lines = told["answers"].splitlines()
        drafting.ask(vote_id=vote_id, matter=told["matter"], text=told["text"], answers=lines, by=viewer)

    matters = rules_of(vote).matters.values()
    options = {"matter": [(one.key, f"{said(one)} {one.article}") for one in matters]}
    return Errand(_("Add a question"), _("Add it"), QuestionForm, act, _page(vote), options)


def unask(viewer: Viewer, vote_id: int) -> Errand:
    """Take a question out."""
    vote = vote_for(viewer, vote_id, _ORGANISE)
    options = {"no": [(str(one.no), f"{one.no}. {one.text}") for one in vote.questions.all()]}

    def act(told: dict[str, Any]) -> None:
        drafting.unask(vote_id=vote_id, no=int(told["no"]), by=viewer)

    return Errand(_("Take a question out"), _("Take it out"), PickQuestion, act, _page(vote), options)


MOVES: dict[str, tuple[Any, Any, Any, Any]] = {
    "notice": (opening.give_notice, gettext_lazy("Give notice"), gettext_lazy("Give notice"), gettext_lazy(
        "From now on question, rules and days cannot be changed. Print the notice and post it.")),
    "open": (opening.open_vote, gettext_lazy("Open the vote"), gettext_lazy("Open"), gettext_lazy(
        "The roll is written from the register and frozen, with areas and owners as they are at this"
        " moment.")),
    "papers": (papers.issue_papers, gettext_lazy("Issue paper ballots"), gettext_lazy("Issue"), gettext_lazy(
        "A numbered ballot for every owner without a valid one. Then print them.")),
    "links": (delivering.send_links, gettext_lazy("Send the personal links"), gettext_lazy("Send"),
        gettext_lazy(
        "Every owner with a mobile number gets the own link by text message, once.")),
    "close": (counted.close_vote, gettext_lazy("Close the vote"), gettext_lazy("Close"), gettext_lazy(
        "Not before the announced end. Afterwards no ballot counts any more.")),
    "count": (counted.count_vote, gettext_lazy("Count"), gettext_lazy("Count"), gettext_lazy(
        "The sealed choices are opened and counted. Another person posts the result.")),
    "post": (counted.post_result, gettext_lazy("Post the result"), gettext_lazy("Post"), gettext_lazy(
        "Everybody reads it from now on, and the days for objections begin. Print the notice of the"
        " result.")),
    "finish": (counted.finish, gettext_lazy("Declare the result final"), gettext_lazy("Final"), gettext_lazy(
        "When the days for objections are over and each has its answer.")),
    "cancel": (opening.cancel, gettext_lazy("Call the vote off"), gettext_lazy("Call off"), gettext_lazy(
        "Choices stay sealed for good. Everybody reads why.")),
    "void": (opening.void, gettext_lazy("Declare the vote void"), gettext_lazy("Void"), gettext_lazy(
        "Everybody reads why. Prepare it anew.")),
}  # fmt: skip
"""What can be done with a vote: the act, title, button, and what it means."""
WITH_REASON = ("cancel", "void")


def do(viewer: Viewer, vote_id: int, move: str) -> Errand:
    """A step of the vote."""
    vote = vote_for(viewer, vote_id, _ORGANISE)
    if move not in MOVES:
        raise NotThere
    run, title, button, note = MOVES[move]

    def act(told: dict[str, Any]) -> None:
        more = {"reason": told["reason"]} if move in WITH_REASON else {}
        run(vote_id=vote_id, by=viewer, **more)

    form = Why if move in WITH_REASON else Sure
    return Errand(title, button, form, act, _page(vote), note=note)


def deliver(viewer: Viewer, vote_id: int) -> Errand:
    """Note a delivery."""
    vote = vote_for(viewer, vote_id, _ENTER)

    def act(told: dict[str, Any]) -> None:
        delivering.record_delivery(
            vote_id=vote_id, head_ids=heads_spoken(vote, told["door"]), means=Means(told["means"]),
            reached=Reached(told["reached"]), to_whom=told["to_whom"], warned=told["warned"], by=viewer,
        )  # fmt: skip

    back = reverse("vote-visits", args=[vote_id])
    note = _("Ask for a signature. Only what was handed over or sent by registered post proves a delivery.")
    return Errand(_("Note a delivery"), _("Write it down"), DeliveryForm, act, back, note=note)


def heads_spoken(vote: OwnersVote, words: str) -> list[Any]:
    """The heads of a spoken home. Raises UnknownPlace."""
    place = find_spoken(scope_tree().under([vote.scope_id]), words)
    heads = heads_at(vote, [place.pk]) if place is not None else []
    if not heads:
        raise UnknownPlace(place=words)
    return heads


def end_paper(viewer: Viewer, vote_id: int) -> Errand:
    """Take a paper out of use."""
    vote = vote_for(viewer, vote_id, _ENTER)

    def act(told: dict[str, Any]) -> None:
        papers.end_paper(
            vote_id=vote_id, said=told["said"], end=PaperEnd(told["end"]), replace=told["replace"], by=viewer
        )

    return Errand(_("Paper out of use"), _("Write it down"), EndPaperForm, act, _page(vote))


def end_mandate(viewer: Viewer, vote_id: int) -> Errand:
    """Take an authority back."""
    vote = vote_for(viewer, vote_id, _ENTER)
    live = [one for one in mandates_of(vote) if one.revoked_at is None]
    rows = [(str(one.pk), f"{one.agent}：{'、'.join(u.label for u in one.head.units.all())}") for one in live]

    def act(told: dict[str, Any]) -> None:
        mandates.revoke_mandate(vote_id=vote_id, mandate_id=int(told["mandate"]), by=viewer)

    return Errand(
        _("Take an authority back"), _("Take back"), PickMandate, act, _page(vote), {"mandate": rows}
    )


def object_for(viewer: Viewer, vote_id: int) -> Errand:
    """Enter an objection that came in writing."""
    vote = vote_for(viewer, vote_id, _ORGANISE)

    def act(told: dict[str, Any]) -> None:
        objections.object_to(vote_id=vote_id, name=told["name"], text=told["text"], by=viewer)

    return Errand(_("Enter an objection"), _("Enter"), ObjectionFor, act, _page(vote))


def answer(viewer: Viewer, vote_id: int) -> Errand:
    """Answer an objection."""
    vote = vote_for(viewer, vote_id, _ORGANISE)
    waiting = vote.objections.filter(answered_at=None).order_by("pk")
    rows = [(str(one.pk), f"{one.name}：{one.text[:80]}") for one in waiting]

    def act(told: dict[str, Any]) -> None:
        objections.answer_objection(
            vote_id=vote_id, objection_id=int(told["objection"]), answer=told["answer"],
            upheld=told["upheld"] == "yes", by=viewer,
        )  # fmt: skip

    return Errand(_("Answer an objection"), _("Answer"), AnswerForm, act, _page(vote), {"objection": rows})


def official(viewer: Viewer, vote_id: int) -> Errand:
    """Enter the result of the official system."""
    vote = vote_for(viewer, vote_id, _ORGANISE)
    questions = [(one.no, one.text) for one in vote.questions.all()]

    def act(told: dict[str, Any]) -> None:
        def sums(name: str) -> Sums:
            return Sums(int(told[f"{name}_area"] * 100), told[f"{name}_heads"])

        figures = counted.OfficialFigures(
            sums("whole"), {no: sums(f"part{no}") for no, _text in questions},
            {no: sums(f"yes{no}") for no, _text in questions},
        )  # fmt: skip
        counted.enter_official(vote_id=vote_id, source=told["source"], figures=figures, by=viewer)

    options = {"questions": questions}
    return Errand(_("Enter the official result"), _("Enter"), OfficialForm, act, _page(vote), options)


def _page(vote: OwnersVote) -> str:
    return reverse("vote-work", args=[vote.pk])
