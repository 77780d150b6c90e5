"""Pictures as SVG that print in black and white: numbers and hatches carry the meaning, no colour does.

Plain SVG 1.1 with attributes only, so that pages (no inline styles), typst and printers draw the same.
Widths are those of a telephone; on paper they grow.
"""

from collections.abc import Callable, Iterator, Sequence
from xml.etree import ElementTree as ET

WIDTH = 336
"""Units of every picture; a telephone of 360 pixels shows them as they are."""
_ACROSS, _CELL, _GAP = 6, 50, 6
_HEAD = 24
_BAR_HEIGHT, _TOP, _BOTTOM = 96, 18, 22
_SIZE, _SMALL = "13", "11"
_FONT = "Noto Sans SC, Noto Sans CJK SC, sans-serif"
STEPS: tuple[tuple[int, str], ...] = ((1, "none"), (3, "dots"), (6, "lines"), (11, "cross"))
"""Below each number this hatch; from the last one on it is full."""
_HATCHES = {
    "dots": (("circle", {"cx": "4", "cy": "4", "r": "1"}),),
    "lines": (("path", {"d": "M0 8L8 0", "stroke": "black", "stroke-width": "1"}),),
    "cross": (("path", {"d": "M0 8L8 0M0 0L8 8", "stroke": "black", "stroke-width": "1.2"}),),
}
Cells = Sequence[tuple[str, int | None, str]]
"""Name, number (None: few), address of its list or nothing."""


def bars(items: Sequence[tuple[str, int]], title: str) -> str:
    """Bars side by side with their numbers on top; `title` says what they show."""
    height = _TOP + _BAR_HEIGHT + _BOTTOM
    root = _picture(height, title)
    most, step = max((n for _label, n in items), default=0) or 1, WIDTH / max(1, len(items))
    for place, (label, n) in enumerate(items):
        tall, left = round(_BAR_HEIGHT * n / most), place * step
        _rect(root, left + step * 0.18, _TOP + _BAR_HEIGHT - tall, step * 0.64, tall, "url(#hatch-lines)")
        _text(root, left + step / 2, _TOP + _BAR_HEIGHT - tall - 4, str(n), _SMALL)
        _text(root, left + step / 2, height - 7, label, _SMALL)
    ET.SubElement(
        root, "path", {"d": f"M0 {_TOP + _BAR_HEIGHT}H{WIDTH}", "stroke": "black", "stroke-width": "1"}
    )
    return _said(root)


def estate(cells: Cells, title: str, few: str, said: Callable[[str, int | None], str]) -> str:
    """An estate as rows of buildings, hatched by how much came; `few` stands for a number that is not told.

    `said` puts a building and its number into words, for who hears the picture.
    """
    rows = -(-len(cells) // _ACROSS)
    root = _picture(_HEAD + max(1, rows) * (_CELL + _GAP), title)
    _text(root, 1, _HEAD - 8, title, _SIZE, anchor="start")
    for place, (name, n, url) in enumerate(cells):
        left, top = (place % _ACROSS) * (_CELL + _GAP) + 1, _HEAD + (place // _ACROSS) * (_CELL + _GAP) + 1
        held = _linked(root, url, said(name, n))
        _rect(held, left, top, _CELL - 2, _CELL - 2, _fill(n))
        _label(held, left + _CELL / 2 - 1, top + 16, _short(name))
        _label(held, left + _CELL / 2 - 1, top + 38, few if n is None else str(n))
    return _said(root)


def legend(words: Sequence[str], title: str) -> str:
    """The hatches with what they mean, from none to full: five of them."""
    root = _picture(24, title)
    step = WIDTH / len(words)
    samples = [0, None, STEPS[1][0], STEPS[2][0], STEPS[3][0]]
    for place, (word, n) in enumerate(zip(words, samples, strict=True)):
        _rect(root, place * step + 1, 4, 16, 16, _fill(n))
        _text(root, place * step + 22, 17, word, _SMALL, anchor="start")
    return _said(root)


def _picture(height: float, title: str) -> ET.Element:
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height:g}", "width": str(WIDTH),
        "height": f"{height:g}", "role": "group", "aria-label": title,
    })  # fmt: skip
    ET.SubElement(root, "title").text = title
    root.append(_patterns())
    return root


def _patterns() -> ET.Element:
    held = ET.Element("defs")
    for name, shapes in _HATCHES.items():
        pattern = ET.SubElement(held, "pattern", {
            "id": f"hatch-{name}", "width": "8", "height": "8", "patternUnits": "userSpaceOnUse",
        })  # fmt: skip
        ET.SubElement(pattern, "rect", {"width": "8", "height": "8", "fill": "white"})
        for shape, values in shapes:
            ET.SubElement(pattern, shape, values)
    return held


def _fill(n: int | None) -> str:
    if n is None:
        return "url(#hatch-dots)"
    hatch = next((name for below, name in STEPS if n < below), "full")
    return {"none": "white", "full": "black"}.get(hatch, f"url(#hatch-{hatch})")


def _linked(root: ET.Element, url: str, words: str) -> ET.Element:
    held = ET.SubElement(root, "a", {"href": url, "aria-label": words}) if url else ET.SubElement(root, "g")
    ET.SubElement(held, "title").text = words
    return held


def _rect(root: ET.Element, x: float, y: float, width: float, height: float, fill: str) -> None:
    ET.SubElement(root, "rect", {
        "x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}", "fill": fill,
        "stroke": "black", "stroke-width": "1",
    })  # fmt: skip


def _label(root: ET.Element, x: float, y: float, words: str) -> None:
    """Words on a white ground, so that a hatch does not run through them."""
    width = max(12, _wide(words))
    ET.SubElement(root, "rect", {
        "x": f"{x - width / 2:g}", "y": f"{y - 12:g}", "width": f"{width:g}", "height": "15", "fill": "white",
    })  # fmt: skip
    _text(root, x, y, words, _SIZE)


def _text(root: ET.Element, x: float, y: float, words: str, size: str, anchor: str = "middle") -> None:
    ET.SubElement(root, "text", {
        "x": f"{x:g}", "y": f"{y:g}", "font-size": size, "font-family": _FONT, "text-anchor": anchor,
        "fill": "black",
    }).text = "".join(_allowed(words))  # fmt: skip


def _short(name: str) -> str:
    """What fits: 12号楼 stays, a long name is cut."""
    while _wide(name) > _CELL - 6:
        name = name[:-1]
    return name


def _wide(words: str) -> int:
    """About how many units words take."""
    return sum(13 if char > "\u2e80" else 8 for char in words) + 2


def _allowed(words: str) -> Iterator[str]:
    """What XML can hold."""
    return (c for c in words if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")


def _said(root: ET.Element) -> str:
    return ET.tostring(root, encoding="unicode")
