"""A real Huiyin for tests: the command `huiyin demo` on a free port, with its own data folder."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django_otp.oath import totp

from tests.folders import fast_folder
from tests.prepared import CLEAN, copy_loaded

START_PATIENCE = 240.0


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Instance:
    """A running instance. `url` has no slash at its end; `logins` is demo-logins.json."""

    data: Path
    port: int
    process: subprocess.Popen[bytes]
    logins: list[dict[str, Any]]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def login(self, role: str) -> dict[str, Any]:
        """The first demo login of `role`."""
        return next(login for login in self.logins if login["role"] == role)

    @staticmethod
    def code(login: dict[str, Any]) -> str:
        """The six digits an authenticator shows now for this login's secret."""
        return f"{totp(base64.b32decode(login['second_factor'])):06}"

    @classmethod
    def start(cls, data: Path | None = None, *, from_nothing: bool = False) -> Instance:
        """Start `huiyin demo` and wait for its `ready` line.

        Its tables are made and its cases loaded already, unless it shall start `from_nothing`. Raises
        RuntimeError with the log when it does not come.
        """
        fresh = data is None
        data, port = data or Path(tempfile.mkdtemp(prefix="huiyin-instance-", dir=fast_folder())), free_port()
        data.chmod(0o711)
        if fresh and not from_nothing:
            copy_loaded(data)
        log = data / "instance.log"
        environment = {name: value for name, value in os.environ.items() if name not in CLEAN}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "huiyin.project.command",
                    "demo",
                    "--data",
                    str(data),
                    "--port",
                    str(port),
                ],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _wait_for_ready(process, log)
        return cls(data, port, process, json.loads((data / "demo-logins.json").read_text()))

    def stop(self) -> None:
        """Ctrl-C, as a person would, then remove the data."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        shutil.rmtree(self.data, ignore_errors=True)


def _wait_for_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_PATIENCE
    while "ready http" not in log.read_text(errors="replace"):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise RuntimeError(f"the instance did not start:\n{log.read_text(errors='replace')[-4000:]}")
        time.sleep(0.2)
