"""Danger does not wait for a vote: the works begin, the posting and the owners' word are owed by a day."""

from dataclasses import dataclass
from datetime import date, datetime

from huiyin.commons.c4_works.models import Project
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import Viewer

from .models import FundUse
from .packs import owed_until, pack_of
from .record import lock_use, must_be, step, units_of_record, write
from .refusals import DangerWrong, NoWorkYet, PartUnknown
from .words import Path, Ratified, UseState, Verb

OVER = (UseState.ENDED, UseState.STOPPED)


@dataclass(frozen=True, slots=True)
class Danger:
    """Which emergency of the pack (民法典 281), who confirmed it, when."""

    key: str
    confirmed_by: str
    confirmed_at: datetime


def begin_emergency(*, use_id: int, danger: Danger, by: Viewer) -> FundUse:
    """Note an emergency: what is owed afterwards gets its days, counted from the confirmation.

    Raises NotThere, UseNotNow, PartUnknown, DangerWrong.
    """
    use = lock_use(use_id, by)
    must_be(use, UseState.DRAFT)
    rules, who = pack_of(use.pack_id), danger.confirmed_by.strip()[:120]
    if danger.key not in rules.emergencies:
        raise PartUnknown
    if not who or danger.confirmed_at > now():
        raise DangerWrong
    after = rules.emergency
    post_by = owed_until(use.scope_id, after.post_within, danger.confirmed_at)
    ratify_by = owed_until(use.scope_id, after.ratify_within, danger.confirmed_at)
    step(
        use=use, verb=Verb.URGENT, by=by,
        data={
            "danger": danger.key, "who": who, "at": danger.confirmed_at.isoformat(),
            "post_by": post_by.isoformat(), "ratify_by": ratify_by.isoformat(),
            "units": units_of_record(use),
        },
        path=Path.EMERGENCY, danger=danger.key, confirmed_by=who, confirmed_at=danger.confirmed_at,
        post_by=post_by, ratify_by=ratify_by, ratified=Ratified.OWED,
    )  # fmt: skip
    return use


def note_work(*, use_id: int, project: Project, by: Viewer) -> FundUse:
    """The work of a use has begun. Raises NotThere, UseNotNow, NoWorkYet."""
    use = lock_use(use_id, by)
    must_be(use, UseState.URGENT, UseState.POSTED, UseState.PAYING)
    if use.project_id is not None:
        raise NoWorkYet
    use.project = project
    use.save(update_fields=["project"])
    write(use=use, verb=Verb.WORKED, by=by, project=project.code)
    return use


@dataclass(frozen=True, slots=True)
class Owed:
    """What an emergency still owes, until which day; `left`: days from today, below nothing when overdue."""

    what: Verb
    until: date
    left: int


def owed_of(use: FundUse) -> list[Owed]:
    """What is owed of an emergency, the first day first; nothing of an ordinary or an ended use."""
    if use.path != Path.EMERGENCY or use.state in OVER:
        return []
    owed = []
    if use.state == UseState.URGENT and use.post_by is not None:
        owed.append(Owed(Verb.POSTED, use.post_by, (use.post_by - today()).days))
    if use.ratified == Ratified.OWED and use.ratify_by is not None:
        owed.append(Owed(Verb.RATIFIED, use.ratify_by, (use.ratify_by - today()).days))
    return owed
