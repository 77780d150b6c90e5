"""The forms of an agreement, each ending in one act."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c3_decisions.reads import decision_for
from huiyin.commons.c5_agreements import drafting, keeping, signing
from huiyin.commons.c5_agreements.models import Agreement
from huiyin.commons.c5_agreements.reads import agreement_for, dues_of
from huiyin.commons.c5_agreements.record import KEEP
from huiyin.commons.c5_agreements.words import DueState, Kind, Rhythm, Side
from huiyin.desks.steward.choices import NONE, Choices, organisation_choices, place_choices
from huiyin.desks.steward.filling import Errand
from huiyin.ground.clock import today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from . import forms as use

Told = dict[str, Any]


def _errand(
    found: Agreement, title: str, button: str, form: type[forms.Form], act: Callable[[Told], object],
    options: dict[str, Choices] | None = None, initial: Told | None = None,
) -> Errand:  # fmt: skip
    """An errand that leads back to the agreement."""
    back = reverse("agreement-work", args=[found.pk])
    return Errand(title, button, form, act, back, options or {}, note=found.title, initial=initial or {})


def begin(viewer: Viewer, decision_id: int) -> Errand:
    """Begin an agreement a decision asks for."""
    found = decision_for(viewer, decision_id)

    def act(told: Told) -> None:
        drafting.begin_agreement(decision_id=decision_id, terms=_terms(told), by=viewer)

    return Errand(
        _("Begin an agreement"), _("Begin"), use.TermsForm, act, reverse("agreements"), note=found.title,
        initial={"title": found.title, "aim": found.words, "begins": today(), "kind": Kind.THREE.value},
    )  # fmt: skip


def begin_pledge(viewer: Viewer) -> Errand:
    """Begin a pledge that stands alone."""

    def act(told: Told) -> None:
        terms = _terms(told | {"kind": Kind.PLEDGE.value})
        drafting.begin_pledge(place_id=int(told["place"]), terms=terms, by=viewer)

    return Errand(
        _("Begin a pledge"), _("Begin"), use.PledgeForm, act, reverse("agreements"),
        {"place": place_choices(viewer, KEEP)}, initial={"begins": today()},
    )  # fmt: skip


def party(viewer: Viewer, agreement_id: int) -> Errand:
    """Enter a party."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        unit = int(told["organisation"]) if told["organisation"] else None
        drafting.add_party(
            agreement_id=agreement_id, organisation_id=unit, name=told["name"], gain=told["gain"], by=viewer
        )

    units = [NONE, *organisation_choices(frozenset(scope_tree().up(found.scope_id)))]
    return _errand(found, _("Enter a party"), _("Enter"), use.PartyForm, act, {"organisation": units})


def duty(viewer: Viewer, agreement_id: int) -> Errand:
    """Enter a duty of a party."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        promise = drafting.Promise(told["what"], told["shown"], Rhythm(told["rhythm"]), told["first_on"])
        drafting.add_duty(agreement_id=agreement_id, party_no=int(told["party"]), promise=promise, by=viewer)

    options = {"party": _parties(found)}
    return _errand(found, _("Enter a duty"), _("Enter"), use.DutyForm, act, options)


def party_out(viewer: Viewer, agreement_id: int) -> Errand:
    """Take a party out again."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        drafting.take_out(agreement_id=agreement_id, party_no=int(told["party"]), by=viewer)

    options = {"party": _parties(found)}
    return _errand(found, _("Take a party out"), _("Take it out"), use.PickParty, act, options)


def drop(viewer: Viewer, agreement_id: int) -> Errand:
    """It is not concluded."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        drafting.drop_draft(agreement_id=agreement_id, reason=told["reason"], by=viewer)

    return _errand(found, _("Give the draft up"), _("Give it up"), use.ReasonForm, act)


def sign(viewer: Viewer, agreement_id: int) -> Errand:
    """A party has signed."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        signing.sign(
            agreement_id=agreement_id, party_no=int(told["party"]), on=told["on"],
            signed_by=told["signed_by"], by=viewer,
        )  # fmt: skip

    options = {"party": _parties(found, unsigned=True)}
    return _errand(
        found, _("A party has signed"), _("Write down"), use.SignForm, act, options, {"on": today()}
    )


def due(viewer: Viewer, agreement_id: int) -> Errand:
    """What became of a duty."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        keeping.answer_due(
            agreement_id=agreement_id, due_id=int(told["due"]), met=told["says"] == "met",
            words=told["words"], by=viewer,
        )  # fmt: skip

    rows = [
        (str(one.pk), f"{one.due_on} · {one.duty.party.name}: {one.duty.what}")
        for one in dues_of(found)
        if one.state == DueState.OPEN
    ]
    return _errand(found, _("What became of a duty"), _("Write down"), use.DueForm, act, {"due": rows})


def given(viewer: Viewer, agreement_id: int) -> Errand:
    """A line of the ledger in kind."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        line = keeping.InKind(
            int(told["party"]), Side(told["side"]), told["on"], told["what"], told["quantity"], told["unit"]
        )
        keeping.enter_given(agreement_id=agreement_id, what=line, by=viewer)

    options, first = {"party": _parties(found)}, {"on": today()}
    title = _("What was given or done in return")
    return _errand(found, title, _("Write down"), use.GivenForm, act, options, first)


def renew(viewer: Viewer, agreement_id: int) -> Errand:
    """It holds longer."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        keeping.renew(agreement_id=agreement_id, to=told["to"], reason=told["reason"], by=viewer)

    return _errand(found, _("Renew it"), _("Renew"), use.RenewForm, act)


def end(viewer: Viewer, agreement_id: int) -> Errand:
    """It ends before its day."""
    found = agreement_for(viewer, agreement_id, KEEP)

    def act(told: Told) -> None:
        keeping.end_early(agreement_id=agreement_id, reason=told["reason"], by=viewer)

    return _errand(found, _("End it before its day"), _("End it"), use.ReasonForm, act)


def _terms(told: Told) -> drafting.Terms:
    return drafting.Terms(
        Kind(told["kind"]), told["title"], told["aim"], told["begins"], told["ends"], told["resource"]
    )


def _parties(found: Agreement, *, unsigned: bool = False) -> Choices:
    rows = found.parties.filter(signed_on=None) if unsigned else found.parties.all()
    return [(str(one.no), f"{one.no}. {one.name}") for one in rows]
