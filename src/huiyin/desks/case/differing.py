"""Two people saved one case: what stands there now beside what the second typed. Nothing is overwritten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Kind
from huiyin.casework.s2_triage.acts import category_of
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency

from .facts import Facts
from .forms import StepForm


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in both versions, in words."""

    label: str
    now: str
    yours: str


def differences(facts: Facts, form: StepForm) -> list[Difference]:
    """The fields of a refused form that say something else than the case does now."""
    told = _told(facts, form.cleaned_data)
    return [one for one in told if one.now != one.yours]


def _told(facts: Facts, said: dict[str, Any]) -> Iterator[Difference]:
    case = facts.case
    if "code" in said:
        yield Difference(_("Category"), _category(facts, case.category), _category(facts, said["code"]))
        yield Difference(_("Urgency"), _urgency(case.urgency), _urgency(said["urgency"]))
        yield Difference(_("What is wanted"), str(Kind(case.kind).label), str(Kind(said["kind"]).label))
        place = case.place.label if case.place else ""
        yield Difference(_("Place"), place, said["place"])
        yield Difference(_("Private"), _yes(case.private), _yes(said["private"]))
    if "answer" in said:
        yield Difference(_("Answer to the resident"), case.answer, said["answer"])


def _category(facts: Facts, code: str) -> str:
    found = category_of(facts.case, code, facts.at)
    return _(found.name) if found else _("not sorted yet")


def _urgency(code: str) -> str:
    return str(URGENCY_LABELS[Urgency(code)]) if code in set(Urgency) else ""


def _yes(given: bool) -> str:  # noqa: FBT001 - a value to put into words
    return _("yes") if given else _("no")
