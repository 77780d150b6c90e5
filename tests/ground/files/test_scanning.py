"""The scanner hook against a server that speaks clamd's INSTREAM over a real socket."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest

from huiyin.ground.files.refused import FileInfected
from huiyin.ground.files.scanning import ScanResult, scan

# The EICAR test signature, in two halves so that this very file is not taken for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Clamd(socketserver.StreamRequestHandler):
    """Reads one INSTREAM as clamd(8) describes it, and looks for the EICAR signature."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        if b"BREAK" in data:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        elif b"HANG-UP" in data:
            return
        else:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.fixture
def clamd() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"tcp:127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_off_by_default() -> None:
    assert scan(EICAR, address="") is ScanResult.UNSCANNED


def test_clean_files_pass_and_infected_ones_are_refused(clamd: str) -> None:
    assert scan(b"photo" * 100_000, address=clamd) is ScanResult.CLEAN
    with pytest.raises(FileInfected):
        scan(b"x" * 70_000 + EICAR, address=clamd)


@pytest.mark.parametrize("data", [b"BREAK", b"HANG-UP"])
def test_an_unclear_answer_means_quarantine(clamd: str, data: bytes) -> None:
    assert scan(data, address=clamd) is ScanResult.QUARANTINED


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:nonsense", "nonsense"])
def test_a_scanner_that_is_down_means_quarantine(address: str) -> None:
    result = scan(b"photo", address=address)
    assert result is ScanResult.QUARANTINED
    assert not result.may_be_served


def test_a_closed_port_means_quarantine() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert scan(b"x", address=f"tcp:127.0.0.1:{taken.getsockname()[1]}") is ScanResult.QUARANTINED
