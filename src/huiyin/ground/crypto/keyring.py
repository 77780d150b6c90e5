"""The keys of one installation: seal and unseal short texts, and index them blindly."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag

from huiyin.ground.crypto.keyfile import KeyFile, read_keys
from huiyin.ground.crypto.suites import NONCE_BYTES, Aead, CryptoError, suite

INDEX_BYTES: Final = 16


class UnknownKeyError(CryptoError):
    """The value was sealed with a key this ring does not hold."""


class _Key(NamedTuple):
    header: bytes
    aead: Aead


class KeyRing:
    """Keys by id, the current one, and the key of the blind index.

    A sealed value is: length of the key id (1 byte), key id, nonce (12), ciphertext, tag (16). The header and
    the caller's associated data (table/column/row) are authenticated: a value cannot be moved elsewhere.
    Nonces are random: one key is good for 2³² values (NIST SP 800-38D §8.3); rotate long before.
    """

    def __init__(self, content: KeyFile) -> None:
        self.current: Final = content.current
        self._keys: Final[Mapping[bytes, _Key]] = {
            name.encode(): _Key(bytes([len(name)]) + name.encode(), suite(key.suite).aead(key.secret))
            for name, key in content.keys.items()
        }
        self._sealing: Final = self._keys[content.current.encode()]
        self._index: Final = content.index_key.secret
        self._mac: Final = suite(content.index_key.suite).mac

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> KeyRing:
        """Read the key file at `path`; raises CryptoError when it is missing or malformed."""
        return cls(read_keys(Path(path)))

    def seal(self, plain: str, *, aad: str) -> bytes:
        """Encrypt `plain` with the current key, bound to `aad`."""
        nonce = os.urandom(NONCE_BYTES)
        header, aead = self._sealing
        return header + nonce + aead.encrypt(nonce, _encode(plain), header + _encode(aad))

    def unseal(self, blob: bytes, *, aad: str) -> str:
        """Decrypt what `seal` returned; CryptoError for a wrong key, place or an altered value."""
        data = bytes(blob)
        header, aead = self._key_of(data)
        start = len(header) + NONCE_BYTES
        try:
            plain = aead.decrypt(data[len(header) : start], data[start:], header + _encode(aad))
            return plain.decode()
        except (InvalidTag, ValueError) as error:
            raise CryptoError("the sealed value was altered, or belongs to another place") from error

    def is_current(self, blob: bytes) -> bool:
        """Say whether `blob` was sealed with the current key; if not, a rotation has yet to reseal it."""
        return bytes(blob).startswith(self._sealing.header)

    def blind_index(self, kind: str, value: str) -> bytes:
        """Return 16 bytes by which equal values of one kind are found without reading them.

        Normalise `value` first: the index is of the exact text. `kind` keeps columns apart (phone, tail).
        """
        return self._mac(self._index, _encode(kind) + b"\x00" + _encode(value))[:INDEX_BYTES]

    def _key_of(self, data: bytes) -> _Key:
        length = data[0] if data else 0
        name = data[1 : 1 + length]
        if length == 0 or len(name) < length:
            raise CryptoError("the value is not a sealed one")
        try:
            return self._keys[name]
        except KeyError:
            raise UnknownKeyError(f"no key {name!r} in the key file; restore the one it had") from None


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise CryptoError("the text holds a lone surrogate and cannot be stored") from None
