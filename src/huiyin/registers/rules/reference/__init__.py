"""The tables of docs/reference/rule-packs.md, written from the shipped packs.

`python -m huiyin.registers.rules.reference docs/reference/rule-packs.md` writes them anew below the marker.
"""

from collections.abc import Iterator
from pathlib import Path

from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import Rules, parse

from . import casework, commons

MARKER = "<!-- below: written by huiyin.registers.rules.reference -->\n"
_WRITERS = casework.WRITERS | commons.WRITERS


def shipped_tables() -> str:
    """Markdown: each shipped pack with its values, where they come from, and the list of sources."""
    return "\n".join(line for pack in read_packs() for line in _pack(parse(pack.header.kind, pack.content)))


def write_tables(page: Path) -> None:
    """Replace what follows the marker in the page."""
    head, _marker, _old = page.read_text(encoding="utf-8").partition(MARKER)
    page.write_text(head + MARKER + shipped_tables(), encoding="utf-8")


def _pack(rules: Rules) -> Iterator[str]:
    header = rules.header
    yield f"### `{header.key}` {header.title_zh}\n"
    yield f"{header.title}. In force from {header.effective_from.isoformat()}.\n"
    yield from _WRITERS[type(rules)](rules)
    yield "\nSources: " + "; ".join(f"**{key}** {text}" for key, text in header.sources) + "\n"
