"""The parts of a drafted agenda in the shapes of the page, with the requests the viewer may open."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.casefile.reads import cases_of
from huiyin.commons.c1_proposals.models import AgendaItem
from huiyin.desks.steward.tables import Link, Table
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.weekly.agenda import key_of
from huiyin.insight.weekly.parts import Part, Row

SHOWN = 12
"""Requests named behind a row; the rest is counted."""
TARGETS: Mapping[str, tuple[str, Any]] = {
    "task": ("task-done", gettext_lazy("Report it done")),
    "topic": ("topic", gettext_lazy("Open the shared problem")),
}
"""What a line opens beside its requests: the name of the address and its words."""
Links = Mapping[UUID, Link]


def part_view(part: Part, kept: Collection[str], links: Links) -> dict[str, Any]:
    """A part as the page shows it."""
    rows = [_row_view(row, key_of(part, row), kept, links) for row in part.rows]
    return {
        "heading": part.heading,
        "total": part.total,
        "more": part.total - len(part.rows),
        "rows": rows,
    }


def links_behind(viewer: Viewer, parts: Iterable[Part]) -> dict[UUID, Link]:
    """The requests named behind the rows that the viewer may open. One query."""
    rows = [row for part in parts for row in part.rows]
    return case_links(viewer, {one for row in rows for one in row.case_ids[:SHOWN]})


def case_links(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, Link]:
    """Those of the requests that the viewer may open, as links under their title. One query."""
    found = cases_of(viewer).filter(pk__in=list(ids)).values_list("pk", "number", "title")
    return {pk: Link(title or number, reverse("case", args=[number])) for pk, number, title in found}


def behind(viewer: Viewer, items: list[AgendaItem]) -> Table:
    """The requests the items were about, as far as the viewer may open them; the others are counted."""
    links = case_links(viewer, {case_id for one in items for case_id in one.about})
    rows: list[tuple[Any, ...]] = []
    for item in items:
        seen = [links[case_id] for case_id in item.about if case_id in links]
        rows += [(link, f"{item.no}. {item.words}") for link in seen]
        if hidden := len(item.about) - len(seen):
            rows.append((_("%(n)s that you may not open") % {"n": hidden}, f"{item.no}. {item.words}"))
    return Table(_("Requests behind the agenda"), (_("Request"), _("Item")), rows)


def _target(kind: str, key: Any) -> Link:
    name, words = TARGETS[kind]
    return Link(words, reverse(name, args=[key]))


def _row_view(row: Row, key: str, kept: Collection[str], links: Links) -> dict[str, Any]:
    return {
        "key": key,
        "kept": key in kept,
        "words": row.words,
        "why": row.why,
        "target": _target(*row.target) if row.target else None,
        "cases": [links[one] for one in row.case_ids[:SHOWN] if one in links],
        "more": max(0, len(row.case_ids) - SHOWN),
    }
