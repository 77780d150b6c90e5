"""The two-dimensional code of a place: small enough to be large on paper, sound with part of it spoiled."""

import io
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import segno

# Level H repairs up to 30 % of the code words (ISO/IEC 18004). The quiet zone is four modules wide.
_LEVEL, QUIET = "h", 4
LARGEST_VERSION = 4


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """`payload` as encoded, `version` 1 to 40 (modules a side = 17 + 4 × version), `svg` with quiet zone.

    `level`: how much can be repaired, L to H.
    """

    payload: str
    version: int
    level: str
    svg: str

    @property
    def modules(self) -> int:
        """Modules a side, quiet zone included."""
        return 17 + 4 * self.version + 2 * QUIET


def place_code(url: str, *, path_in_any_case: bool = False) -> PlaceCode:
    """Encode `url` at level H in the fewest modules.

    Scheme and host mean the same in capitals (RFC 3986, 6.2.2.1), and capitals need 5.5 bits instead of 8.
    The path is only raised when the caller says that the route answers both.
    """
    candidates = {url, _raised(url, path_in_any_case=path_in_any_case)}
    codes = [(segno.make_qr(text, error=_LEVEL, boost_error=False), text) for text in sorted(candidates)]
    code, payload = min(codes, key=lambda made: (int(made[0].version), made[1] != url))
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=QUIET, xmldecl=False, light="white", dark="black", omitsize=True)
    return PlaceCode(payload, int(code.version), str(code.error), drawn.getvalue().decode())


def _raised(url: str, *, path_in_any_case: bool) -> str:
    parts = urlsplit(url)
    if path_in_any_case and not parts.query and not parts.fragment and "%" not in parts.path:
        return url.upper()
    raised = urlunsplit(("", parts.netloc.upper(), parts.path, parts.query, parts.fragment))
    return f"{parts.scheme.upper()}:{raised}" if parts.scheme and parts.netloc else url
