"""Plain Chinese on the residents' pages (ux B11): short sentences, buttons of six characters, no English."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from huiyin.casework.casefile.models import Requester
from huiyin.desks.public import standing
from huiyin.desks.public.tiles import TILES
from tests.desks.door import DOOR, plant_door, stranger
from tests.desks.states import plant_states
from tests.town import Town, all_seen

LONGEST_SENTENCE, LONGEST_BUTTON = 30, 6
_GONE = re.compile(r"(?s)<(script|style|code|svg|option)\b.*?</\1>|<!--.*?-->")
_NUMBER = re.compile(r"\d{6}-\d{8}-[A-Z]-\d+-\w")
_BLOCKS = r"p|li|h\d|div|section|ul|ol|label|button|form|legend|summary|time|br|b|span"
_BREAKS = re.compile(rf"</?(?:{_BLOCKS})\b[^>]*>")


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


def resident_pages(town: Town, phone: Client) -> dict[str, str]:
    """Path → page, for every page a resident meets and every state of a case."""
    cases = plant_states(town)
    with all_seen():
        links = ["/" + Requester.objects.get(case=case).link.split("/", 3)[3] for case in cases.values()]
    paths = ["/", "/ask", "/help", "/privacy", "/q/XXXXXX", f"/q/{DOOR}", f"/q/{DOOR}?child=1"]
    paths += [f"/q/{DOOR}/{tile.value}" for tile in TILES] + links + [f"{links[0]}?new=1"]
    return {path: phone.get(path).content.decode() for path in paths}


def sentences(page: str) -> set[str]:
    """What is read in one breath: up to a full stop, a question or a block's end."""
    body = _BREAKS.sub("\n", _GONE.sub("", page.split("<body>")[1]))
    text = unescape(re.sub(r"<[^>]+>", "", body))
    return {part.strip() for part in re.split(r"[。！？；!?\n]", text) if part.strip()}


def buttons(page: str) -> set[str]:
    """The words on buttons, without icons."""
    found = re.findall(r"(?s)<button\b[^>]*>(.*?)</button>", _GONE.sub("", page))
    return {unescape(re.sub(r"<[^>]+>", "", words)).strip() for words in found}


def test_sentences_are_short_and_buttons_are_verbs(town: Town) -> None:
    shown = resident_pages(town, stranger())
    long = {
        sentence
        for page in shown.values()
        for sentence in sentences(page)
        if len(_NUMBER.sub("", sentence)) > LONGEST_SENTENCE
    }
    assert sorted(long) == []
    wide = {word for page in shown.values() for word in buttons(page) if len(word) > LONGEST_BUTTON}
    assert sorted(wide) == []


def test_tiles_have_two_to_four_characters_and_one_for_whoever_does_not_know(town: Town) -> None:
    """ux A12."""
    page = stranger().get(f"/q/{DOOR}").content.decode()
    labels = re.findall(r'<a class="tile"[^>]*>.*?<span>(.*?)</span>', page)
    assert len(labels) == len(TILES) <= 8
    assert all(2 <= len(re.sub(r"\W", "", label)) <= 4 for label in labels), labels
    assert any("不" in label for label in labels)


def test_nothing_moves_by_itself() -> None:
    """ux B14: no moving text, no animation that asks nobody (prefers-reduced-motion needs no rule then)."""
    static = Path(standing.__file__).parents[1] / "static" / "huiyin"
    for sheet in static.glob("*.css"):
        moving = re.search(r"animation|transition|@keyframes|scroll-behavior", sheet.read_text())
        assert moving is None, sheet.name
    for script in ("resident.js", "clock.js"):
        text = (static / script).read_text()
        assert not re.search(r"scrollBy|scrollTo|requestAnimationFrame|marquee", text)
