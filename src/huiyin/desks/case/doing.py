"""From clean form values to acts. One line of business each; the acts ask the rules."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.acts import lock_case
from huiyin.casework.casefile.contact import reveal_phone
from huiyin.casework.casefile.renewing import renew_link
from huiyin.casework.s1_intake.apart import photo_file
from huiyin.casework.s2_triage.acts import Sorting, triage
from huiyin.casework.s2_triage.shown import Shown
from huiyin.casework.s3_dispatch import acts as dispatching
from huiyin.casework.s3_dispatch.reads import person_of
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling import pauses, regrade
from huiyin.casework.s5_closure import declining, follow_up
from huiyin.casework.s5_closure.words import LegalOutcome
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account
from huiyin.registers.places.matching import find_spoken

from .facts import Facts

Values = dict[str, Any]


class UnknownPlace(Refusal):
    """Words the register of places does not know."""

    code, status = "unknown_place", 422
    sentence = _("No place here is called “%(place)s”.")
    remedy = _("Write it as 3-2-501, choose one from the list, or leave it empty.")


def sort(facts: Facts, values: Values) -> None:
    """Sort, and dispatch when asked to in the same tap."""
    case, suggestion = facts.case, facts.suggestion
    alike = tuple(one.case.pk for one in facts.bonds.alike)
    shown = Shown(suggestion, alike) if suggestion else None
    sorting = Sorting(
        category=values["code"],
        urgency=values["urgency"],
        kind=values["kind"],
        place_id=_place(facts, values["place"]),
        private=values["private"],
    )
    sorted_case = triage(
        case_id=case.pk, sorting=sorting, by=facts.viewer, shown=shown, version=values["version"]
    )
    if values["and"] == "dispatch":
        _send(facts, values | {"version": sorted_case.version, "reason": ""})


def dispatch(facts: Facts, values: Values) -> None:
    """Give the case to a unit and a person."""
    _send(facts, values)


def _send(facts: Facts, values: Values) -> None:
    lock_case(facts.case.pk, version=values["version"])
    if not values["owner"]:
        dispatching.dispatch_by_catalogue(case_id=facts.case.pk, by=facts.viewer)
        return
    organisation_id, _slash, account_id = values["owner"].partition("/")
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise NotThere
    account = (
        Account.objects.filter(pk=account_id, is_active=True).first()
        if account_id
        else person_of(organisation, facts.case, facts.at)
    )
    dispatching.dispatch(
        case_id=facts.case.pk,
        organisation=organisation,
        account=account,
        by=facts.viewer,
        reason=values["reason"],
    )


def _place(facts: Facts, words: str) -> int | None:
    if not words or (facts.case.place and words == facts.case.place.label):
        return None
    place = find_spoken(scope_tree().under([facts.case.scope_id]), words)
    if place is None:
        raise UnknownPlace(place=words)
    return int(place.pk)


def undo(facts: Facts, values: Values) -> None:
    """Take a dispatch back."""
    dispatching.undo_dispatch(
        case_id=facts.case.pk, by=facts.viewer, reason=values["reason"], version=values["version"]
    )


def answer(facts: Facts, values: Values) -> None:
    """Give the written answer."""
    handling.propose(
        case_id=facts.case.pk, by=facts.viewer, answer=values["answer"], version=values["version"]
    )


def decline(facts: Facts, values: Values) -> None:
    """Propose not to accept."""
    outcome = LegalOutcome(values["outcome"])
    declining.ask_to_decline(case_id=facts.case.pk, outcome=outcome, answer=values["answer"], by=facts.viewer)


def review(facts: Facts, values: Values) -> None:
    """Uphold or give back."""
    declining.review_decline(
        case_id=facts.case.pk, uphold=values["uphold"] == "yes", note=values["note"], by=facts.viewer
    )


def call(facts: Facts, values: Values) -> None:
    """Write down a follow-up call."""
    answers = {"yes": True, "no": False}
    follow_up.record_call(
        case_id=facts.case.pk,
        by=facts.viewer,
        reached=values["reached"] == "yes",
        contacted=answers.get(values["contacted"]),
        solved=answers.get(values["solved"]),
        satisfied=values["satisfied"],
        words=values["words"],
    )


def give_up(facts: Facts, _values: Values) -> None:
    """End as "not reached"."""
    follow_up.give_up(case_id=facts.case.pk, by=facts.viewer)


def accept(facts: Facts, _values: Values) -> None:
    """Take the case."""
    handling.accept(case_id=facts.case.pk, by=facts.viewer)


def contact(facts: Facts, values: Values) -> None:
    """The resident was spoken to."""
    handling.record_contact(case_id=facts.case.pk, by=facts.viewer, note=values["note"])


def arrive(facts: Facts, _values: Values) -> None:
    """Somebody is there."""
    handling.arrive(case_id=facts.case.pk, by=facts.viewer)


def done(facts: Facts, values: Values) -> None:
    """The work is done."""
    handling.mark_done(case_id=facts.case.pk, by=facts.viewer, note=values["note"])


def note(facts: Facts, values: Values) -> None:
    """An inner note."""
    handling.note(case_id=facts.case.pk, by=facts.viewer, text=values["text"])


def evidence(facts: Facts, values: Values) -> None:
    """A photo of the work, re-encoded."""
    file = photo_file(values["file"].read(), values["file"].name or "")
    handling.add_evidence(case_id=facts.case.pk, by=facts.viewer, file=file, stage=values["stage"])


def pause(facts: Facts, values: Values) -> None:
    """Pause the clocks."""
    pauses.pause_clocks(
        case_id=facts.case.pk, by=facts.viewer, reason=values["reason"], until=values["until"]
    )


def resume(facts: Facts, _values: Values) -> None:
    """Let the clocks run on."""
    pauses.resume_clocks(case_id=facts.case.pk, by=facts.viewer)


def ask_regrade(facts: Facts, values: Values) -> None:
    """Ask for a higher class."""
    regrade.ask_regrade(case_id=facts.case.pk, tier=values["tier"], reason=values["reason"], by=facts.viewer)


def decide_regrade(facts: Facts, values: Values) -> None:
    """Decide what was asked."""
    if facts.regrade is None:
        raise NotThere
    regrade.decide_regrade(
        request_id=facts.regrade.pk,
        grant=values["grant"] == "yes",
        by=facts.viewer,
        by_phone=values["by_phone"],
    )


def plan(facts: Facts, values: Values) -> None:
    """Publish the plan."""
    cost = values["cost"]
    handling.publish_plan(
        case_id=facts.case.pk,
        by=facts.viewer,
        steps=values["steps"],
        owner=values["owner"],
        done_by=values["done_by"],
        cost_fen=int(cost * 100) if cost is not None else None,
    )


def renew(facts: Facts, values: Values) -> None:
    """Give the requester a new link and query code; the old ones open nothing any more."""
    renew_link(case_id=facts.case.pk, reason=values["reason"], quiet=values["quiet"], by=facts.viewer)


def reveal(facts: Facts, values: Values) -> None:
    """Open the telephone number for ten minutes."""
    reveal_phone(case=facts.case, reason=values["reason"], by=facts.viewer)
