"""A malware scanner, when there is one: clamd's INSTREAM command over a UNIX or TCP socket.

Address `settings.CLAMD` (HUIYIN_CLAMD): empty (off, the default), `unix:/run/clamav/clamd.ctl` or
`tcp:127.0.0.1:3310`. An infected file is refused. A scanner that is set but silent means QUARANTINED: nobody
may read, decode or serve the file before a later scan says CLEAN.
"""

import enum
import socket
import struct
import time
from contextlib import closing

from django.conf import settings

from huiyin.ground.files.refused import FileInfected, FileNotLookedAt

_CHUNK, _LONGEST_ANSWER = 64 * 1024, 4096
TIMEOUT_S = 10.0
"""For the whole talk about one file: a scanner that drips its answer does not hold a person longer."""
SILENCE_S = 15.0
"""A scanner that did not answer is not asked again so long: three photos must not wait three times."""
_silent: dict[str, float] = {}


class ScanResult(enum.Enum):
    """What may be done with the file: UNSCANNED and CLEAN are read and served, QUARANTINED is not."""

    UNSCANNED = "unscanned"
    CLEAN = "clean"
    QUARANTINED = "quarantined"

    @property
    def may_be_served(self) -> bool:
        """True unless a scanner should have spoken and did not."""
        return self is not ScanResult.QUARANTINED


def must_be_clean(data: bytes) -> None:
    """Called before anything reads the bytes of a stranger. Raises FileInfected, FileNotLookedAt."""
    if not scan(data).may_be_served:
        raise FileNotLookedAt


def scan(data: bytes, *, address: str | None = None) -> ScanResult:
    """Ask the scanner about `data`. Raises FileInfected; never raises because the scanner is down."""
    where = settings.CLAMD if address is None else address
    if not where:
        return ScanResult.UNSCANNED
    if time.monotonic() < _silent.get(where, 0.0):
        return ScanResult.QUARANTINED
    try:
        answer = _told(data, where)
    except (OSError, ValueError):
        _silent[where] = time.monotonic() + SILENCE_S
        return ScanResult.QUARANTINED
    if answer.endswith(b" FOUND"):
        raise FileInfected
    return ScanResult.CLEAN if answer == b"stream: OK" else ScanResult.QUARANTINED


def answers(address: str) -> bool:
    """Whether a clamd at `address` answers its PING. For `huiyin doctor`."""
    try:
        with closing(_connect(address, time.monotonic() + TIMEOUT_S)) as line:
            line.sendall(b"zPING\0")
            return _answer(line, time.monotonic() + TIMEOUT_S) == b"PONG"
    except (OSError, ValueError):
        return False


def forget_silence() -> None:
    """Ask the scanner again at once."""
    _silent.clear()


def _told(data: bytes, where: str) -> bytes:
    """Send `zINSTREAM`, length-prefixed chunks and an empty chunk; read up to the closing NUL.

    A clamd that finds the file too long says so and hangs up in the middle; what it said is read even so.
    """
    until = time.monotonic() + TIMEOUT_S
    with closing(_connect(where, until)) as line:
        try:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                part = data[start : start + _CHUNK]
                line.settimeout(_left(until))
                line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(struct.pack(">I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass
        return _answer(line, until)


def _answer(line: socket.socket, until: float) -> bytes:
    """What it says up to NUL or the end of the line. Raises OSError when that takes too long."""
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        more = line.recv(1024)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n ")


def _left(until: float) -> float:
    """Seconds left. Raises TimeoutError when none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _connect(where: str, until: float) -> socket.socket:
    kind, _, place = where.partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_left(until))
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_left(until))
