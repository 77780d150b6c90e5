"""What browsers are sent: foreign files as fetched, small files, readable colours, nothing inline."""

from __future__ import annotations

import gzip
import json
import re
import sys
import wave
from pathlib import Path

import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]
DESKS = PROJECT / "src" / "huiyin" / "desks"
OWN = DESKS / "static" / "huiyin"
sys.path.insert(0, str(PROJECT / "tools"))

import vendor  # noqa: E402 - the folder has to be named first

from huiyin.desks.templatetags.icons import PATHS  # noqa: E402 - the folder has to be named first

TEMPLATES = sorted(DESKS.rglob("*.html"))
ALONE = "away.html"
"""Shown by the proxy while the program is gone: nothing can be fetched, so it carries its own style."""
NEW_SYNTAX = re.compile(r"=>|`|\b(?:let|const|class|async|await)\b|\?\.|\?\?")


def compressed(*names: str) -> int:
    return sum(len(gzip.compress((OWN / name).read_bytes(), 9)) for name in names)


def test_foreign_files_are_the_pinned_ones_and_notice_names_them() -> None:
    assert vendor.differences() == []
    assert (PROJECT / "NOTICE").read_text("utf-8") == vendor.notice()


def test_the_residents_files_stay_small() -> None:
    assert compressed("parts.css", "resident.css") <= 8_000
    assert compressed("resident.js", "clock.js") <= 6_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.relative_to(DESKS).as_posix())
def test_no_template_carries_inline_style_or_script_or_another_host(template: Path) -> None:
    text = template.read_text("utf-8")
    styles = r"\sstyle\s*=" if template.name == ALONE else r"\sstyle\s*=|<style\b"
    assert not re.search(styles + r"|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", text)


@pytest.mark.parametrize("sheet", sorted(OWN.glob("*.css")), ids=lambda path: path.name)
def test_sheets_ask_no_other_host_and_use_nothing_chromium_70_lacks(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(
        r"url\(|@import|:is\(|:where\(|:has\(|clamp\(|\binset:|@container|@layer|oklch|color-mix", text
    )


@pytest.mark.parametrize("name", ["resident.js", "clock.js", "duty.js", "desk.js", "ticker.js"])
def test_scripts_are_written_for_old_browsers_and_evaluate_nothing(name: str) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (OWN / name).read_text("utf-8"), flags=re.DOTALL)
    assert not NEW_SYNTAX.search(text)
    assert not re.search(r"\beval\(|new Function|document\.write|setTimeout\(['\"]", text)


OUTBOX = [*sorted(DESKS.rglob("outbox*.js")), DESKS / "field" / "keeper.js"]


@pytest.mark.parametrize("script", OUTBOX, ids=lambda path: path.name)
def test_the_scripts_of_the_outbox_evaluate_nothing_and_ask_no_other_host(script: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", script.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\beval\(|new Function|document\.write|innerHTML|https?://|geolocation", text)


def test_the_field_desk_can_be_put_on_a_home_screen() -> None:
    told = json.loads((OWN / "field.webmanifest").read_text("utf-8"))
    assert (told["start_url"], told["display"]) == ("/field/", "standalone")
    for icon in told["icons"]:
        with Image.open(OWN / Path(icon["src"]).name) as picture:
            assert icon["sizes"] == "{}x{}".format(*picture.size)


def test_the_clock_script_draws_the_same_overdue_shape_as_the_server() -> None:
    assert f"'{PATHS['overdue']}'" in (OWN / "clock.js").read_text("utf-8")


def test_the_alarm_is_a_small_sound_made_to_be_looped() -> None:
    with wave.open(str(OWN / "alarm.wav")) as sound:
        assert 1 <= sound.getnframes() / sound.getframerate() <= 3
        samples = sound.readframes(sound.getnframes())
    assert len(samples) < 40_000
    assert max(samples) > 200
    assert samples[-1] in range(126, 131)


# --- colours: WCAG 2.2, 1.4.3 (4.5:1), 1.4.6 (7:1, elder view) ----------------------------------------------


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(sheet: str, opening: str) -> dict[str, str]:
    text = (OWN / sheet).read_text("utf-8")
    block = text.split(opening + " {", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", block))


def schemes() -> list[tuple[str, dict[str, str], float]]:
    light = colours("parts.css", ":root")
    dark = light | colours("parts.css", "  .resident, .staff")
    elder = light | colours("parts.css", ".elder")
    wall = light | colours("desk.css", ".wall")
    return [
        ("light", light, 4.5),
        ("dark", dark, 4.5),
        ("elder", elder, 7),
        ("elder dark", dark, 7),
        ("wall", wall, 4.5),
    ]


PAIRS = [
    *((colour, ground) for colour in ("ink", "soft", "jade") for ground in ("paper", "card")),
    *((colour, f"{colour}-wash") for colour in ("jade", "red", "plum", "amber", "green", "grey")),
    ("ink", "grey-wash"),
    ("ink", "jade-wash"),
    ("red", "card"),
    ("plum", "card"),
    ("on-jade", "jade"),
    ("on-jade", "jade-deep"),
    ("on-hazard", "hazard"),
    ("card", "red"),
    ("paper", "ink"),
]


@pytest.mark.parametrize(
    ("name", "scheme", "least"), schemes(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_words_can_be_read_on_their_ground(name: str, scheme: dict[str, str], least: float) -> None:
    poor = {
        f"{one} on {two}": round(contrast(scheme[one], scheme[two]), 2)
        for one, two in PAIRS
        if contrast(scheme[one], scheme[two]) < least
    }
    assert poor == {}


def test_desks_and_residents_pages_have_no_colour_of_their_own() -> None:
    """Light and dark are the same rules with other values; what names a colour itself is alike in both.

    White stays behind what is a picture or a sheet of paper; the three numbers lie on hazard yellow.
    """
    for name in ("parts.css", "resident.css", "desk.css"):
        text = (OWN / name).read_text("utf-8")
        rules = re.sub(r"(?s:/\*.*?\*/)|@media print \{.*|--[a-z-]+: [^;}]*", "", text)
        fixed = re.findall(r"[^{}]+\{[^{}]*#[0-9a-f]{3,6}[^{}]*", rules)
        assert {rule.split("{")[0].strip() for rule in fixed} <= FIXED, name


FIXED = {".drawing svg", ".danger a"}


@pytest.mark.parametrize(
    ("name", "scheme", "least"), schemes(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_edges_of_controls_can_be_seen(name: str, scheme: dict[str, str], least: float) -> None:
    for ground in ("paper", "card"):  # WCAG 2.2, 1.4.11
        assert contrast(scheme["line-strong"], scheme[ground]) >= 3
        assert contrast(scheme["ink"], scheme[ground]) >= 3
