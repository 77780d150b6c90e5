"""Numbers as pictures: the same drawings on a page and in a paper."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.insight.reports import drawing
from huiyin.insight.reports.content import Picture
from huiyin.insight.spread import FEW


def pictures_of(picture: Picture | None) -> Sequence[SafeString]:
    """The SVGs of a report's picture; buildings without links, after the legend."""
    if picture is None:
        return ()
    if picture.kind == "bars":
        return (month_bars(picture.bars),)
    drawn = [
        estate_map(name, [(building, n, "") for building, n in cells]) for name, cells in picture.estates
    ]
    return (legend(), *drawn)


def month_bars(months: Sequence[tuple[str, int]], urls: Sequence[str] = ()) -> SafeString:
    """Requests by month ("2026-05", n); on a page each with the address of its list."""
    named = [(_("%(month)s.") % {"month": int(label[5:])}, n) for label, n in months]
    return drawing.bars(named, _("Requests by month"), urls)


def estate_map(name: str, cells: drawing.Cells) -> SafeString:
    """One estate with its buildings."""
    return drawing.estate(cells, name, f"<{FEW}", said)


def legend() -> SafeString:
    """What the hatches mean."""
    lows = [low for low, _name in drawing.STEPS]
    words = [
        "0", f"1-{lows[1] - 1}", f"{lows[1]}-{lows[2] - 1}", f"{lows[2]}-{lows[3] - 1}", f"{lows[3]}+",
    ]  # fmt: skip
    return drawing.legend(words, _("Requests of a building"))


def said(name: str, n: int | None) -> str:
    """A building and its number in words."""
    if n is None:
        return _("%(building)s: fewer than %(few)s requests") % {"building": name, "few": FEW}
    return _("%(building)s: %(n)s requests") % {"building": name, "n": n}
