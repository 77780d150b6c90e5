"""Tables of a register page: headings, rows of cells, and what can be done with a row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Link:
    """A cell or a button that leads somewhere."""

    label: Text
    url: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows; a cell is a text or a Link; `acts` (links) stand at the end of the row."""

    title: Text
    headings: Sequence[Text]
    rows: Sequence[Sequence[Any]]
    buttons: Sequence[Link] = field(default=())
    empty: Text = ""
    note: Text = ""

    @property
    def lines(self) -> list[list[tuple[Text, Any]]]:
        """Each cell with its heading, which narrow screens show beside it."""
        return [list(zip(self.headings, row, strict=False)) for row in self.rows]


def day(moment: date | datetime | None) -> str:
    """A local day, or a dash."""
    if moment is None:
        return "–"
    shown = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    return shown.isoformat()


def minute(moment: datetime | None) -> str:
    """A local minute, or a dash."""
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else "–"


def history_table(events: Iterable[Any], fields: Mapping[str, Text]) -> Table:
    """What the triggers wrote down about a row: when, who, why, and which `fields` changed."""
    before: dict[str, Any] = {}
    rows = []
    for event in events:
        now = {name: getattr(event, name) for name in fields}
        changed = [f"{fields[name]}: {_shown(now[name])}" for name in fields if before.get(name) != now[name]]
        rows.append((minute(event.pgh_created_at), *who_and_why(event), "；".join(changed) or "–"))
        before = now
    return Table(_("History"), (_("Time"), _("Who"), _("Reason"), _("What changed")), rows[::-1])


def who_and_why(event: Any) -> tuple[str, str]:
    """The actor of a history row, and the reason given."""
    told = event.pgh_context.metadata if event.pgh_context else {}
    return told.get("label") or told.get("actor") or _("the program"), told.get("reason", "")


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return minute(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value not in (None, "") else "–"
