"""The receipt as a picture: number, query code, who has it until when, whom to call, a code to the page.

It goes into the telephone's album, where others may look: nothing of what was said stands on it, and of a
private matter no place either.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.ground.files.typesetting import typeset
from huiyin.registers.places.posters.codes import place_code

from .progress import Progress

_TEMPLATE = Path(__file__).with_name("receipt.typ")
Told = dict[str, Any]
DOTS = 300.0
"""Dots an inch: 90 mm become 1,063 pixels, as wide as a good telephone's screen."""


def receipt_png(words: Told) -> bytes:
    """The picture."""
    return typeset(_TEMPLATE, {"receipt": json.dumps(words, ensure_ascii=False)}, form="png", ppi=DOTS)[0]


def receipt_words(progress: Progress, link: str) -> Told:
    """What stands on it, in the reader's language. `link` is the address that opens the case."""
    return {
        "lang": (get_language() or "zh")[:2],
        "title": _("Received. Your number:"),
        "number": progress.case.number,
        "code_word": _("Query code:"),
        "code": progress.code,
        "rows": [list(row) for row in _rows(progress)],
        "svg": place_code(link).svg,
        "how": _("Scan it to see how things stand. It works until 90 days after the end."),
    }


def _rows(progress: Progress) -> Iterator[tuple[str, str]]:
    """What stands under the number, as (word, value)."""
    yield _("Received"), _moment(progress.case.received_at)
    if progress.place and not progress.case.private:
        yield _("Place"), progress.place
    yield _("Who handles it"), _handler(progress)
    for clock in progress.clocks:
        yield _("%(promise)s until") % {"promise": _(clock.label)}, _moment(clock.target_at)
    help_here = progress.help
    yield _("Questions? Call"), " ".join(filter(None, (help_here.desk_name, help_here.desk_phone)))


def _handler(progress: Progress) -> str:
    who = progress.person
    if who is None:
        return progress.likely or _("The community is finding the right person.")
    return " ".join(filter(None, (who.organisation, who.name, who.phone)))


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "Y-n-j H:i")
