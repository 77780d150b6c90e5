"""The forms of the board, each ending in one act."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.bridges import board as bridge
from huiyin.casework.casefile.reads import cases_of
from huiyin.desks.steward.choices import place_choices
from huiyin.desks.steward.filling import Errand, Sure
from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.neighbours.board import acts
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.reads import posting_for
from huiyin.neighbours.board.words import PostingKind

from .forms import DownForm, NewForm, WordsForm

DAYS = 14
"""How long a new notice hangs unless somebody says otherwise."""


def begin(viewer: Viewer) -> Errand:
    """Write a notice."""

    def act(told: dict[str, Any]) -> None:
        acts.write_posting(
            place_id=int(told["place"]), what=_draft(told, PostingKind(told["kind"])), by=viewer
        )

    places = place_choices(viewer, acts.KEEP)
    initial = {
        "until": today() + timedelta(days=DAYS),
        "kind": PostingKind.NOTICE,
        "signed": signed_by(viewer, acts.KEEP),
    }
    return Errand(
        _("Write a notice"), _("Save the draft"), NewForm, act, reverse("board"), {"place": places},
        _("Nobody reads it before you put it on the board."), initial=initial,
    )  # fmt: skip


def from_case(viewer: Viewer, number: str) -> Errand:
    """Draft an answered request for the board."""
    case = cases_of(viewer).filter(number=number).first()
    if case is None:
        raise NotThere
    viewer.must(acts.KEEP, case.scope_id)

    def act(_told: dict[str, Any]) -> None:
        bridge.draft_from_case(case_id=case.pk, signed=signed_by(viewer, acts.KEEP), by=viewer)

    note = _("A draft is made of what was asked and answered, with names, numbers and homes covered.")
    return Errand(
        _("Write it for the notice board"), _("Make a draft"), Sure, act, reverse("board"), note=note
    )


def change(viewer: Viewer, posting_id: int) -> Errand:
    """Change a draft."""
    found = posting_for(viewer, posting_id)

    def act(told: dict[str, Any]) -> None:
        acts.change_posting(posting_id=posting_id, what=_draft(told, PostingKind(found.kind)), by=viewer)

    initial = {"title": found.title, "words": found.words, "signed": found.signed, "until": found.until}
    return Errand(_("Change the draft"), _("Save"), WordsForm, act, page_of(found), initial=initial)


def put_up(viewer: Viewer, posting_id: int) -> Errand:
    """Put it on the board."""
    found = posting_for(viewer, posting_id)
    note = _("Everybody around reads it from now on, and its words cannot be changed any more.")
    if found.kind == PostingKind.ANSWER:
        note += " " + _("Read it as a stranger would: does anything lead to a person?")

    def act(_told: dict[str, Any]) -> None:
        acts.put_up(posting_id=posting_id, by=viewer)

    return Errand(_("Put it on the board"), _("Put it up"), Sure, act, page_of(found), note=note)


def take_down(viewer: Viewer, posting_id: int) -> Errand:
    """Take it down."""
    found = posting_for(viewer, posting_id)

    def act(told: dict[str, Any]) -> None:
        acts.take_down(posting_id=posting_id, reason=told["reason"], by=viewer)

    return Errand(_("Take it down"), _("Take it down"), DownForm, act, page_of(found), note=found.title)


def page_of(found: Posting) -> str:
    """Where it is kept."""
    return reverse("board-one", args=[found.pk])


def _draft(told: dict[str, Any], kind: PostingKind) -> acts.Draft:
    return acts.Draft(kind, told["title"], told["words"], told["signed"], told["until"])


def signed_by(viewer: Viewer, permission: str) -> str:
    """The widest area where the permission holds, as a notice is signed."""
    tree, held = scope_tree(), viewer.grants.get(permission, frozenset())
    outer = min(held, key=lambda scope: len(tree.paths[scope])) if held else None
    return tree.names[outer] if outer else ""
