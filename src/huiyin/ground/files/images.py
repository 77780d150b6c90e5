"""A photo comes in, clean pixels go out."""

import hashlib
from dataclasses import dataclass

from huiyin.ground.files.refused import FileEmpty, FileTooLarge, ImageDamaged, refusal_for
from huiyin.ground.files.sandbox import Sandbox
from huiyin.ground.files.scanning import must_be_clean
from huiyin.ground.files.unfit import Unfit

# JPEG marker codes (ITU-T T.81, table B.1): start of scan, comment, and the application segments of metadata.
_MARK, _SCAN, _COMMENT, _METADATA, _END = 0xFF, 0xDA, 0xFE, range(0xE1, 0xF0), b"\xff\xd9"
LARGEST_SOURCE = 20 * 1024 * 1024
_reader = Sandbox("huiyin.ground.files.pixels:clean", memory_mb=384)


@dataclass(frozen=True, slots=True)
class CleanImage:
    """A re-encoded picture: JPEG bytes, size in pixels, SHA-256 of the bytes in hexadecimal."""

    data: bytes
    mime: str
    width: int
    height: int
    sha256: str


def clean_image(data: bytes, *, max_side: int = 2048, target_bytes: int = 400_000) -> CleanImage:
    """Re-encode a JPEG, PNG, WebP, GIF (first frame) or HEIC photo as a plain upright sRGB JPEG.

    Nothing but pixels survives: no EXIF, GPS, XMP, IPTC, profile, thumbnail, comment or appended file.
    `max_side` in pixels; `target_bytes` is met by lowering quality, then size.
    Raises a `FileRefused` with sentence and remedy; never lets a library's fault through.
    """
    if not data:
        raise FileEmpty
    if len(data) > LARGEST_SOURCE:
        raise FileTooLarge(limit=LARGEST_SOURCE // 1024 // 1024)
    must_be_clean(data)
    try:
        head, encoded = _reader.run(data, max_side=max_side, target_bytes=target_bytes)
    except Unfit as unfit:
        raise (ImageDamaged() if unfit.code == "broke" else refusal_for(unfit)) from unfit
    if not is_bare_jpeg(encoded):
        raise ImageDamaged
    digest = hashlib.sha256(encoded).hexdigest()
    return CleanImage(encoded, "image/jpeg", int(head["width"]), int(head["height"]), digest)


def warm() -> bool:
    """Start the reader before the first photo comes. True when its system calls are confined too."""
    return _reader.warm()


def is_bare_jpeg(data: bytes) -> bool:
    """Walk the segments: only tables, one frame and JFIF are allowed, and nothing after the end marker.

    The child read hostile bytes; the parent does not take its word that metadata is gone.
    """
    if data[:2] != b"\xff\xd8" or not data.endswith(_END):
        return False
    place = 2
    while place + 4 <= len(data) and data[place] == _MARK:
        kind, size = data[place + 1], int.from_bytes(data[place + 2 : place + 4])
        if kind == _SCAN:
            return data.find(_END, place) == len(data) - 2
        if kind == _COMMENT or kind in _METADATA or not size:
            return False
        place += 2 + size
    return False
