"""The packs shipped with the program: one TOML file per version, `packs/<folder>/<name>/<version>.toml`."""

import tomllib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from .pack import Pack, read_pack
from .parsing import parse
from .sections import PackError
from .words import PackKind

SHIPPED = Path(__file__).parent / "packs"
FOLDERS = {
    PackKind.CATEGORY: "categories",
    PackKind.CALENDAR: "calendars",
    PackKind.SERVICE_LEVEL: "service-levels",
    PackKind.RATE: "rates",
    PackKind.ALARM: "alarms",
    PackKind.PROCEDURE: "procedures",
    PackKind.COOPERATION: "cooperation",
    PackKind.DECISION: "decisions",
    PackKind.ELECTION: "elections",
    PackKind.FUND: "funds",
    PackKind.DELIBERATION: "deliberations",
}


def read_packs(folder: Path = SHIPPED) -> Iterator[Pack]:
    """Every pack below the folder, checked in full. Raises PackError with the file's name."""
    for path in sorted(folder.glob("*/*/*.toml")):
        yield read_file(path)


def read_file(path: Path) -> Pack:
    """One pack file; its place must agree with its header. Raises PackError."""
    try:
        content = _json_ready(tomllib.loads(path.read_text(encoding="utf-8")))
        pack = read_pack(content)
        parse(pack.header.kind, content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, PackError) as error:
        raise PackError(f"{path.name}: {error}") from error
    header = pack.header
    expected = (FOLDERS[header.kind], header.name, f"{header.version}.toml")
    if path.parts[-3:] != expected:
        raise PackError(f"{path}: by its header this file belongs at {'/'.join(expected)}")
    return pack


def _json_ready(value: Any) -> Any:
    """TOML's dates and times as ISO text: the content is stored as JSON."""
    if isinstance(value, dict):
        return {key: _json_ready(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_json_ready(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | time) else value
