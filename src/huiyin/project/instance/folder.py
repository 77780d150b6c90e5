"""The data folder of one installation and the secrets in it.

DATA/postgres/          the embedded server
DATA/secrets/           0700: django_secret, keys.json (0600 each)
DATA/away/              what the proxy shows while the program is gone, to be read by it
DATA/static/            style sheets and scripts, gathered for serving
DATA/files/             attachments
DATA/logs/              output of the processes
DATA/mode               "demo" or "scratch"; a production folder has none
DATA/demo-logins.json   the demo only, 0600
"""

from __future__ import annotations

import contextlib
import os
import secrets as random
from dataclasses import dataclass
from pathlib import Path

from huiyin.ground.crypto.keyfile import create_keys


class NotInitialised(RuntimeError):
    """The data folder has no secrets yet; the sentence names the command that makes them."""


@dataclass(frozen=True)
class DataFolder:
    """Paths below DATA. Reading a property creates nothing."""

    path: Path

    @property
    def secrets_folder(self) -> Path:
        return self.path / "secrets"

    @property
    def secret_file(self) -> Path:
        return self.secrets_folder / "django_secret"

    @property
    def keys_file(self) -> Path:
        return self.secrets_folder / "keys.json"

    @property
    def mode_file(self) -> Path:
        return self.path / "mode"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def away(self) -> Path:
        return self.path / "away"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def logins(self) -> Path:
        return self.path / "demo-logins.json"

    @property
    def initialised(self) -> bool:
        """Whether the secrets are there."""
        return self.secret_file.exists() and self.keys_file.exists()

    @property
    def mode(self) -> str:
        """What the folder was made for: "demo" or "scratch" as written in it, else "production"."""
        return self.mode_file.read_text(encoding="ascii").strip() if self.mode_file.exists() else "production"

    def initialise(self, mode: str = "production") -> None:
        """Make the folders and the secrets that are missing; never replaces a secret."""
        self.make_folders(mode)
        write_once(self.secret_file, random.token_urlsafe(48))
        make_keys(self.keys_file)

    def make_folders(self, mode: str) -> None:
        """Make the folders and write down what they are for."""
        self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        for folder in (self.secrets_folder, self.files, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.secrets_folder.chmod(0o700)
        if mode != "production":
            write_once(self.mode_file, mode)

    def secret(self) -> str:
        """What Django signs with. Raises `NotInitialised`."""
        if not self.initialised:
            raise NotInitialised(
                f"{self.path} is not a Huiyin data folder yet. Run `huiyin init --data {self.path}` first."
            )
        return self.secret_file.read_text(encoding="ascii").strip()


def make_keys(path: Path) -> None:
    """Create the key file unless it exists; whole or not at all, also when two processes race."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{random.token_hex(4)}")
    create_keys(draft)
    _publish(draft, path)


def write_once(path: Path, content: str) -> None:
    """Create `path` with mode 0600 unless it exists; whole or not at all, also when two processes race."""
    if path.exists():
        return
    draft = path.with_name(f".{path.name}.{random.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _publish(draft, path)


def _publish(draft: Path, path: Path) -> None:
    """Give the finished draft its name, unless another process was quicker."""
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
