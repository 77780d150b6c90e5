"""The bar above every desk: at most six entries in one line; desks that belong together stand under one word.

The order is that of `shell.DESKS`, the same for every role; a role only has fewer of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
MOST = 6
"""Entries that fit beside name, search, bell and account in one line of 1280 pixels."""
GROUPS: tuple[tuple[Text, str, frozenset[str]], ...] = (
    (_("Help and calls"), "help", frozenset({"help-queue", "hands-home", "mediation-home"})),
    (
        _("Settle together"),
        "list",
        frozenset({
            "topics", "proposals", "agreements", "works", "fund", "polls", "surveys", "board", "votes",
            "elections", "volunteers",
        }),
    ),
    (_("Records"), "copies", frozenset({"clerk-import", "steward-home", "auditor-home"})),
)  # fmt: skip
"""Words, icon and the address names of the desks under them. One desk alone stands for itself."""


@dataclass(frozen=True)
class Entry:
    """A desk, or with `inner` several under one word.

    `current` is the value of aria-current: "page" for the page one is on, "true" for the desk it belongs to.
    """

    label: Text
    icon: str
    url: str = ""
    name: str = ""
    current: str = ""
    inner: tuple[Entry, ...] = ()


def bar_of(desks: Sequence[Entry], path: str) -> list[Entry]:
    """The entries for somebody who may open `desks`, looking at the page with this path."""
    marked = _marked(desks, path)
    entries: list[Entry] = []
    for desk in marked:
        group = next((group for group in GROUPS if desk.name in group[2]), None)
        beside = [one for one in marked if group and one.name in group[2]]
        if group is None or len(beside) == 1:
            entries.append(desk)
        elif desk is beside[0]:
            entries.append(_under(group[0], group[1], beside))
    if len(entries) <= MOST:
        return entries
    return [*entries[: MOST - 1], _under(_("More"), "other", _flat(entries[MOST - 1 :]))]


def _under(label: Text, icon: str, desks: Iterable[Entry]) -> Entry:
    inner = tuple(desks)
    return Entry(label, icon, inner=inner, current="true" if any(one.current for one in inner) else "")


def _flat(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (desk for entry in entries for desk in entry.inner or (entry,))


def _marked(desks: Sequence[Entry], path: str) -> list[Entry]:
    """The desks, with the one marked that has the longest part of the address."""
    under = [desk for desk in desks if path == desk.url or path.startswith(desk.url.rstrip("/") + "/")]
    here = max(under, key=lambda desk: len(desk.url), default=None)
    word = "page" if here and here.url == path else "true"
    return [replace(desk, current=word) if desk is here else desk for desk in desks]
