"""An SVG as PNG, for papers that take no vectors."""

from pathlib import Path

import pylopdf_fonts_zh_cn as chinese_fonts
import typst

_TEMPLATE = Path(__file__).with_name("picture.typ")
_FONT = "Noto Sans SC"
DOTS = 200.0
"""Per inch: enough for a printer in an office."""


def as_png(svg: str) -> bytes:
    """The file, on white."""
    made: bytes | list[bytes] = typst.compile(
        _TEMPLATE,
        root=str(_TEMPLATE.parent),
        font_paths=[Path(chinese_fonts.sans_path()).parent],
        ignore_system_fonts=True,
        format="png",  # type: ignore[call-overload]  # as in pdf.py
        ppi=DOTS,
        sys_inputs={"svg": svg, "font": _FONT},
    )
    return made[0] if isinstance(made, list) else made
