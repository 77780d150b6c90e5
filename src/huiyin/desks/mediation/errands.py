"""The forms of a mediation, each ending in one act."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.reads import case_for
from huiyin.casework.s4_handling.mediation import acts, agreeing
from huiyin.casework.s4_handling.mediation.models import Agreement, Mediation
from huiyin.casework.s4_handling.mediation.reads import (
    mediation_for,
    mediator_for,
    milestone_for,
    party_for,
)
from huiyin.casework.s4_handling.mediation.words import Asked, Form, How, Outcome, Ruling, Side
from huiyin.desks.case.doing import UnknownPlace
from huiyin.desks.steward.filling import Errand, Why
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role
from huiyin.registers.places.matching import find_spoken
from huiyin.registers.places.models import Place

from .forms import (
    Appointing,
    Consent,
    Dated,
    Done,
    Drawing,
    Effect,
    Ending,
    NewParty,
    Opening,
    Request,
    Ruled,
)


def begin(viewer: Viewer, number: str) -> Errand:
    """Open a mediation of a case."""
    case = case_for(viewer, number)
    viewer.must(Permission.MEDIATION_WORK, case.scope_id)
    path = scope_tree().up(case.scope_id)
    committees = Organisation.objects.filter(kind=OrganisationKind.MEDIATION, scope_id__in=path, until=None)
    nearest = min(committees, key=lambda one: path.index(one.scope_id), default=None)

    def act(told: dict[str, Any]) -> None:
        acts.open_mediation(
            case_id=case.pk, subject=told["subject"], asked=Asked(told["asked"]), organisation=nearest,
            by=viewer,
        )  # fmt: skip

    note = _("Free and voluntary. It bars nobody from the court.")
    back = reverse("case-hands", args=[number])
    return Errand(_("Open a mediation"), _("Open"), Opening, act, back, note=note)


def party(viewer: Viewer, mediation_id: int) -> Errand:
    """Enter a party."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        acts.add_party(
            mediation_id=found.pk, name=told["name"], side=Side(told["side"]), by=viewer,
            place=_home(found, told["home"]),
        )  # fmt: skip

    return Errand(_("Enter a party"), _("Enter"), NewParty, act, _page(found))


def _home(found: Mediation, words: str) -> Place | None:
    if not words.strip():
        return None
    place = find_spoken(scope_tree().under([found.scope_id]), words)
    if place is None:
        raise UnknownPlace(place=words)
    return place


def consent(viewer: Viewer, party_id: int) -> Errand:
    """A party's own word."""
    found = party_for(viewer, party_id)

    def act(told: dict[str, Any]) -> None:
        acts.record_consent(
            party_id=party_id, agrees=told["agrees"] == "yes", how=How(told["how"]), by=viewer
        )

    title = _("Does %(name)s want to mediate?") % {"name": found.name}
    note = _("Nobody may be pressed. A clear no ends the mediation.")
    return Errand(title, _("Write it down"), Consent, act, _page(found.mediation), note=note)


def mediator(viewer: Viewer, mediation_id: int) -> Errand:
    """Appoint a mediator."""
    found = mediation_for(viewer, mediation_id)
    able = holders(role=Role.MEDIATOR, scope_ids=scope_tree().up(found.scope_id))

    def act(told: dict[str, Any]) -> None:
        acts.appoint(
            mediation_id=found.pk, account=Account.objects.get(pk=told["account"]), chosen=told["chosen"],
            declared=told["declared"], accepted=told["accepted"], by=viewer,
        )  # fmt: skip

    options = {"account": [(str(one.pk), one.display_name) for one in able]}
    note = _("Parties, neighbours of theirs and whoever handled the case are found by themselves.")
    return Errand(_("Appoint a mediator"), _("Appoint"), Appointing, act, _page(found), options, note)


def step_back(viewer: Viewer, mediator_id: int) -> Errand:
    """A mediator leaves."""
    found = mediator_for(viewer, mediator_id)

    def act(told: dict[str, Any]) -> None:
        acts.step_back(mediator_id=mediator_id, reason=told["reason"], by=viewer)

    title = _("%(name)s steps back") % {"name": found.account.display_name}
    return Errand(title, _("Step back"), Why, act, _page(found.mediation))


def draw(viewer: Viewer, mediation_id: int) -> Errand:
    """Draw up the agreement."""
    found = mediation_for(viewer, mediation_id)
    before: Agreement | None = getattr(found, "agreement", None)
    initial = (
        {"form": before.form, "facts": before.facts, "terms": before.terms, "status": not before.confirmable}
        if before
        else {}
    )

    def act(told: dict[str, Any]) -> None:
        agreeing.draw_up(
            mediation_id=found.pk, form=Form(told["form"]), facts=told["facts"], terms=told["terms"],
            confirmable=not told["status"], by=viewer,
        )  # fmt: skip

    title = _("Draw up the agreement")
    return Errand(title, _("Write it down"), Drawing, act, _page(found), initial=initial)


def milestone(viewer: Viewer, mediation_id: int) -> Errand:
    """Set a date of performance."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        yuan = told["yuan"]
        agreeing.add_milestone(
            mediation_id=found.pk, party_id=int(told["party"]), what=told["what"], due_on=told["due_on"],
            amount_fen=int(yuan * 100) if yuan is not None else None, by=viewer,
        )  # fmt: skip

    options = {"party": [(str(one.pk), one.name) for one in found.parties.order_by("pk")]}
    return Errand(_("Set a date"), _("Set it"), Dated, act, _page(found), options)


def effect(viewer: Viewer, mediation_id: int) -> Errand:
    """Let the agreement take effect."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        agreeing.take_effect(mediation_id=found.pk, by=viewer, **told)

    note = _("From this day on both parties have 30 days to ask the court together.")
    initial = {"on": now().astimezone().date()}
    title = _("It takes effect")
    return Errand(title, _("In force"), Effect, act, _page(found), note=note, initial=initial)


def end(viewer: Viewer, mediation_id: int) -> Errand:
    """End without agreement."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        outcome = Outcome(told["outcome"])
        acts.end_without(mediation_id=found.pk, outcome=outcome, told=told["told"], by=viewer)

    return Errand(_("End without agreement"), _("End"), Ending, act, _page(found))


def performed(viewer: Viewer, milestone_id: int) -> Errand:
    """A part was performed."""
    found = milestone_for(viewer, milestone_id)

    def act(told: dict[str, Any]) -> None:
        agreeing.record_performance(milestone_id=milestone_id, on=told["on"], note=told["note"], by=viewer)

    page = _page(found.agreement.mediation)
    return Errand(found.what, _("Performed"), Done, act, page, initial={"on": now().astimezone().date()})


def court(viewer: Viewer, mediation_id: int) -> Errand:
    """Both parties asked the court."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        agreeing.record_request(mediation_id=found.pk, on=told["on"], by=viewer)

    return Errand(_("Court was asked"), _("Write it down"), Request, act, _page(found))


def ruling(viewer: Viewer, mediation_id: int) -> Errand:
    """The court decided."""
    found = mediation_for(viewer, mediation_id)

    def act(told: dict[str, Any]) -> None:
        agreeing.record_ruling(
            mediation_id=found.pk, ruling=Ruling(told["ruling"]), on=told["on"], number=told["number"],
            by=viewer,
        )  # fmt: skip

    return Errand(_("The court decided"), _("Write it down"), Ruled, act, _page(found))


def _page(found: Mediation) -> str:
    return reverse("mediation", args=[found.pk])
