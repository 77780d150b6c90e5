"""The keys of the desks: what each does, and how a person changed them. Kept with the account.

Single letters must be possible to switch off and to change (WCAG 2.1.4).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIXED = frozenset("12345678?")
"""Digits choose, the question mark shows the sheet; these cannot be given to anything else."""
OFF = "off"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a key does: its name in templates, the key it has by default, its words."""

    name: str
    key: str
    words: Promise


ACTS = (
    Act("next", "j", _("next row")),
    Act("previous", "k", _("previous row")),
    Act("find", "/", _("search")),
    Act("mark", "x", _("mark the row")),
    Act("assign", "a", _("Sort and dispatch")),
    Act("sort", "s", _("Only sort")),
    Act("class_1", "q", _("urgency: at once")),
    Act("class_2", "w", _("urgency: within hours")),
    Act("class_3", "e", _("urgency: within a day")),
    Act("class_4", "r", _("urgency: usual")),
    Act("merge", "m", _("the same matter")),
    Act("template", "t", _("answer, with standard answers")),
    Act("undo", "z", _("take back")),
    Act("new", "n", _("New case")),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person. `at` maps an act to its key; no key works while they are off."""

    at: Mapping[str, str]
    on: bool


def keys_of(stored: Mapping[str, Any]) -> Keys:
    """Read what an account keeps; whatever is not a key of today is as by default."""
    own = {act.name: stored.get(act.name) for act in ACTS}
    given = {name: key for name, key in own.items() if isinstance(key, str) and is_key(key)}
    at = {act.name: given.get(act.name, act.key) for act in ACTS}
    if len(set(at.values())) < len(at):  # a usual key of today was an own key before
        at = {act.name: act.key for act in ACTS}
    return Keys(at, on=not stored.get(OFF))


def is_key(text: str) -> bool:
    """Whether this can be a key: one printable ASCII character, no capital, no blank, none of FIXED."""
    plain = len(text) == 1 and text.isascii() and text.isprintable()
    return plain and text not in FIXED and text == text.lower() != " "
