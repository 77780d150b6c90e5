"""What a text message costs: it is billed by segments."""

from __future__ import annotations

from typing import Final

SINGLE: Final = 70
SEGMENT: Final = 67  # a part of a longer message gives three characters to its header
LONGEST: Final = 500  # the provider refuses more, signature included


def signed(text: str, sign_name: str) -> str:
    """Return the message as it arrives: the signature in its brackets, then the text."""
    return f"【{sign_name}】{text}"


def segments(text: str) -> int:
    """Return how many segments `text` (signature included) is billed as; 0 when empty.

    70 characters are one segment, more are cut into parts of 67. A character outside the basic plane (most
    emoji) takes two places, as it does in UCS-2.
    """
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length <= SINGLE:
        return min(length, 1)
    return -(-length // SEGMENT)
