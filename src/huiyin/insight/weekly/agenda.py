"""The draft of an agenda: every part that has something to say, and what becomes of the rows a clerk keeps.

A further part is a function `Week -> Part` in `PARTS`; nothing else has to know it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.commons.c1_proposals.meetings.agenda import Draft
from huiyin.commons.c1_proposals.meetings.refusals import NoWeekly
from huiyin.commons.c1_proposals.packs import pack_now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from . import parties, seasons, shared, standing, tasks
from .parts import Part, Row, Week

PARTS: tuple[Callable[[Week], Part], ...] = (
    tasks.unfinished,
    standing.danger,
    shared.topics,
    standing.overdue,
    standing.reopened,
    standing.returned,
    parties.complaints,
    standing.waiting,
    seasons.seasons,
)
"""In the order in which they are talked over."""


def week_of(viewer: Viewer, scope_id: int, at: datetime) -> Week:
    """The week of an area for who keeps its meetings. Raises NotThere, NoPack, NoWeekly."""
    if not viewer.may(Permission.PROPOSAL_WORK, scope_id):
        raise NotThere
    _pack, rules = pack_now(scope_id, at)
    if rules.weekly is None:
        raise NoWeekly
    return Week(viewer, scope_id, rules.weekly, rules.weekly.kind, at)


def agenda_of(week: Week) -> list[Part]:
    """The parts that have rows. A constant number of queries."""
    return [part for part in (make(week) for make in PARTS) if part.rows]


def key_of(part: Part, row: Row) -> str:
    """What a form calls a row."""
    return f"{part.key}:{row.key}"


def drafts_of(parts: Iterable[Part], kept: Collection[str]) -> list[Draft]:
    """The items that the kept rows become, in the order of the agenda."""
    return [item for part in parts for item in _items(part, kept)]


def _items(part: Part, kept: Collection[str]) -> Iterator[Draft]:
    rows = [row for row in part.rows if key_of(part, row) in kept]
    if part.together and rows:
        about = tuple(dict.fromkeys(case_id for row in rows for case_id in row.case_ids))
        yield Draft(_("%(what)s: %(n)s") % {"what": part.heading, "n": len(rows)}, part.key, about)
    elif not part.together:
        for row in rows:
            yield Draft(f"{part.heading}：{row.words}", part.key, row.case_ids)
