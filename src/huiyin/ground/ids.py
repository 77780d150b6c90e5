"""Identifiers: row ids, check characters, query codes, link tokens and place codes.

Everything random here comes from the operating system's source. What a person reads aloud or types
uses Crockford's base 32, which has no I, L, O or U to misread.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import threading
import time
import unicodedata
from uuid import UUID

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
QUERY_CODE_LENGTH = 10
PLACE_CODE_LENGTH = 6

_RANDOM_BITS = 74  # RFC 9562 §5.7: rand_a (12 bits) and rand_b (62 bits) taken as one number
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset(" -_.\t\r\n\u2010\u2011\u2012\u2013\u2014\u2212")


class _Sequence:
    """The last id given out by this process, so that the next one is greater."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._tail = 0

    def advance(self) -> tuple[int, int]:
        """Return (milliseconds since 1970, 74-bit tail), greater than any pair given before."""
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._milliseconds:
                # One bit is left clear as head room for the increments of this millisecond.
                self._milliseconds, self._tail = now, secrets.randbits(_RANDOM_BITS - 1)
            else:
                self._step()
            return self._milliseconds, self._tail

    def _step(self) -> None:
        """Count on within a millisecond, or while the clock is set back (RFC 9562 §6.2, method 2)."""
        self._tail += 1 + secrets.randbits(32)
        if self._tail >> _RANDOM_BITS:
            self._milliseconds, self._tail = self._milliseconds + 1, secrets.randbits(_RANDOM_BITS - 1)


_sequence = _Sequence()
# A forked worker must not continue its parent's count: both would give out near-by ids.
os.register_at_fork(after_in_child=_sequence.reset)


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562), each greater than the one before within a process."""
    milliseconds, tail = _sequence.advance()
    value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (tail >> 62) << 64
    value |= 0b10 << 62 | tail & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)


def check_character(body: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of `body` (0-9, A-Z; spaces and dashes ignored).

    Raises ValueError when nothing is left to check or a character is outside the alphabet.
    """
    characters = _plain(body)
    if not characters:
        raise ValueError("there is no letter or digit to check")
    product = 36
    for character in characters:
        total = (product + CHECK_ALPHABET.index(character)) % 36 or 36
        product = total * 2 % 37
    return CHECK_ALPHABET[(37 - product) % 36]


def is_valid(text: str) -> bool:
    """Say whether `text` ends in the check character of what stands before it. Never raises."""
    try:
        characters = _plain(text)
        return len(characters) > 1 and check_character(characters[:-1]) == characters[-1]
    except ValueError:
        return False


def query_code() -> str:
    """Return ten base-32 characters (50 random bits): the secret half of a resident's receipt."""
    return _base32(QUERY_CODE_LENGTH)


def place_code() -> str:
    """Return six base-32 characters for a QR code, so that the path /q/XXXXXX stays within 12."""
    return _base32(PLACE_CODE_LENGTH)


def normalise_code(text: str) -> str:
    """Return a typed code as it was issued: half width, upper case, O→0, I and L→1, no separators.

    Crockford's decoding rules. The result is not checked: whatever else was typed stays and matches nothing.
    """
    return _plain(text).translate(_MISREAD)


def link_token() -> str:
    """Return 24 url-safe characters (143 bits) that begin and end with a letter or digit.

    A leading dash is taken for an option by command lines; a trailing one is cut off by the programs
    that turn text messages into links.
    """
    while True:
        token = secrets.token_urlsafe(18)
        if token[0].isalnum() and token[-1].isalnum():
            return token


def digest(token: str) -> bytes:
    """Return the 32 bytes stored in place of a token (SHA-256: tokens are long and random)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _base32(length: int) -> str:
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character not in _SEPARATORS)
