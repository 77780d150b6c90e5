"""A line between a browser and a server that counts every byte which passes, in both directions."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

CHUNK = 65536


class Line:
    """Listens on a free port of this machine and passes everything on; `bytes` is what has passed so far.

    As on a telephone's bill: headers, cookies, what is sent and what comes. Of TLS it knows nothing.
    """

    def __init__(self, port: int) -> None:
        self.port, self.bytes, self._lock = port, 0, threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def close(self) -> None:
        """Take no more."""
        self._door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(CHUNK):
                with self._lock:
                    self.bytes += len(data)
                other.sendall(data)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)
