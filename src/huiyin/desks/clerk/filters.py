"""What the clerk's list and board are narrowed by, and how many cases each choice would show."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.s4_handling.nuisance.reads import Apart
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.lately import lately
from huiyin.registers.people.words import Permission

LONGEST = 200  # characters of a parameter that are read


NAMES = ("show", "estate", "q", "each", "after", "case", "done", "say", "by", "give")


def asked_in(given: QueryDict) -> dict[str, str]:
    """What an address or a form asks for; "" for what it leaves out."""
    return {name: given.get(name, "").replace("\x00", "")[:LONGEST] for name in NAMES}


def scopes_in(viewer: Viewer, estate: str) -> list[int]:
    """The scope asked for with what lies below it; an unknown one means all."""
    own = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
    if not (estate.isascii() and estate.isdigit()) or int(estate) not in own:
        return []
    return sorted(scope_tree().under([int(estate)]) & own)


def counts_lately(viewer: Viewer, at: datetime, apart: Apart) -> queue.Counts:
    """How many wait; counted anew after every line, since an open list is counted whole."""
    if apart.all != queue.NOBODY:  # a mark may change without a line
        return queue.counts_of(viewer, at, apart=apart.all)
    key = ("clerk-counts", viewer.everywhere, viewer.grants.get(Permission.CASE_TRIAGE))
    return lately(key, at, lambda: queue.counts_of(viewer, at))


def filters_of(
    counts: queue.Counts, wanted: Filter, asked: Mapping[str, str], scopes: list[int]
) -> list[dict[str, Any]]:
    """The groups of the filter's part: by state, by estate, each with how many."""
    states = [
        {
            "label": f.label,
            "url": url_of(asked, show=f.value),
            "count": queue.count(counts, f, scopes),
            "current": f is wanted and not asked["q"],
            "tone": "red" if f is Filter.OVERDUE else "",
        }
        for f in Filter
    ]
    return [
        {"title": _("State"), "entries": states},
        estates_of(counts, wanted, scopes, lambda estate: url_of(asked, estate=estate)),
    ]


def estates_of(
    counts: queue.Counts, wanted: Filter, scopes: list[int], address: Callable[[str], str]
) -> dict[str, Any]:
    """The group of estates; `address` gives the page narrowed to one ("" for all)."""
    tree, seen = scope_tree(), sorted({scope for scope, _state in counts})
    estates = [
        {
            "label": tree.names[scope],
            "url": address(str(scope)),
            "current": [scope] == scopes,
            "tone": "",
            "count": queue.count(counts, wanted, [scope]),
        }
        for scope in seen
    ]
    everywhere = {
        "label": _("Everywhere"),
        "url": address(""),
        "current": not scopes,
        "tone": "",
        "count": queue.count(counts, wanted),
    }
    return {"title": _("Estate"), "entries": [everywhere, *estates]}


def url_of(asked: Mapping[str, str], **change: str) -> str:
    """The list's address with something changed; page and search are left behind."""
    kept = {
        name: value
        for name, value in {**{n: asked[n] for n in ("show", "estate")}, **change}.items()
        if value
    }
    return f"{reverse('clerk-queue')}?{urlencode(kept)}"
