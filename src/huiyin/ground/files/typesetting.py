"""Papers and pictures by typst, without network: with the Chinese font that is installed with the program.

Values travel as data, never as markup, so a place named `#import` stays a name.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn as chinese_fonts
import typst

from .glyphs import printable

FONT = "Noto Sans SC"
"""The family the templates are given as `font`."""


def typeset(
    template: Path, values: Mapping[str, str], *, form: str = "pdf", ppi: float = 150.0,
    fonts: Sequence[Path] = (),
) -> list[bytes]:  # fmt: skip
    """The pages of a template; a PDF is one piece. `values`: what it reads as `sys.inputs`, with the font.

    `form`: pdf, png or svg; `ppi`: dots an inch of a PNG; `fonts`: folders in place of the installed one.
    Characters the installed font lacks are marked (glyphs.py).
    """
    told = dict(values) if fonts else {name: printable(value) for name, value in values.items()}
    made: bytes | list[bytes] = typst.compile(
        template,
        root=str(template.parent),
        font_paths=list(fonts) or [Path(chinese_fonts.sans_path()).parent],
        ignore_system_fonts=True,
        format=form,  # type: ignore[call-overload]  # it lists the forms one by one
        ppi=ppi,
        sys_inputs={**told, "font": FONT},
    )
    return made if isinstance(made, list) else [made]
