"""The data folder of one installation and the secrets in it.

    DATA/postgres/          the embedded server
    DATA/secrets/           0700: django_secret, keys.json (0600 each)
    DATA/static/            style sheets and scripts, gathered for serving
    DATA/files/             attachments
    DATA/logs/              output of the processes
    DATA/demo-logins.json   the demo only, 0600
"""

from __future__ import annotations

import base64
import json
import os
import secrets as random
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

KEY_BYTES = 32


class NotInitialised(RuntimeError):
    """The data folder has no secrets yet; the sentence names the command that makes them."""


@dataclass(frozen=True)
class Secrets:
    """`django_secret` signs; `keys` encrypt.

    `keys` is {"current": key id, "keys": {key id: {"key": base64 of 32 bytes, "made": ISO time}},
    "index": base64 of 32 bytes}; `index` is the key of blind indexes and is never rotated alone.
    """

    django_secret: str
    keys: dict[str, object]


@dataclass(frozen=True)
class DataFolder:
    """Paths below DATA. Reading a property creates nothing."""

    path: Path

    @property
    def secrets_folder(self) -> Path:
        return self.path / "secrets"

    @property
    def static(self) -> Path:
        return self.path / "static"

    @property
    def files(self) -> Path:
        return self.path / "files"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def logins(self) -> Path:
        return self.path / "demo-logins.json"

    @property
    def initialised(self) -> bool:
        """Whether the secrets are there."""
        return all((self.secrets_folder / name).exists() for name in ("django_secret", "keys.json"))

    def initialise(self) -> None:
        """Make the folders and the secrets that are missing; never replaces a secret."""
        self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
        for folder in (self.secrets_folder, self.files, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.secrets_folder.chmod(0o700)
        write_once(self.secrets_folder / "django_secret", random.token_urlsafe(48))
        write_once(self.secrets_folder / "keys.json", json.dumps(new_keys(), indent=1))

    def secrets(self) -> Secrets:
        """The secrets. Raises `NotInitialised`."""
        try:
            secret = (self.secrets_folder / "django_secret").read_text(encoding="ascii").strip()
            keys = json.loads((self.secrets_folder / "keys.json").read_text(encoding="ascii"))
        except FileNotFoundError:
            raise NotInitialised(
                f"{self.path} is not a Huiyin data folder yet. Run `huiyin init --data {self.path}` first."
            ) from None
        return Secrets(secret, keys)


def new_keys() -> dict[str, object]:
    """A first set of encryption keys."""
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return {"current": "k1", "keys": {"k1": {"key": _key(), "made": made}}, "index": _key()}


def write_once(path: Path, content: str) -> None:
    """Create `path` with mode 0600 unless it exists; whole or not at all, also when two processes race."""
    if path.exists():
        return
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _key() -> str:
    return base64.b64encode(random.token_bytes(KEY_BYTES)).decode()
