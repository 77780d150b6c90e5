"""A list to choose from that is long and the same on every page: drawn once and kept."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString

MOST = 400
"""Drawn lists one process keeps, of some kilobytes each; the least used go first."""
Frozen = tuple[tuple[Any, Any], ...]


class KeptSelect(forms.Select):
    """A select for the hundred categories: drawing each option anew was a fifth of the page of a case."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002 - Django passes it; the settings name one for all
    ) -> SafeString:
        """As Django draws it."""
        chosen = tuple(self.format_value(value))
        given = tuple(sorted(self.build_attrs(self.attrs, dict(attrs or {})).items()))
        return _drawn(name, chosen, given, _frozen(self.choices))


def _frozen(choices: Iterable[tuple[Any, Any]]) -> Frozen:
    """The choices as they read in this language, groups included."""
    return tuple(
        (str(value), _frozen(label)) if isinstance(label, list | tuple) else (value, str(label))
        for value, label in choices
    )


@lru_cache(maxsize=MOST)
def _drawn(
    name: str, chosen: tuple[str, ...], given: tuple[tuple[str, Any], ...], choices: Frozen
) -> SafeString:
    return forms.Select(choices=choices).render(name, list(chosen), dict(given))
