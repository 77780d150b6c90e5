"""Fetch the few foreign files the pages are served with, check them and store them with their licences.

    python tools/vendor.py          fetch with npm, write static/vendor/, versions.json and NOTICE
    python tools/vendor.py --check  no network: the stored files are the ones versions.json names

The integrity values are those of the published packages; a package that differs is not unpacked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "src" / "huiyin" / "desks" / "static" / "vendor"
SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=[^*]*\*/\s*|//# sourceMappingURL=\S*\s*")


@dataclass(frozen=True)
class Package:
    """One npm package: `files` maps a path in the package to the name it is served under."""

    name: str
    version: str
    integrity: str
    licence: str
    holder: str
    files: dict[str, str]


PACKAGES = (
    Package(
        name="bootstrap",
        version="5.3.9",
        integrity="sha512-20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        licence="MIT",
        holder="The Bootstrap Authors",
        files={"dist/css/bootstrap.min.css": "bootstrap.min.css", "LICENSE": "bootstrap.LICENSE.txt"},
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        integrity="sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        licence="0BSD",
        holder="Big Sky Software",
        files={"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    ),
)


DATA = (
    "",
    "It holds these data of others:",
    "",
    "- Unicode Han Database (Unihan) 14.0, kTotalStrokes, Unicode License, © Unicode, Inc.",
    "  src/huiyin/commons/c2_voices/election/strokes.txt (the counts of U+4E00..U+9FFF)",
)
"""What NOTICE says of tables that are not fetched as packages."""


def fetch(package: Package, folder: Path) -> bytes:
    """The package's archive as npm gives it; ValueError when it is not the pinned one."""
    wanted = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True)
    (archive,) = folder.glob(f"{package.name}-{package.version}.tgz")
    data = archive.read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if found != package.integrity:
        raise ValueError(f"{wanted}: integrity is {found}, pinned is {package.integrity}")
    return data


def unpack(package: Package, folder: Path) -> dict[str, str]:
    """Write the wanted files; served name → sha256. Source maps are not shipped: their lines are cut."""
    fetch(package, folder)
    digests = {}
    with tarfile.open(folder / f"{package.name}-{package.version}.tgz") as archive:
        for inside, served in package.files.items():
            member = archive.extractfile(f"package/{inside}")
            if member is None:
                raise ValueError(f"{package.name} has no file {inside}")
            data = SOURCE_MAP.sub(b"", member.read())
            (VENDOR / served).write_bytes(data)
            digests[served] = hashlib.sha256(data).hexdigest()
    return digests


def refresh() -> None:
    """Fetch every package and write the list of what is stored."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    stored = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            digests = unpack(package, Path(folder))
        stored[package.name] = {
            "version": package.version,
            "integrity": package.integrity,
            "licence": package.licence,
            "files": digests,
        }
    (VENDOR / "versions.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    (ROOT / "NOTICE").write_text(notice(), encoding="utf-8")


def notice() -> str:
    """The text of NOTICE."""
    lines = ["Huiyin (回音)", "Licensed under the Apache License, Version 2.0.", ""]
    lines += [
        "This product is served with these files of others, unchanged but for the cut source map lines:",
        "",
    ]
    for package in PACKAGES:
        names = ", ".join(package.files.values())
        lines.append(f"- {package.name} {package.version}, {package.licence}, © {package.holder}")
        lines.append(f"  src/huiyin/desks/static/vendor/: {names}")
    return "\n".join([*lines, *DATA]) + "\n"


def differences() -> list[str]:
    """What of the stored files differs from the list; empty when all is as fetched."""
    listed: dict[str, str] = {}
    stored = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))
    for package in PACKAGES:
        entry = stored.get(package.name, {})
        if (entry.get("version"), entry.get("integrity")) != (package.version, package.integrity):
            return [f"{package.name}: run tools/vendor.py, the pinned version was not fetched"]
        listed |= entry["files"]
    present = {p.name: p for p in VENDOR.iterdir() if p.name != "versions.json"}
    found = [f"{name}: not in versions.json" for name in present.keys() - listed.keys()]
    for name, digest in listed.items():
        path = present.get(name)
        if path is None or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"{name}: differs from what was fetched")
    return sorted(found)


if __name__ == "__main__":
    if "--check" in sys.argv:
        problems = differences()
        print(*problems, f"{len(problems)} differences", sep="\n")
        sys.exit(1 if problems else 0)
    refresh()
