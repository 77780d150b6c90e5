"""Steps of joining and parting: the same matter, another matter, a part, an incident."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.reads import case_for
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s2_triage.merging import merge, undo_merge
from huiyin.casework.s2_triage.splitting import Part, split, undo_split
from huiyin.casework.s4_handling.incidents import release
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.registers.people.words import Permission

from .doing import Values
from .facts import Facts
from .step import Step
from .together_forms import MergeForm, PartForm, SplitForm

P = Permission


class NoSuchCase(Refusal):
    """A number nobody here has."""

    code, status = "no_such_case", 422
    sentence = _("No case here has the number %(number)s.")
    remedy = _("Copy it from the list or from the other case's page.")


def _merge(facts: Facts, values: Values) -> None:
    number = values["main"]
    try:
        main = case_for(facts.viewer, number)
    except NotThere:
        raise NoSuchCase(number=number) from None
    merge(
        case_id=facts.case.pk, main_id=main.pk, by=facts.viewer, why=values["why"], version=values["version"]
    )


def _part(facts: Facts, values: Values) -> None:
    undo_merge(case_id=facts.case.pk, by=facts.viewer, why=values["why"])


def _split(facts: Facts, values: Values) -> None:
    files = tuple(UUID(one) for one in values.get("files", []))
    part = Part(values["content"], values["category"], files)
    split(case_id=facts.case.pk, part=part, by=facts.viewer, version=values["version"])


def _unsplit(facts: Facts, values: Values) -> None:
    undo_split(case_id=facts.case.pk, by=facts.viewer, why=values["why"])


def _release(facts: Facts, values: Values) -> None:
    release(case_id=facts.case.pk, by=facts.viewer, why=values["why"])


def _splits(facts: Facts) -> bool:
    return facts.may(P.CASE_TRIAGE) and facts.case.state in MOVING


TOGETHER = (
    Step(
        "merge",
        _("The same matter as another"),
        P.CASE_TRIAGE,
        MergeForm,
        lambda f: f.can(Verb.MERGED),
        _merge,
        _("Handled together now. Its requester keeps an own page and judges for themselves."),
    ),
    Step(
        "part",
        _("Handle it on its own again"),
        P.CASE_TRIAGE,
        PartForm,
        lambda f: f.case.state == State.MERGED and f.may(P.CASE_TRIAGE),
        _part,
        _("It stands where it stood before, its clocks as if nothing had been."),
        "button-primary",
    ),
    Step(
        "split",
        _("Split off a second matter"),
        P.CASE_TRIAGE,
        SplitForm,
        _splits,
        _split,
        _("The second matter has its own number now."),
    ),
    Step(
        "unsplit",
        _("Take the split back"),
        P.CASE_TRIAGE,
        PartForm,
        lambda f: f.may(P.CASE_TRIAGE) and f.case.state in MOVING and f.bonds.whole is not None,
        _unsplit,
        _("Both are handled together again."),
    ),
    Step(
        "release",
        _("Take it out of the incident"),
        P.CASE_TRIAGE,
        PartForm,
        lambda f: f.may(P.CASE_TRIAGE) and f.bonds.member is not None,
        _release,
        _("It is handled on its own; its clocks run again."),
    ),
)
