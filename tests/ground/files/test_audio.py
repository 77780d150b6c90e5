"""Voice notes keep their sound and lose their place and owner."""

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ground.files.audio import LARGEST_NOTE, clean_audio
from huiyin.ground.files.refused import FileRefused


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def _mp4() -> bytes:
    owner = _box(b"udta", _box(b"\xa9xyz", b"+30.2528+120.0172/ CANARY"))
    track = _box(b"trak", _box(b"tkhd", bytes(20)) + owner)
    return _box(b"ftyp", b"M4A \0\0\0\0") + _box(b"moov", track + owner) + _box(b"mdat", b"SOUND" * 9)


def _wav() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content

    inside = chunk(b"fmt ", bytes(16)) + chunk(b"LIST", b"INFOIART CANARY!") + chunk(b"data", b"SOUND!" * 4)
    return b"RIFF" + struct.pack("<I", len(inside) + 4) + b"WAVE" + inside


KNOWN = {
    "audio/webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + bytes(40),
    "audio/ogg": b"OggS" + bytes(24) + b"OpusHead" + bytes(40),
    "audio/mp4": _mp4(),
    "audio/wav": _wav(),
}


@pytest.mark.parametrize("mime", KNOWN)
def test_the_type_comes_from_the_bytes(mime: str) -> None:
    clean = clean_audio(KNOWN[mime])
    assert clean.mime == mime
    assert len(clean.data) == len(KNOWN[mime])
    assert b"CANARY" not in clean.data


@pytest.mark.parametrize("mime", ["audio/mp4", "audio/wav"])
def test_the_sound_stays_where_it_was(mime: str) -> None:
    place = KNOWN[mime].index(b"SOUND")
    assert clean_audio(KNOWN[mime]).data[place:] == KNOWN[mime][place:]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\x1a\x45\xdf\xa3webm" + bytes(LARGEST_NOTE), "file_too_large"),
        (b"<html>", "not_a_voice_note"),
        (b"\x1a\x45\xdf\xa3matroska", "not_a_voice_note"),
        (_mp4()[:-4], "not_a_voice_note"),
        (b"\0\0\0\x10ftypheic" + bytes(8), "not_a_voice_note"),
    ],
)
def test_other_files_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        clean_audio(data)
    assert refused.value.code == code


@given(st.sampled_from(sorted(KNOWN)), st.integers(12, 200), st.binary(min_size=1, max_size=20))
def test_broken_boxes_never_break_the_program(mime: str, place: int, junk: bytes) -> None:
    data = bytearray(KNOWN[mime])
    data[place : place + len(junk)] = junk
    with contextlib.suppress(FileRefused):
        clean_audio(bytes(data))
