"""Encryption of single values at rest, and blind indexes to find them.

`seal`, `unseal` and `blind_index` use the key file named by settings.HUIYIN_KEYS_FILE, read on first use.
"""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from huiyin.ground.crypto.keyfile import create_keys, is_private, rotate_keys
from huiyin.ground.crypto.keyring import KeyRing, UnknownKeyError
from huiyin.ground.crypto.suites import CryptoError

__all__ = [
    "CryptoError",
    "KeyRing",
    "UnknownKeyError",
    "blind_index",
    "create_keys",
    "is_private",
    "ring",
    "rotate_keys",
    "seal",
    "unseal",
]


def ring() -> KeyRing:
    """Return the installation's key ring; CryptoError when its file is missing or damaged."""
    return _load(str(settings.HUIYIN_KEYS_FILE))


def seal(plain: str, *, aad: str) -> bytes:
    """Encrypt `plain`, bound to the place `aad` ("table/column/row id")."""
    return ring().seal(plain, aad=aad)


def unseal(blob: bytes, *, aad: str) -> str:
    """Decrypt what `seal` returned for the same `aad`; CryptoError otherwise."""
    try:
        return ring().unseal(blob, aad=aad)
    except UnknownKeyError:
        # Another process may have rotated since this one read the file.
        _load.cache_clear()
        return ring().unseal(blob, aad=aad)


def blind_index(kind: str, value: str) -> bytes:
    """Return the 16-byte index of a normalised `value` of one `kind`."""
    return ring().blind_index(kind, value)


@lru_cache(maxsize=4)
def _load(path: str) -> KeyRing:
    return KeyRing.load(path)
