"""The addresses of docs/reference/routes.md: which name an address on a page has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

TABLE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "routes.md"
ROW = re.compile(r"^\| `(/[^`]*)` \| ([A-Z ]+) \| ([^|]+) \| ([\w-]+) \|$", re.MULTILINE)
PARTS = {"int": r"\d+", "uuid": r"[0-9a-f-]{36}", "str": r"[^/]+", "slug": r"[\w-]+", "path": r".+"}


@dataclass(frozen=True)
class Address:
    """One line of the table: its name, who opens it, and what its path looks like."""

    name: str
    permission: str
    form: re.Pattern[str]


def addresses() -> list[Address]:
    """Every address of a page that can be opened, the plainest first."""
    found = []
    for pattern, methods, permission, name in ROW.findall(TABLE.read_text("utf-8")):
        if "GET" in methods.split() and permission != "bearer token" and not pattern.startswith("/^"):
            found.append(Address(name, permission.strip(), re.compile(_form(pattern))))
    return sorted(found, key=lambda one: one.form.pattern.count("[^/]"))


def _form(pattern: str) -> str:
    pieces = re.split(r"<(\w+):\w+>", pattern)  # words and kinds in turn
    fixed = [re.escape(piece) for piece in pieces[::2]]
    kinds = [PARTS.get(kind, PARTS["str"]) for kind in pieces[1::2]]
    return "".join(part for pair in zip(fixed, [*kinds, ""], strict=True) for part in pair)


def name_of(url: str, known: list[Address]) -> str:
    """The name of an address, empty where the table has none."""
    path = urlsplit(url).path
    return next((one.name for one in known if one.form.fullmatch(path)), "")
