"""The data files, read once: plain TOML beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
Table = dict[str, Any]


@cache
def read(name: str) -> Table:
    """One data file by its path inside `data/`; callers must not change what they get."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def read_all(folder: str) -> tuple[Table, ...]:
    """Every file of a folder of `data/`, by name."""
    return tuple(read(f"{folder}/{path.name}") for path in sorted((DATA / folder).glob("*.toml")))
