"""Hostile workbooks, made from parts: nothing here is kept as bytes in the tree."""

from __future__ import annotations

import io
import struct
import zipfile
from functools import partial
from itertools import product

import openpyxl

from tests.attack.hostile_pictures import Made

_SLIPPING = ("../../evil.xml", "/etc/evil", "xl\\..\\evil", "C:evil", "xl/../../evil", "./../evil")
_CARRIED = ("xl/vbaProject.bin", "Basic/script-lb.xml", "Scripts/x.py", "xl/externalLinks/externalLink1.xml")
_OLD = ("EncryptedPackage", "_VBA_PROJECT", "WordDocument", "Workbook")
_SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY c SYSTEM "http://127.0.0.1:9/hy">]>',
    '<!DOCTYPE x [<!ENTITY % c SYSTEM "http://127.0.0.1:9/hy"> %c;]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/hy">',
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + "&a;" * 20 + '"><!ENTITY c "' + "&b;" * 20 + '">]>',
    '< ! DOCTYPE x [<!ENTITY c "x">]>', "<!doctype x>",
)  # fmt: skip
_PARTS = ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml")


def tables() -> list[Made]:
    """Some 50 workbooks nobody should open; each is made when it is called."""
    plain, found = workbook(), []
    for number, (entity, part) in enumerate(product(_ENTITIES, _PARTS)):
        text = f'<?xml version="1.0"?>{entity}<x>&c;</x>'
        found.append((f"entity {number} in {part}", partial(with_part, plain, part, text.encode())))
    found += [(f"slips to {name!r}", partial(with_part, plain, name, b"x")) for name in _SLIPPING]
    found.append(("a link", partial(with_part, plain, "xl/link", b"/etc/passwd", mode=0o120777)))
    found += [(f"carries {name}", partial(with_part, plain, name, b"<a/>")) for name in _CARRIED]
    for part, size in product(_PARTS[1:3], (101, 1_000, 10_000)):
        found.append((f"{part} of {size} MB", partial(inflating, plain, part, size)))
    cells = {
        "the last cell": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "many columns": _row(16_384),
        "many rows": "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 60_000)),
    }
    found += [
        (name, partial(with_part, plain, _PARTS[2], _SHEET.format(rows).encode()))
        for name, rows in cells.items()
    ]
    return found + [(f"old, {inside}", partial(_old, inside)) for inside in _OLD]


def _old(inside: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + inside.encode("utf-16-le")


def _row(columns: int) -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{n}</t></is></c>' for n in range(columns))
    return f"<row>{cells}</row>" * 2


def workbook() -> bytes:
    """An honest workbook with one row."""
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in (["编号", "内容"], ["001", "路灯不亮"]):
        book.active.append(row)
    book.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, content: bytes, *, mode: int = 0o100644) -> bytes:
    """The same container with one more (or another) part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        extra = zipfile.ZipInfo("x")
        extra.filename, extra.external_attr, extra.compress_type = name, mode << 16, zipfile.ZIP_DEFLATED
        new.writestr(extra, content)
    return target.getvalue()


def inflating(data: bytes, name: str, megabytes: int) -> bytes:
    """The same with a part that says, or hides, that it unpacks to so much; 120 MB at most are there."""
    real = min(megabytes, 120)
    packed = with_part(data, name, b"<x>" + b" " * (real * 1_000_000) + b"</x>")
    if megabytes == real:
        return packed
    claimed, told = real * 1_000_000 + 7, (megabytes * 1_000_000) % 2**32
    return packed.replace(struct.pack("<I", claimed), struct.pack("<I", 900 if megabytes > 5_000 else told))
