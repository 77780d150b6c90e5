"""Reading the environment.

Every variable has one name, one default and one line in docs/reference/settings.md.
"""

from __future__ import annotations

import os
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
MODES = ("production", "demo", "scratch")


class BadVariable(ValueError):
    """A variable has a value that cannot be used; the sentence names it and what it takes."""


def text(name: str, default: str = "") -> str:
    """The variable `name`, without surrounding blanks."""
    return os.environ.get(name, default).strip() or default


def words(name: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """A comma-separated list of name=value; empty when unset. Raises BadVariable for an entry without "="."""
    entries = [entry.partition("=") for entry in words(name)]
    if any(not sign for _key, sign, _value in entries):
        raise BadVariable(f"{name} must be a list like received=SMS_1,answered=SMS_2")
    return {key: value for key, _sign, value in entries}


def number(name: str, default: int) -> int:
    """A whole number. Raises `BadVariable`."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise BadVariable(f"{name} must be a whole number, not {value!r}.") from None


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no. Raises `BadVariable`."""
    value = text(name, "yes" if default else "no").lower()
    if value not in TRUE | FALSE:
        raise BadVariable(f"{name} must be yes or no, not {value!r}.")
    return value in TRUE


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of `allowed`. Raises `BadVariable`."""
    value = text(name, default)
    if value not in allowed:
        raise BadVariable(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def scanner(name: str) -> str:
    """Where clamd listens: empty, `unix:/path` or `tcp:host:port`. Raises `BadVariable`."""
    value = text(name)
    kind, _, place = value.partition(":")
    host, _, port = place.rpartition(":")
    if (
        value
        and not (kind == "unix" and place.startswith("/"))
        and not (kind == "tcp" and host and port.isdecimal())
    ):
        raise BadVariable(f"{name} must be unix:/path or tcp:host:port, not {value!r}.")
    return value


def data_folder() -> Path:
    """HUIYIN_DATA as an absolute path; `./var/data` unless set."""
    return Path(text("HUIYIN_DATA", "var/data")).expanduser().absolute()
