"""Voice notes, kept as recorded: re-encoding sound would need a codec suite larger than the platform.

The price is paid elsewhere: the type comes from the first bytes alone, the size is small, the file is served
as an attachment with `nosniff` and a sandbox (`headers.file_headers`) and never decoded here. The boxes in
which telephones write place and owner (MP4 `udta`, `meta`, `uuid`; WAV `LIST`, `id3 `, `bext`) are blanked in
place, which keeps every offset in the file true. Ogg and WebM from a browser's recorder carry neither.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from huiyin.ground.files.refused import FileEmpty, FileTooLarge, NotAVoiceNote
from huiyin.ground.files.scanning import must_be_clean

LARGEST_NOTE = 2 * 1024 * 1024
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_MP4_TALK, _WAV_TALK = (b"udta", b"meta", b"uuid"), (b"LIST", b"id3 ", b"ID3 ", b"bext", b"iXML", b"_PMX")
_MP4_BRANDS = tuple(
    brand.encode()
    for brand in ("M4A ", "M4B ", "mp41", "mp42", "isom", "iso2", "iso4", "iso5", "iso6", "3gp4", "3gp5")
)
_DEEPEST, _BOX_HEAD = 8, 8


@dataclass(frozen=True, slots=True)
class CleanAudio:
    """A voice note: bytes, strict media type, SHA-256 in hexadecimal."""

    data: bytes
    mime: str
    sha256: str


def clean_audio(data: bytes) -> CleanAudio:
    """Accept WebM, Ogg, MP4/M4A or WAV up to 2 MB (60 s of speech). Raises a `FileRefused`."""
    if not data:
        raise FileEmpty
    if len(data) > LARGEST_NOTE:
        raise FileTooLarge(limit=LARGEST_NOTE // 1024 // 1024)
    must_be_clean(data)
    mime = audio_type(data)
    blank = _BLANKERS.get(mime)
    kept = bytearray(data)
    if blank is not None and not blank(kept):
        raise NotAVoiceNote
    return CleanAudio(bytes(kept), mime, hashlib.sha256(kept).hexdigest())


def audio_type(data: bytes) -> str:
    """Tell the media type by the first bytes. Raises NotAVoiceNote."""
    if data[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in data[:64]:
        return "audio/webm"
    if data[:4] == b"OggS" and (b"OpusHead" in data[:80] or b"\x01vorbis" in data[:80]):
        return "audio/ogg"
    if data[4:8] == b"ftyp" and data[8:12] in _MP4_BRANDS:
        return "audio/mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "audio/wav"
    raise NotAVoiceNote


def _blank_boxes(data: bytearray, start: int = 0, end: int | None = None, depth: int = 0) -> bool:
    """Turn MP4 boxes about the maker into `free` space of zeros. False when the boxes do not add up."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = int.from_bytes(data[start : start + 4]), bytes(data[start + 4 : start + 8])
        size = size or end - start
        if size < _BOX_HEAD or start + size > end or depth > _DEEPEST:
            return False
        if kind in _MP4_TALK:
            data[start + 4 : start + size] = b"free" + bytes(size - 8)
        elif kind in _CONTAINERS and not _blank_boxes(data, start + 8, start + size, depth + 1):
            return False
        start += size
    return start == end


def _blank_chunks(data: bytearray) -> bool:
    """Turn WAV chunks that talk about the maker into `JUNK` of zeros."""
    start = 12
    while start + 8 <= len(data):
        size = int.from_bytes(data[start + 4 : start + 8], "little")
        last = min(start + 8 + size, len(data))
        if bytes(data[start : start + 4]) in _WAV_TALK:
            data[start : start + 4] = b"JUNK"
            data[start + 8 : last] = bytes(last - start - 8)
        start += 8 + size + size % 2
    return True


_BLANKERS: dict[str, Callable[[bytearray], bool]] = {"audio/mp4": _blank_boxes, "audio/wav": _blank_chunks}
