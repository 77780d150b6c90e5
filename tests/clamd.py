"""A small clamd: the zINSTREAM and zPING of clamd(8) over a real socket, and the ways it can fail.

A mock of the outside (tests use none within): it reads and answers as a real scanner does. `mood`: "well",
"limit" (StreamMaxLength reached: it says so and hangs up), "hang" (takes all, says nothing), "garbage",
"hang-up", "drip" (an answer that never ends).
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The EICAR test signature, in two halves so that this very file is not taken for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """One scanner: where it listens, its mood, and what it was sent."""

    def __init__(self, address: str) -> None:
        self.address, self.mood = address, "well"
        self.seen: list[bytes] = []
        self.over = threading.Event()


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        clamd: Clamd = self.server.clamd  # type: ignore[attr-defined]
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write(b"PONG\0" if clamd.mood == "well" else b"")
            return
        assert command == b"zINSTREAM\0"
        if clamd.mood == "limit":
            self.rfile.read(4)
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
            return
        data = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        clamd.seen.append(data)
        self._say(clamd, data)

    def _say(self, clamd: Clamd, data: bytes) -> None:
        if clamd.mood == "hang":
            clamd.over.wait(30)
        elif clamd.mood == "drip":
            while not clamd.over.wait(0.05):
                self.wfile.write(b"s")
        elif clamd.mood == "garbage":
            self.wfile.write(b"HTTP/1.1 200 OK\0")
        elif clamd.mood == "well":
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


class _Quiet(socketserver.ThreadingMixIn):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hangs up is no news."""


class _Tcp(_Quiet, socketserver.TCPServer):
    pass


class _Unix(_Quiet, socketserver.UnixStreamServer):
    pass


@contextmanager
def listening(path: Path | None = None) -> Iterator[Clamd]:
    """A scanner at a free port, or at a UNIX socket."""
    server = _Unix(str(path), _Talk) if path else _Tcp(("127.0.0.1", 0), _Talk)
    with server:
        clamd = Clamd(f"unix:{path}" if path else f"tcp:127.0.0.1:{server.server_address[1]}")
        server.clamd = clamd  # type: ignore[attr-defined]
        serving = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        serving.start()
        try:
            yield clamd
        finally:
            clamd.over.set()
            server.shutdown()


def nobody_listens() -> str:
    """An address where a scanner was and is no more."""
    with listening() as gone:
        return gone.address
