"""The slip that goes back to the platform a work order came from: facts of the case, nothing made up.

The fields are those of the hotline rules (接诉即办条例 10, 23; GB/T 33358): taken up, in touch, what was
done, the resident's word. A fact that is not there stays empty.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.among import rows_among

from .models import Verdict

_MOMENTS = {
    Verb.DISPATCHED: "dispatched_at",
    Verb.ACCEPTED: "accepted_at",
    Verb.CONTACTED: "contacted_at",
    Verb.ARRIVED: "arrived_at",
}
"""The first line of each of these is a moment of the slip."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; moments are aware or None, `solved` is None until the resident has spoken."""

    number: str
    state: str
    received_at: datetime
    dispatched_at: datetime | None
    accepted_at: datetime | None
    contacted_at: datetime | None
    arrived_at: datetime | None
    unit: str
    answer: str
    answered_at: datetime | None
    solved: bool | None
    satisfied: str

    def as_json(self) -> dict[str, object]:
        """Moments as ISO text."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
        }


def slips_of(cases: Iterable[Case]) -> Mapping[UUID, Slip]:
    """The slip of each case, as things stand. Three queries, however many cases."""
    cases = list(cases)
    keys = [case.pk for case in cases]
    moments, units, verdicts = _moments(keys), _units(keys), _verdicts(keys)
    return {case.pk: _slip(case, moments[case.pk], units, verdicts) for case in cases}


def _slip(
    case: Case, moments: Mapping[str, datetime], units: Mapping[UUID, str], verdicts: Mapping[UUID, Verdict]
) -> Slip:
    verdict = verdicts.get(case.pk)
    return Slip(
        number=case.number, state=case.state, received_at=case.received_at,
        **{name: moments.get(name) for name in _MOMENTS.values()},
        unit=units.get(case.pk, ""), answer=case.answer, answered_at=case.answered_at,
        solved=verdict.solved if verdict else None, satisfied=verdict.satisfied if verdict else "",
    )  # fmt: skip


def _moments(keys: list[UUID]) -> Mapping[UUID, dict[str, datetime]]:
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    lines = Event.objects.filter(case_id__in=rows_among(keys), verb__in=list(_MOMENTS)).order_by(
        "case_id", "seq"
    )
    for case_id, verb, at in lines.values_list("case_id", "verb", "at"):
        found[case_id].setdefault(_MOMENTS[Verb(verb)], at)
    return found


def _units(keys: list[UUID]) -> Mapping[UUID, str]:
    """Who has the case now, or had it last."""
    given = Assignment.objects.filter(case_id__in=rows_among(keys)).order_by("case_id", "pk")
    return dict(given.values_list("case_id", "organisation__name"))


def _verdicts(keys: list[UUID]) -> Mapping[UUID, Verdict]:
    """The word on the newest answer."""
    said = Verdict.objects.filter(case_id__in=rows_among(keys)).order_by("case_id", "round")
    return {one.case_id: one for one in said}
