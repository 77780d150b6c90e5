"""Hostile pictures, made from parts: nothing here is kept as bytes in the tree."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from PIL import Image, PngImagePlugin

MARK = "HYCANARY"
"""Stands in everything a cleaned picture must have lost."""
Made = tuple[str, Callable[[], bytes]]
"""A file's name, and what makes it."""
FORMS = ("JPEG", "PNG", "WEBP", "GIF")
_TAILS = (
    b"<script>alert(7331)</script>", b"PK\x03\x04" + MARK.encode(), b"%PDF-1.7 /OpenAction<</S/JavaScript>>",
    b"<?php system($_GET[0]);", b"#!/bin/sh\nid\n", b"MZ\x90\0" + bytes(60), b"\xff\xd8\xff\xe0" + bytes(90),
    b"GIF89a/*<svg onload=alert(7331)>*/", bytes(5000),
)  # fmt: skip
_NO_PICTURES = (
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(7331)"/>',
    b"\xef\xbb\xbf<svg/onload=alert(7331)>",
    b"<!doctype html><script>alert(7331)</script>", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>",
    b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run", b"push graphic-context\nimage over 0,0 0,0 '|id'",
    b"viewbox 0 0 1 1 image 0 0 0 0 url(https://evil.example/)",
    b"<?xml version='1.0'?><image><read filename='/etc/passwd'/></image>",
    b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x10\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypheic" + bytes(20), b"BM" + bytes(60),
    b"II*\0" + bytes(60), b"\0\0\1\0\1\0" + bytes(60), b"8BPS\0\1" + bytes(60),
    b"P6 9 9 255\n" + bytes(243), b"#define x_width 9\n",
    b"", b"\0", bytes(4096), b"\xff" * 4096, b"caption:@/etc/passwd", b"@/etc/passwd", b"msl:/tmp/x",
    b"ephemeral:/tmp/x", b"text:/etc/passwd",
    b"PK\x03\x04" + bytes(60), b"Rar!\x1a\x07", b"\x1f\x8b\x08" + bytes(60), b"\x7fELF" + bytes(60),
    b"#!/bin/sh\nid\n", b"<?php phpinfo();",
)  # fmt: skip


def talkative(form: str = "JPEG", *, turned: int = 1, size: tuple[int, int] = (320, 240)) -> bytes:
    """A photo, its upper left quarter red, that says in every way of its format who took it and where."""
    picture = Image.new("RGB", size, (40, 90, 160))
    picture.paste((220, 40, 40), (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110], exif[0x013B] = (
        turned,
        f"{MARK} maker",
        f"{MARK} model",
        f"{MARK} owner",
    )
    exif.get_ifd(0x8769).update(
        {0xA431: f"{MARK} serial", 0x9286: b"ASCII\0\0\0" + MARK.encode(), 0xA430: f"{MARK} owner"}
    )
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (30.0, 15.0, 10.0), 3: "E", 4: (120.0, 1.0, 2.0), 29: "2026:01:01"}
    )
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>{MARK}</rdf></x:xmpmeta>'.encode()
    options: dict[str, object] = {"exif": exif.tobytes()}
    if form == "JPEG":
        options |= {"comment": MARK.encode(), "xmp": xmp}
    elif form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_itxt("XML:com.adobe.xmp", xmp.decode())
        words.add_text("Author", MARK)
        options["pnginfo"] = words
    elif form == "WEBP":
        options |= {"xmp": xmp, "lossless": True}
    else:
        options = {"comment": MARK.encode()}
    target = io.BytesIO()
    picture.save(target, form, **options)
    return _with_iptc(target.getvalue()) if form == "JPEG" else target.getvalue()


def _with_iptc(jpeg: bytes) -> bytes:
    """The same with an IPTC by-line, and a whole second picture as a thumbnail segment."""
    line = b"\x1c\x02\x50" + struct.pack(">H", len(MARK)) + MARK.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(line)) + line
    thumbnail = b"JFXX\0\x10" + MARK.encode() + bytes(40)
    return jpeg[:2] + _segment(0xED, block) + _segment(0xE0, thumbnail) + jpeg[2:]


def _segment(kind: int, content: bytes) -> bytes:
    return bytes((0xFF, kind)) + struct.pack(">H", len(content) + 2) + content


def pictures() -> Iterator[tuple[str, bytes]]:
    """Some 300 uploads that are no honest photo, each with a name for it."""
    for number, data in enumerate(_NO_PICTURES):
        yield f"no picture {number}", data
    for form in FORMS:
        whole = talkative(form)
        for number, tail in enumerate(_TAILS):
            yield f"{form} before {number}", whole + tail
            yield f"{form} after {number}", tail + whole
        for cut in range(8, len(whole), max(1, len(whole) // 25)):
            yield f"{form} cut at {cut}", whole[:cut]
        for place in range(4, len(whole), max(1, len(whole) // 20)):
            yield f"{form} spoiled at {place}", whole[:place] + b"\xff\0<s>" + whole[place + 5 :]
    for name, make in pixel_bombs():
        yield name, make()


def pixel_bombs() -> list[Made]:
    """50 small files that claim, or unpack to, very many pixels or frames; each is made when it is called."""
    found: list[Made] = []
    for width, height in product((20_000, 30_000, 65_000, 100_000), (20_000, 30_000, 65_000)):
        found.append((f"PNG {width} x {height}", partial(png_of_nothing, width, height)))
    for form, size in product(("GIF", "JPEG", "WEBP"), (20_000, 40_000, 65_000, 16_383)):
        found.append((f"{form} claims {size}", partial(claiming, form, size)))
    found += [(f"{number} scans", partial(_scans, number)) for number in (2_000, 5_000, 10_000)]
    found += [
        (f"{number} text chunks", partial(png_of_nothing, 8, 8, texts=number)) for number in (10, 60, 200)
    ]
    for (depth, kind), side in product(
        ((16, 2), (16, 6), (8, 6), (1, 0), (8, 3)), (19_000, 25_000, 29_000, 60_000)
    ):
        made = partial(png_of_nothing, side, side, depth=depth, kind=kind)
        found.append((f"PNG of {depth} bits, kind {kind}, {side}", made))
    return found


def _scans(number: int) -> bytes:
    return talkative("JPEG")[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * number


def png_of_nothing(width: int, height: int, *, depth: int = 8, kind: int = 0, texts: int = 0) -> bytes:
    """A PNG whose pixels are zeros, as far as a megabyte of packed zeros reaches."""
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[kind]
    row = 1 + (width * depth * channels + 7) // 8
    packer = zlib.compressobj(9)
    packed = (
        b"".join(packer.compress(bytes(row)) for _ in range(min(height, 20_000_000 // row + 1)))
        + packer.flush()
    )
    words = b"".join(_chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(4_000_000), 9)) for _ in range(texts))
    colours = _chunk(b"PLTE", bytes(3)) if kind == 3 else b""
    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + colours
        + words
        + _chunk(b"IDAT", packed)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(form: str, side: int) -> bytes:
    """A small picture whose head says that each side has so many pixels."""
    data = bytearray(talkative(form))
    if form == "GIF":
        data[6:10] = struct.pack("<HH", side, side)
    elif form == "JPEG":
        place = data.index(b"\xff\xc0")
        data[place + 5 : place + 9] = struct.pack(">HH", side, side)
    else:
        place = data.index(b"VP8X")
        data[place + 12 : place + 18] = (side - 1).to_bytes(3, "little") * 2
    return bytes(data)
