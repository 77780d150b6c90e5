"""A paper as .docx (ECMA-376) in the form of official documents (GB/T 9704).

Title in 小标宋 22 pt, text in 仿宋 16 pt. Written by hand: three small files in a zip.
Fonts are named, not embedded; offices have them.
"""

import html
import io
import zipfile
from collections.abc import Iterator, Sequence

from .paper import Grid, Paper

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = (
    _HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{KIND}.main+xml"/></Types>'
)
_RELS = (
    _HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_TITLE, _HEADING, _TEXT, _CELL = (
    ("方正小标宋简体", 44),
    ("黑体", 32),
    ("仿宋_GB2312", 32),
    ("仿宋_GB2312", 24),
)
"""Font and size in half points."""
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" '
    'w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
WIDTH = 8844
"""Of the text, in twentieths of a point."""


def as_docx(paper: Paper) -> bytes:
    """The file."""
    body = "".join(_body(paper)) + _PAGE
    document = f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/document.xml", document),
        ):
            file.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), text)
    return held.getvalue()


def _body(paper: Paper) -> Iterator[str]:
    yield _line(paper.title, _TITLE, align="center")
    yield _line(paper.about, _TEXT, align="center")
    for part in paper.parts:
        if part.title:
            yield _line(part.title, _HEADING)
        for line in part.lines:
            yield _line(line, _TEXT, indent=True)
        if part.grid:
            yield _table(part.grid)
    yield _line("", _TEXT)
    for line in (paper.signed, paper.date):
        yield _line(line, _TEXT, align="right")
    if paper.link:
        yield _line(f"{paper.link_words} {paper.link}", _TEXT)


def _allowed(char: str) -> bool:
    """What XML 1.0 can hold."""
    return (char >= " " or char == "\t") and char not in "\ufffe\uffff"


def _line(text: str, form: tuple[str, int], *, align: str = "both", indent: bool = False) -> str:
    font, size = form
    told = html.escape("".join(filter(_allowed, text)), quote=False)
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>' if indent else ""
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
    run = f'<w:rPr>{fonts}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    spacing = '<w:spacing w:line="580" w:lineRule="exact"/>' if size == _TEXT[1] else ""
    return (
        f'<w:p><w:pPr>{spacing}{first}<w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{told}</w:t></w:r></w:p>'
    )


def _table(grid: Grid) -> str:
    widths = grid.widths or [1] * len(grid.headings)
    parts = [WIDTH * width // sum(widths) for width in widths]
    border = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in parts)
    rows = "".join(
        _table_row(row, parts) for row in ([grid.headings] if any(grid.headings) else []) + list(grid.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{border}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _table_row(cells: Sequence[str], widths: list[int]) -> str:
    told = []
    for cell, width in zip(cells, widths, strict=True):
        words = _line(str(cell), _CELL, align="left")
        told.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>')
    return f"<w:tr>{''.join(told)}</w:tr>"
