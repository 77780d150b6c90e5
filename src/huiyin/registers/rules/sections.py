"""Typed reading of pack content: every mistake in a pack is named with its place and what was expected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar, cast

from .words import Confidence

Content = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_MISSING: Any = object()
_MOST = 10**9


class PackError(ValueError):
    """A pack cannot be used; the text says where in it and why."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from: a key of the pack's source table, and how sure it is."""

    source: str
    confidence: Confidence


class Section:
    """One table of a pack. Each reader checks the type; `done()` refuses keys nobody asked for."""

    def __init__(
        self, data: Any, where: str, origin: Provenance | None = None, sources: Content | None = None
    ) -> None:
        if not isinstance(data, Mapping):
            raise PackError(f"{where}: a table is expected")
        self._data: Content = data
        self._seen: set[str] = set()
        self._origin, self._sources = origin, sources
        self.where = where

    def problem(self, key: str, expected: str) -> PackError:
        """An error naming this key."""
        return PackError(f"{self.where}.{key}: {expected}")

    def _take(self, key: str, kind: type[T], expected: str, default: Any = _MISSING) -> T:
        self._seen.add(key)
        value = self._data.get(key, default)
        if value is _MISSING:
            raise self.problem(key, f"missing, {expected} is expected")
        if value is not default and (
            not isinstance(value, kind) or (kind is int and isinstance(value, bool))
        ):
            raise self.problem(key, f"{expected} is expected, not {value!r}")
        return cast("T", value)

    def has(self, key: str) -> bool:
        """Whether the table carries the key."""
        return key in self._data

    def text(self, key: str, default: Any = _MISSING) -> str:
        """A non-empty text."""
        value = self._take(key, str, "a text", default)
        if not value and default is _MISSING:
            raise self.problem(key, "must not be empty")
        return value

    def number(self, key: str, *, least: int = 0, default: Any = _MISSING) -> int:
        """A whole number, at least `least` and at most a thousand million (seconds: some thirty years)."""
        value = self._take(key, int, "a whole number", default)
        if not least <= value <= _MOST:
            raise self.problem(key, f"must be at least {least} and at most {_MOST}")
        return value

    def share(self, *, least: int = 1) -> Fraction:
        """`num` of `den`, no more than the whole; `least`: the smallest `num`."""
        share = Fraction(self.number("num", least=least), self.number("den", least=1))
        if share > 1:
            raise self.problem("num", "no more than the whole")
        return share

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return self._take(key, bool, "true or false", default)

    def choice(self, key: str, words: type[E], default: Any = _MISSING) -> E:
        """One of the enum's words."""
        value = self._take(key, str, f"one of {', '.join(words)}", default)
        try:
            return words(value)
        except ValueError:
            raise self.problem(key, f"must be one of {', '.join(words)}, not {value!r}") from None

    def day(self, key: str, default: Any = _MISSING) -> date:
        """A day, written YYYY-MM-DD."""
        value = self._take(key, str, "a day (YYYY-MM-DD)", default)
        return value if value is default and default is not _MISSING else self._as_day(key, value)

    def _as_day(self, key: str, value: str) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.problem(key, f"{value!r} is not a day (YYYY-MM-DD)") from None

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days; empty when absent."""
        return tuple(self._as_day(key, text) for text in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        values = self._take(key, list, "a list of texts", [])
        if not all(isinstance(value, str) for value in values):
            raise self.problem(key, "every entry must be a text")
        return tuple(values)

    def choices(self, key: str, words: type[E]) -> tuple[E, ...]:
        """A list of words of the enum; empty when absent."""
        try:
            return tuple(words(text) for text in self.texts(key))
        except ValueError as error:
            raise self.problem(key, f"{error}; allowed: {', '.join(words)}") from None

    def table(self, key: str) -> "Section":
        """A table inside this one; an empty one when absent."""
        self._seen.add(key)
        return self._inner(self._data.get(key, {}), key)

    def tables(self, key: str) -> Iterator["Section"]:
        """The tables of a list; none when absent."""
        for number, data in enumerate(self._take(key, list, "a list of tables", [])):
            yield self._inner(data, f"{key}[{number}]")

    def _inner(self, data: Any, name: str) -> "Section":
        return Section(data, f"{self.where}.{name}", self._origin, self._sources)

    def provenance(self) -> Provenance:
        """Source and confidence of this table; the pack's own where the table is silent."""
        fallback = self._origin
        source = self.text("source", fallback.source if fallback else _MISSING)
        if self._sources is not None and source not in self._sources:
            raise self.problem("source", f"{source!r} is not in the pack's table of sources")
        return Provenance(
            source, self.choice("confidence", Confidence, fallback.confidence if fallback else _MISSING)
        )

    def done(self) -> None:
        """Refuse what was not read: a misspelt key would silently change a rule."""
        unknown = sorted(set(self._data) - self._seen)
        if unknown:
            raise PackError(f"{self.where}: unknown key {', '.join(unknown)}")
