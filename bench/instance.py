"""The instance that is measured: web and worker as users start them, on a scratch folder of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.ground.postgres.server import running_url
from tests.crash.killing import Victim, until

ROOT = Path(__file__).resolve().parent.parent
SEEDING = """
import json, django
django.setup()
from bench.seeding import seed
print("seeded", json.dumps(seed()))
"""


@dataclass
class Bench(Victim):
    """A running instance with the estate to file for.

    `session` is a clerk's cookie, `code` hangs on a door.
    """

    session: str = ""
    code: str = ""
    leader: str = ""
    steward: str = ""

    @classmethod
    def begin(cls) -> Bench:
        """Start it on a disk and plant the town, a clerk's session and a printed code.

        The temporary folder has to lie on a disk: in memory fsync costs nothing and the floor is no floor.
        """
        victim = Victim.start(Path(tempfile.gettempdir()))
        bench = cls(victim.data, victim.url, victim.token, victim.scope_id, victim.process)
        told = bench.program("-c", SEEDING).stdout
        seeded = json.loads(told.split("seeded ", 1)[1])
        bench.session, bench.code, bench.leader = seeded["session"], seeded["code"], seeded["leader"]
        bench.steward = seeded["steward"]
        return bench

    def __getstate__(self) -> dict[str, Any]:
        """What load generators in other processes need; the running process stays here."""
        return {**self.__dict__, "process": None}

    @property
    def owner_url(self) -> str:
        """The owner's address of the database."""
        address = running_url(self.data)
        assert address
        return address

    def program(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python beside the instance, in its environment."""
        environment = os.environ | {
            "HUIYIN_DATA": str(self.data),
            "HUIYIN_MODE": "scratch",
            "PUBLIC_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "huiyin.project.settings",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-1000:]
        return done

    def end(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        until(lambda: not self.pids(""), 60)
        shutil.rmtree(self.data, ignore_errors=True)
