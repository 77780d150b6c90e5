"""The forms about who is named: name, take off, check, and the order of equal strokes."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.election import naming
from huiyin.commons.c2_voices.election.reads import election_for
from huiyin.commons.c2_voices.election.strokes import UNKNOWN, in_stroke_order, strokes_of
from huiyin.commons.c2_voices.election.words import Origin
from huiyin.commons.c2_voices.models import Candidate, Election
from huiyin.desks.steward.choices import Choices
from huiyin.desks.steward.filling import Errand
from huiyin.ground.tenancy.viewer import Viewer

from .errands import page_of
from .forms import NameForm, TiesForm, VetForm, WithdrawForm


def name(viewer: Viewer, election_id: int) -> Errand:
    """Write down somebody who was named."""
    election = election_for(viewer, election_id)

    def act(told: dict[str, Any]) -> None:
        naming.name_candidate(
            election_id=election_id, name=told["name"], origin=Origin(told["origin"]), by=viewer
        )

    return Errand(_("Somebody is named"), _("Write it down"), NameForm, act, page_of(election))


def withdraw(viewer: Viewer, election_id: int) -> Errand:
    """Take a name off."""
    election = election_for(viewer, election_id)

    def act(told: dict[str, Any]) -> None:
        naming.withdraw_candidate(
            election_id=election_id, candidate_id=int(told["candidate"]), reason=told["reason"], by=viewer
        )

    return Errand(
        _("Take a name off"),
        _("Take it off"),
        WithdrawForm,
        act,
        page_of(election),
        {"candidate": _named(election)},
    )


def vet(viewer: Viewer, election_id: int) -> Errand:
    """Check a qualification."""
    election = election_for(viewer, election_id)

    def act(told: dict[str, Any]) -> None:
        naming.vet_candidate(
            election_id=election_id, candidate_id=int(told["candidate"]), fit=told["fit"] == "yes",
            reason=told["reason"], by=viewer,
        )  # fmt: skip

    note = _("Nobody checks the own qualification. A refusal needs its reason in writing.")
    return Errand(
        _("Check a qualification"), _("Write it down"), VetForm, act, page_of(election),
        {"candidate": _named(election)}, note,
    )  # fmt: skip


def ties(viewer: Viewer, election_id: int) -> Errand:
    """Arrange names whose strokes the rule leaves equal."""
    election = election_for(viewer, election_id)
    rows = in_stroke_order(election.candidates.filter(withdrawn_at=None).exclude(fit=False))
    told = [(one.pk, _counted(one), place) for place, one in enumerate(rows, 1) if isinstance(one, Candidate)]

    def act(said: dict[str, Any]) -> None:
        order = sorted(said, key=lambda key: said[key])
        naming.arrange_ties(election_id=election_id, candidate_ids=[int(key[1:]) for key in order], by=viewer)

    note = _(
        "Strokes come first, the places decide among equal numbers; what is shown there is a proposal,"
        " compare it with a dictionary. Where strokes are not known the places alone decide."
    )
    return Errand(
        _("Names of equal strokes"), _("Save"), TiesForm, act, page_of(election), {"names": told}, note
    )


def _named(election: Election) -> Choices:
    rows = election.candidates.filter(withdrawn_at=None).order_by("pk")
    return [(str(one.pk), f"{one.name}（{one.get_origin_display()}）") for one in rows]


def _counted(one: Candidate) -> str:
    strokes = strokes_of(one.name[:1])
    if strokes == UNKNOWN:
        return _("%(name)s (strokes not known)") % {"name": one.name}
    return _("%(name)s (%(n)s strokes)") % {"name": one.name, "n": strokes}
