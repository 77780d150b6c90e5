"""A malware scanner, when there is one: clamd's INSTREAM command over a UNIX or TCP socket.

Address `HUIYIN_CLAMD`: empty (off, the default), `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`.
An infected file is refused. When the scanner is set but silent, the answer is QUARANTINED: the file may be
stored, but must not be served before a later scan says CLEAN.
"""

import enum
import os
import socket
import struct
from contextlib import closing

from huiyin.ground.files.refused import FileInfected

_CHUNK, _LONGEST_ANSWER = 64 * 1024, 4096
_TIMEOUT_S = 10.0


class ScanResult(enum.Enum):
    """What may be done with the file: UNSCANNED and CLEAN are served, QUARANTINED is not."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    QUARANTINED = "quarantined"

    @property
    def may_be_served(self) -> bool:
        """True unless a scanner should have spoken and did not."""
        return self is not ScanResult.QUARANTINED


def scan(data: bytes, *, address: str | None = None) -> ScanResult:
    """Ask the scanner about `data`. Raises FileInfected; never raises because the scanner is down."""
    where = os.environ.get("HUIYIN_CLAMD", "") if address is None else address
    if not where:
        return ScanResult.UNSCANNED
    try:
        answer = _ask(data, where)
    except (OSError, ValueError):
        return ScanResult.QUARANTINED
    if answer.endswith(b"FOUND"):
        raise FileInfected
    return ScanResult.CLEAN if answer.endswith(b"OK") else ScanResult.QUARANTINED


def _ask(data: bytes, where: str) -> bytes:
    """Send `zINSTREAM`, length-prefixed chunks and an empty chunk; read up to the closing NUL."""
    with closing(_connect(where)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            part = data[start : start + _CHUNK]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            more = line.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n ")


def _connect(where: str) -> socket.socket:
    kind, _, place = where.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_TIMEOUT_S)
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_TIMEOUT_S)
