"""How a stored file leaves: the browser may show it or save it, never run it."""

import re
import unicodedata
from urllib.parse import quote

# Shown in the page; everything else is saved to disk.
_INLINE = {"image/jpeg"}
_LONGEST_NAME, _LONGEST_EXTENSION = 80, 8
_SEPARATORS = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


def safe_name(name: str, fallback: str = "file") -> str:
    """A file name without paths, control or direction characters, at most 80 characters, extension kept."""
    visible = "".join(
        letter for letter in name if letter == " " or unicodedata.category(letter)[0] not in "CZ"
    )
    flat = re.sub(r"\s+", " ", visible.translate(_SEPARATORS)).strip(" ._")
    stem, dot, extension = flat.rpartition(".")
    if dot and len(extension) <= _LONGEST_EXTENSION:
        return f"{stem[: _LONGEST_NAME - len(extension) - 1]}.{extension}"
    return flat[:_LONGEST_NAME] or fallback


def file_headers(name: str, mime: str, *, drawn: bool = False) -> dict[str, str]:
    """Headers for serving stored bytes: RFC 6266 disposition, nosniff, a sandbox that loads nothing.

    Only re-encoded JPEG, and what the program has `drawn` itself, is shown inline; sound, tables and all else
    are attachments. `name` may be hostile.
    """
    shown = safe_name(name)
    plain = shown.encode("ascii", "ignore").decode().replace("%", "_").strip(" .") or "file"
    disposition = "inline" if drawn or mime in _INLINE else "attachment"
    media = mime if re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", mime) else "application/octet-stream"
    encoded = quote(shown, safe="")
    return {
        "Content-Type": media,
        "Content-Disposition": f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{encoded}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "private, no-store",
    }
