"""Write the .mo files gettext reads from the .po files people edit; the standard library is enough.

Run as `python -m huiyin.locale.compile`, or call `compile_catalogues` at start.
Source of the layout: GNU gettext manual, "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import os
import re
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent
FIELD = re.compile(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)\s+(".*")$')
MAGIC, HEADER_SIZE = 0x950412DE, 28

Entry = dict[str, str]


def read_entries(source: str) -> list[Entry]:
    """The entries of a .po file: field name (msgid, msgstr[0], …) → text. Fuzzy ones are left out."""
    entries: list[Entry] = []
    for block in re.split(r"\n\s*\n", source):
        entry: Entry = {}
        field = ""
        for line in block.split("\n"):  # not splitlines: a text may hold other separators
            if match := FIELD.match(line):
                field = match[1]
                entry[field] = ast.literal_eval(match[2])
            elif line.startswith('"') and field:
                entry[field] += ast.literal_eval(line)
        if "msgid" in entry and "#, fuzzy" not in block:
            entries.append(entry)
    return entries


def messages(entries: list[Entry]) -> dict[bytes, bytes]:
    """Keys and values as gettext stores them; an entry without text is left out, so the msgid shows."""
    table: dict[bytes, bytes] = {}
    for entry in entries:
        key = entry["msgid"]
        if "msgid_plural" in entry:
            key += "\0" + entry["msgid_plural"]
        if "msgctxt" in entry:
            key = entry["msgctxt"] + "\4" + key
        forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
        if all(forms):
            table[key.encode()] = "\0".join(forms).encode()
    return table


def pack(table: dict[bytes, bytes]) -> bytes:
    """The bytes of a .mo file; keys sorted, as the format demands."""
    keys = sorted(table)
    count = len(keys)
    offset = HEADER_SIZE + 16 * count
    index, body = b"", b""
    for part in (keys, [table[key] for key in keys]):
        for text in part:
            index += struct.pack("<2I", len(text), offset + len(body))
            body += text + b"\0"
    head = struct.pack("<7I", MAGIC, 0, count, HEADER_SIZE, HEADER_SIZE + 8 * count, 0, offset)
    return head + index + body


def compile_catalogues(*, force: bool = False) -> list[Path]:
    """Write each .mo file that is missing or older than its .po file; the paths written.

    OSError when the folder may not be written (then an installer must have compiled before).
    """
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if force or not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{os.getpid()}.tmp")
            fresh.write_bytes(pack(messages(read_entries(source.read_text("utf-8")))))
            fresh.replace(target)  # two processes may start at once; each writes a whole file
            written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues(force=True):
        print(path.relative_to(LOCALE))
