"""What stood on the screen when a person sorted a case, kept beside what they chose."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.casework.casefile.models import Case
from huiyin.ground.tenancy.viewer import Viewer

from .models import Correction, SortingRecord
from .suggest import Suggestion


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as it was shown, with the cases offered as alike."""

    suggestion: Suggestion
    alike: tuple[UUID, ...] = field(default=())


def remember(*, case: Case, shown: Shown, by: Viewer, at: datetime) -> SortingRecord:
    """Keep suggestion and decision of a case just sorted; each overruled part on a line of its own."""
    said = shown.suggestion
    decided = {"urgency": case.urgency, "kind": case.kind, "place": case.place_id}
    common = {"case": case, "scope_id": case.scope_id, "actor": by.actor, "at": at}
    record = SortingRecord.objects.create(
        **common, suggested=said.read[0][0] if said.read else "", category=case.category,
        shown=_facts(said) | {"alike": [str(one) for one in shown.alike]}, decided=decided,
    )  # fmt: skip
    Correction.objects.bulk_create(
        Correction(**common, field=name, suggested=suggested, decided=chosen)
        for name, suggested, chosen in _parts(case, said)
        if suggested and suggested != chosen
    )
    return record


def _facts(said: Suggestion) -> dict[str, Any]:
    place = said.place.pk if said.place else None
    return {
        "categories": said.read,
        "urgency": said.urgency,
        "kind": said.kind,
        "place": place,
        "lesson": said.lesson,
    }


def _parts(case: Case, said: Suggestion) -> Iterable[tuple[str, str, str]]:
    yield "category", said.category.code if said.category else "", case.category
    yield "urgency", said.urgency, case.urgency
    yield "kind", said.kind if said.kind_reasons else "", case.kind
    yield "place", str(said.place.pk) if said.place else "", str(case.place_id or "")
