"""keys.json: made once with mode 0600, extended by rotation, never rewritten otherwise.

    {"current": "k1", "keys": {"k1": {"suite": "aes", "key": "<base64>"}},
     "index": "<base64>", "index_suite": "aes"}

Losing this file loses every phone number; a copy of the database without it shows none. Back them up apart.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from huiyin.ground.crypto.suites import CryptoError, suite

INDEX_KEY_BYTES: Final = 32
MAX_ID_LENGTH: Final = 32  # a key id travels in every sealed value


class Key(NamedTuple):
    """One secret and the name of its suite."""

    suite: str
    secret: bytes


class KeyFile(NamedTuple):
    """The content of keys.json, checked."""

    current: str
    keys: Mapping[str, Key]
    index_key: Key


def create_keys(path: str | os.PathLike[str], *, suite_name: str = "aes") -> KeyFile:
    """Write a new key file with mode 0600; raises CryptoError if there is one already."""
    first = Key(suite_name, secrets.token_bytes(suite(suite_name).key_bytes))
    content = KeyFile("k1", {"k1": first}, Key(suite_name, secrets.token_bytes(INDEX_KEY_BYTES)))
    try:
        _write(Path(path), content)
    except FileExistsError:
        raise CryptoError(f"{path} exists; keys are extended by rotation, never replaced") from None
    return content


def rotate_keys(path: str | os.PathLike[str], *, suite_name: str | None = None) -> str:
    """Add a key, make it current and return its id; older keys stay to read what they sealed.

    The index key stays: changing it would make every stored index unfindable. One rotation at a time, please:
    of two at once the later wins and the earlier's key is lost.
    """
    target = Path(path)
    old = read_keys(target)
    chosen = suite_name or old.keys[old.current].suite
    name = f"k{1 + max(int(number) for key in old.keys if (number := key[1:]).isdecimal())}"
    key = Key(chosen, secrets.token_bytes(suite(chosen).key_bytes))
    # The new content is complete on disk before it takes the old file's name.
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    _write(draft, KeyFile(name, {**old.keys, name: key}, old.index_key))
    draft.replace(target)
    _sync_folder(target.parent)
    return name


def read_keys(path: Path) -> KeyFile:
    """Return the checked content of the key file; CryptoError says what is wrong and what to do."""
    try:
        return _parse(json.loads(path.read_bytes()))
    except OSError as error:
        raise CryptoError(
            f"cannot read the key file {path}: {error.strerror}; restore your backup"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CryptoError(f"the key file {path} is damaged; restore your backup") from error


def is_private(path: str | os.PathLike[str]) -> bool:
    """Say whether only the owner may read the key file."""
    return Path(path).stat().st_mode & 0o077 == 0


def _parse(raw: dict[str, Any]) -> KeyFile:
    keys = {name: _key(item["suite"], item["key"]) for name, item in raw["keys"].items()}
    if raw["current"] not in keys:
        raise ValueError("the current key is not among the keys")
    if any(not 1 <= len(name) <= MAX_ID_LENGTH or not name.isascii() for name in keys):
        raise ValueError("a key id is too long, empty or not ASCII")
    index = Key(raw.get("index_suite", "aes"), base64.b64decode(raw["index"], validate=True))
    if len(index.secret) < INDEX_KEY_BYTES:
        raise ValueError("the index key is too short")
    return KeyFile(raw["current"], keys, index)


def _key(suite_name: str, encoded: str) -> Key:
    secret = base64.b64decode(encoded, validate=True)
    if len(secret) != suite(suite_name).key_bytes:
        raise ValueError("a key has the wrong length")
    return Key(suite_name, secret)


def _write(path: Path, content: KeyFile) -> None:
    """Create `path` with mode 0600 from the first byte on, and see it to the disk."""
    keys = {name: {"suite": key.suite, "key": _text(key.secret)} for name, key in content.keys.items()}
    index = {"index": _text(content.index_key.secret), "index_suite": content.index_key.suite}
    text = json.dumps({"current": content.current, "keys": keys, **index}, indent=2)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")
