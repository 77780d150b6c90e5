"""Pictures as SVG that print in black and white: numbers and hatches carry the meaning, no colour does.

Plain SVG 1.1 with attributes only, so that pages (no inline styles), typst and printers draw the same.
Widths are those of a telephone; on paper they grow.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 336
"""Units of every picture; a telephone of 360 pixels shows them as they are."""
_ACROSS, _CELL, _GAP = 6, 50, 6
_HEAD = 24
_BAR_HEIGHT, _TOP, _BOTTOM = 96, 18, 22
_SIZE, _SMALL = "13", "11"
_FONT = "Noto Sans SC, Noto Sans CJK SC, sans-serif"
STEPS: tuple[tuple[int, str], ...] = ((1, "none"), (3, "dots"), (6, "lines"), (11, "cross"))
"""Below each number this hatch; from the last one on it is full."""
_HATCHES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "dots": ("circle", {"cx": "4", "cy": "4", "r": "1"}),
    "lines": ("path", {"d": "M0 8L8 0", "stroke": "black", "stroke-width": "1"}),
    "cross": ("path", {"d": "M0 8L8 0M0 0L8 8", "stroke": "black", "stroke-width": "1.2"}),
}
Cells = Sequence[tuple[str, int | None, str]]
"""Name, number (None: few), address of its list or nothing."""


def bars(items: Sequence[tuple[str, int]], title: str, urls: Sequence[str] = ()) -> SafeString:
    """Bars side by side with their numbers on top; `title` says what they show.

    `urls`: for each bar the address of its list; none on paper.
    """
    height, ground = _TOP + _BAR_HEIGHT + _BOTTOM, _TOP + _BAR_HEIGHT
    most, step = max((n for _label, n in items), default=0) or 1, WIDTH / max(1, len(items))
    shapes: list[str] = []
    for place, (label, n) in enumerate(items):
        tall, left = round(_BAR_HEIGHT * n / most), place * step
        drawn = (
            _rect(left + step * 0.18, ground - tall, step * 0.64, tall, "url(#hatch-lines)"),
            _text(left + step / 2, ground - tall - 4, str(n), _SMALL),
            _text(left + step / 2, height - 7, label, _SMALL),
        )
        shapes += [_linked(urls[place], f"{label} {n}", drawn)] if urls else drawn
    line = _tag("path", {"d": f"M0 {ground}H{WIDTH}", "stroke": "black", "stroke-width": "1"})
    return _picture(height, title, [*shapes, line])


def estate(cells: Cells, title: str, few: str, said: Callable[[str, int | None], str]) -> SafeString:
    """An estate as rows of buildings, hatched by how much came; `few` stands for a number that is not told.

    `said` puts a building and its number into words, for who hears the picture.
    """
    rows = -(-len(cells) // _ACROSS)
    shapes = [_text(1, _HEAD - 8, title, _SIZE, anchor="start")]
    for place, (name, n, url) in enumerate(cells):
        left = (place % _ACROSS) * (_CELL + _GAP) + 1
        top = _HEAD + (place // _ACROSS) * (_CELL + _GAP) + 1
        drawn = (
            _rect(left, top, _CELL - 2, _CELL - 2, _fill(n)),
            _label(left + _CELL / 2 - 1, top + 16, _short(name)),
            _label(left + _CELL / 2 - 1, top + 38, few if n is None else str(n)),
        )
        shapes.append(_linked(url, said(name, n), drawn))
    return _picture(_HEAD + max(1, rows) * (_CELL + _GAP), title, shapes)


def legend(words: Sequence[str], title: str) -> SafeString:
    """The hatches with what they mean, from none to full: five of them."""
    step = WIDTH / len(words)
    samples = [0, None, STEPS[1][0], STEPS[2][0], STEPS[3][0]]
    shapes = []
    for place, (word, n) in enumerate(zip(words, samples, strict=True)):
        shapes.append(_rect(place * step + 1, 4, 16, 16, _fill(n)))
        shapes.append(_text(place * step + 22, 17, word, _SMALL, anchor="start"))
    return _picture(24, title, shapes)


def _picture(height: float, title: str, shapes: Iterable[str]) -> SafeString:
    about = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {height:g}", "width": str(WIDTH),
        "height": f"{height:g}", "role": "group", "aria-label": title,
    }  # fmt: skip
    return _tag("svg", about, [_tag("title", {}, [_words(title)]), _patterns(), *shapes])


def _patterns() -> SafeString:
    ground = _tag("rect", {"width": "8", "height": "8", "fill": "white"})
    size = {"width": "8", "height": "8", "patternUnits": "userSpaceOnUse"}
    return _tag("defs", {}, [
        _tag("pattern", {"id": f"hatch-{name}", **size}, [ground, _tag(shape, values)])
        for name, (shape, values) in _HATCHES.items()
    ])  # fmt: skip


def _fill(n: int | None) -> str:
    if n is None:
        return "url(#hatch-dots)"
    hatch = next((name for below, name in STEPS if n < below), "full")
    return {"none": "white", "full": "black"}.get(hatch, f"url(#hatch-{hatch})")


def _linked(url: str, words: str, shapes: Iterable[str]) -> SafeString:
    inside = [_tag("title", {}, [_words(words)]), *shapes]
    return _tag("a", {"href": url, "aria-label": words}, inside) if url else _tag("g", {}, inside)


def _rect(x: float, y: float, width: float, height: float, fill: str) -> SafeString:
    return _tag("rect", {
        "x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}", "fill": fill,
        "stroke": "black", "stroke-width": "1",
    })  # fmt: skip


def _label(x: float, y: float, words: str) -> SafeString:
    """Words on a white ground, so that a hatch does not run through them."""
    width = max(12, _wide(words))
    ground = {
        "x": f"{x - width / 2:g}", "y": f"{y - 12:g}", "width": f"{width:g}", "height": "15", "fill": "white",
    }  # fmt: skip
    return _tag("rect", ground) + _text(x, y, words, _SIZE)


def _text(x: float, y: float, words: str, size: str, anchor: str = "middle") -> SafeString:
    return _tag("text", {
        "x": f"{x:g}", "y": f"{y:g}", "font-size": size, "font-family": _FONT, "text-anchor": anchor,
        "fill": "black",
    }, [_words(words)])  # fmt: skip


def _short(name: str) -> str:
    """What fits: 12号楼 stays, a long name is cut."""
    while _wide(name) > _CELL - 6:
        name = name[:-1]
    return name


def _wide(words: str) -> int:
    """About how many units words take."""
    return sum(13 if char > "\u2e80" else 8 for char in words) + 2


def _tag(name: str, values: Mapping[str, str], inside: Iterable[str] = ()) -> SafeString:
    """One element; values and words are escaped, only elements made here are not."""
    written = format_html_join("", ' {}="{}"', ((key, _words(value)) for key, value in values.items()))
    return format_html(
        "<{}{}>{}</{}>", name, written, format_html_join("", "{}", ((one,) for one in inside)), name
    )


def _words(words: str) -> str:
    """Words without what XML cannot hold."""
    return "".join(c for c in words if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
