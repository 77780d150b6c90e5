"""A paper as PDF, without network. Values travel as data, so no name becomes markup."""

import json
from pathlib import Path
from typing import Any

from huiyin.ground.files.typesetting import typeset
from huiyin.registers.places.posters.codes import place_code

from .paper import Paper

KIND = "application/pdf"
_TEMPLATE = Path(__file__).with_name("paper.typ")


def as_pdf(paper: Paper, *, language: str = "zh-hans") -> bytes:
    """The file."""
    told: dict[str, Any] = {
        "title": paper.title, "about": paper.about, "signed": paper.signed, "date": paper.date,
        "code": paper.code, "board": paper.board, "link_words": paper.link_words,
        "qr": place_code(paper.link).svg if paper.link else "",
        "size": paper.size,
        "lang": "zh" if language.startswith("zh") else "en",
        "parts": [
            {
                "title": part.title, "lines": list(part.lines), "pictures": list(part.pictures),
                "headings": list(part.grid.headings) if part.grid else [],
                "rows": [list(map(str, row)) for row in part.grid.rows] if part.grid else [],
                "widths": list(part.grid.widths or [1] * len(part.grid.headings)) if part.grid else [],
            }
            for part in paper.parts
        ],
        "tickets": [
            {"title": one.title, "words": one.words, "qr": place_code(one.link).svg} for one in paper.tickets
        ],
    }  # fmt: skip
    return typeset(_TEMPLATE, {"paper": json.dumps(told, ensure_ascii=False)})[0]
