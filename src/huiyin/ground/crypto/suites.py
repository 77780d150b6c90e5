"""The two cipher suites: AES-256-GCM with SHA-256, and SM4-GCM with SM3.

An installation chooses one when it makes its keys; a key remembers its suite, so both can be read side by
side.
SM4 (GB/T 32907) and SM3 (GB/T 32905) are what 商用密码应用安全性评估 (GB/T 39786) asks for.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Final, NamedTuple, Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16


class CryptoError(Exception):
    """A key file, key or sealed value that cannot be used; the message says which, never its content."""


class Aead(Protocol):
    """Authenticated encryption with associated data."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return ciphertext and 16-byte tag."""

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return the plaintext or raise cryptography.exceptions.InvalidTag."""


class Sm4Gcm:
    """SM4 in Galois/counter mode (RFC 8998 §3.1), in the shape of AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)
        try:
            Cipher(self._algorithm, modes.GCM(bytes(NONCE_BYTES))).encryptor()
        except UnsupportedAlgorithm as error:
            raise CryptoError("OpenSSL here has no SM4-GCM; install the cryptography wheel") from error

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return ciphertext and 16-byte tag."""
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None, /) -> bytes:
        """Return the plaintext or raise InvalidTag."""
        if len(data) < TAG_BYTES:
            raise InvalidTag
        body, tag = data[:-TAG_BYTES], data[-TAG_BYTES:]
        decryptor = Cipher(self._algorithm, modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(body) + decryptor.finalize()


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """Return the 32-byte HMAC with SHA-256 (RFC 2104)."""
    return hmac.digest(key, message, "sha256")


def hmac_sm3(key: bytes, message: bytes) -> bytes:
    """Return the 32-byte HMAC with SM3 (GB/T 15852.2)."""
    code = HMAC(key, hashes.SM3())
    code.update(message)
    return code.finalize()


class Suite(NamedTuple):
    """One cipher with its key length in bytes, and one keyed hash."""

    key_bytes: int
    aead: Callable[[bytes], Aead]
    mac: Callable[[bytes, bytes], bytes]


SUITES: Final[dict[str, Suite]] = {
    "aes": Suite(32, AESGCM, hmac_sha256),
    "sm4": Suite(16, Sm4Gcm, hmac_sm3),
}


def suite(name: str) -> Suite:
    """Return the suite called `name`, or raise CryptoError naming those there are."""
    try:
        return SUITES[name]
    except KeyError:
        raise CryptoError(f"unknown cipher suite {name!r}; there are: {', '.join(SUITES)}") from None
