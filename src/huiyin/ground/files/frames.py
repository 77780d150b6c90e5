"""The talk between parent and child: a JSON head and a body of bytes. No pickle: the child is not trusted."""

import json
import struct
from typing import Any, BinaryIO

_SIZES = struct.Struct(">IQ")
LARGEST_HEAD = 256 * 1024
LARGEST_BODY = 128 * 1024 * 1024


class TalkBroken(Exception):
    """The other end closed, or sent a frame that cannot be right."""


def send(stream: BinaryIO, head: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame. Raises OSError when nobody reads."""
    packed = json.dumps(head).encode()
    stream.write(_SIZES.pack(len(packed), len(body)))
    stream.write(packed)
    stream.write(body)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Read one frame. Raises TalkBroken at the end of the stream or on sizes beyond the limits."""
    head_size, body_size = _SIZES.unpack(_exactly(stream, _SIZES.size))
    if head_size > LARGEST_HEAD or body_size > LARGEST_BODY:
        raise TalkBroken
    try:
        head = json.loads(_exactly(stream, head_size))
    except ValueError as broken:
        raise TalkBroken from broken
    if not isinstance(head, dict):
        raise TalkBroken
    return head, _exactly(stream, body_size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise TalkBroken
    return data
