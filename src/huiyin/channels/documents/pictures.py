"""An SVG as PNG, for papers that take no vectors."""

from pathlib import Path

from huiyin.ground.files.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("picture.typ")
DOTS = 200.0
"""Per inch: enough for a printer in an office."""


def as_png(svg: str) -> bytes:
    """The file, on white."""
    return typeset(_TEMPLATE, {"svg": svg}, form="png", ppi=DOTS)[0]
