"""The forms about money and about what homes say."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.commons.c4_works import accepting, paying
from huiyin.commons.c4_works.homes import homes_of
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.reads import project_for, shares_for
from huiyin.commons.c4_works.words import Basis, Way
from huiyin.desks.proposals.names import fen
from huiyin.desks.steward.choices import Choices, organisation_choices
from huiyin.desks.steward.filling import Errand
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.reads import homes_at

from .errands import errand_of
from .forms import ActualForm, DivideForm, FitForHome, HomeForm, ReceiptForm


def divide(viewer: Viewer, project_id: int) -> Errand:
    """Divide the cost among homes."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        what = paying.Division(
            fen(told["total"]) or 0, fen(told["part"]) or 0, Basis(told["basis"]), int(told["payer"])
        )
        homes = [int(one) for one in told["homes"]]
        paying.divide_cost(project_id=project_id, home_ids=homes, what=what, by=viewer)

    options: dict[str, Choices] = {
        "homes": [(str(home.pk), home.label) for home in homes_at(found.place_id)],
        "payer": organisation_choices(frozenset(scope_tree().up(found.scope_id))),
    }
    return errand_of(found, _("Divide the cost"), _("Divide it"), DivideForm, act, options)


def consent(viewer: Viewer, project_id: int) -> Errand:
    """Write down what a home said about its part."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        paying.consent_for(
            project_id=project_id,
            home_id=int(told["home"]),
            agrees=told["says"] == "yes",
            way=Way(told["way"]),
            by=viewer,
        )

    return errand_of(
        found, _("What a home says"), _("Write down"), HomeForm, act, {"home": _sharing(viewer, found)}
    )


def receipt(viewer: Viewer, project_id: int) -> Errand:
    """A home has paid."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        paying.take_payment(
            project_id=project_id, home_id=int(told["home"]), receipt=told["receipt"], by=viewer
        )

    return errand_of(
        found, _("A home has paid"), _("Write down"), ReceiptForm, act, {"home": _sharing(viewer, found)}
    )


def actual(viewer: Viewer, project_id: int) -> Errand:
    """What it cost in the end."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        paying.enter_actual(project_id=project_id, actual_fen=fen(told["actual"]) or 0, by=viewer)

    return errand_of(found, _("Enter what it cost"), _("Write down"), ActualForm, act)


def word(viewer: Viewer, project_id: int) -> Errand:
    """Write down what a home says of the work."""
    found = project_for(viewer, project_id)

    def act(told: dict[str, Any]) -> None:
        accepting.say_for(
            project_id=project_id, home_id=int(told["home"]), fit=told["fit"] == "yes", words=told["words"],
            way=Way(told["way"]), by=viewer,
        )  # fmt: skip

    homes: Choices = [(str(home.pk), home.label) for home in homes_of(found)]
    return errand_of(
        found, _("What a home says of the work"), _("Write down"), FitForHome, act, {"home": homes}
    )


def _sharing(viewer: Viewer, found: Project) -> Choices:
    return [(str(one.home_id), one.home.label) for one in shares_for(viewer, found)]
