"""A packed workbook is looked through before any library interprets it. Runs in the child; no Django.

Limits after POI's default inflate ratio of 100:1 and the platform's own sizes.
"""

import io
import re
import stat
import zipfile
import zlib

from huiyin.ground.files.unfit import Unfit

LARGEST_UNPACKED_MB = 100
_HIGHEST_RATIO, _RATIO_GRACE = 100, 2 * 1024 * 1024
_MOST_PARTS = 2000
_PIECE = 256 * 1024
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError,
)  # fmt: skip
_DECLARES = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def look_through(data: bytes) -> None:
    """Refuse bombs, macros, links, passwords, entity declarations and odd names. Raises Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            _names_are_plain(parts)
            _sizes_are_sane(parts, len(data))
            _is_a_workbook({part.filename for part in parts})
            for part in parts:
                _part_is_harmless(packed, part)
    except _BROKEN as broken:
        raise Unfit("sheet_damaged") from broken


def _names_are_plain(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    odd = any(
        name.startswith("/") or ".." in name.split("/") or "\\" in name or ":" in name or "\0" in name
        for name in names
    )
    linked = any(stat.S_ISLNK(part.external_attr >> 16) for part in parts)
    if odd or linked or len(set(map(str.lower, names))) != len(names) or len(parts) > _MOST_PARTS:
        raise Unfit("sheet_unsafe")
    if any(part.flag_bits & 1 for part in parts):
        raise Unfit("sheet_encrypted")


def _sizes_are_sane(parts: list[zipfile.ZipInfo], packed_size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    too_steep = unpacked > _RATIO_GRACE and unpacked > _HIGHEST_RATIO * packed_size
    if unpacked > LARGEST_UNPACKED_MB * 1024 * 1024 or too_steep:
        raise Unfit("sheet_inflates", limit=LARGEST_UNPACKED_MB)


def _is_a_workbook(names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if not lowered & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise Unfit("not_a_table")
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in lowered):
        raise Unfit("sheet_has_macros")
    if any(name.startswith("xl/externallinks/") for name in lowered):
        raise Unfit("sheet_has_links")


def _part_is_harmless(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpack once in pieces: the checksum proves the declared size; XML is searched for declarations."""
    is_text = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    manifest = part.filename == "META-INF/manifest.xml"
    with packed.open(part) as stream:
        tail = b""
        while piece := stream.read(_PIECE):
            seen = tail + piece
            if is_text and (_DECLARES.search(seen) or b"\0" in piece[:64]):
                raise Unfit("sheet_has_links")
            if manifest and b"encryption-data" in seen:
                raise Unfit("sheet_encrypted")
            tail = piece[-32:]
