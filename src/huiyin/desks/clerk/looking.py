"""While a case is told: what it is likely about, and whether it was reported already. Nothing is kept."""

from dataclasses import dataclass
from typing import Any

from django import forms

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.likely import Alike, alike_of
from huiyin.casework.s2_triage.suggest import Suggestion, suggestion_for
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.headline import headline
from huiyin.registers.places.matching import place_in
from huiyin.registers.places.models import Place
from huiyin.registers.rules.words import URGENCY_LABELS, Urgency


@dataclass(frozen=True, slots=True)
class Likely:
    """What is shown beside the form."""

    suggestion: Suggestion
    urgency: Any
    alike: list[Alike]


def likely_of(viewer: Viewer, form: forms.Form) -> Likely | None:
    """Read what is typed so far, half filled in or not; None before anything is said."""
    case = _case(form)
    if case is None:
        return None
    phone = form.cleaned_data.get("phone")
    phones = {case.pk: crypto.blind_index("phone", phone)} if phone else {}
    found = suggestion_for(case, case.received_at)
    alike = alike_of(viewer, [case], phones=phones).get(case.pk, [])
    return Likely(found, URGENCY_LABELS[Urgency(found.urgency)], alike)


def _case(form: forms.Form) -> Case | None:
    """The case as it would be; never stored."""
    form.is_valid()  # half filled in is enough: what is right so far is read
    said = form.cleaned_data
    text, estate = said.get("content", "").strip(), said.get("estate")
    if not text or not estate:
        return None
    place = said.get("at") or _named(int(estate), text)
    return Case(
        scope_id=place.scope_id if place else int(estate), place=place, title=headline(text), content=text,
        category=said.get("category", ""), received_at=now(),
    )  # fmt: skip


def _named(scope: int, text: str) -> Place | None:
    """The place the words name."""
    found = place_in(scope_tree().under([scope]), text)
    return Place.objects.filter(pk=found.place_id).first() if found else None
