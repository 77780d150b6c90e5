"""A message as the topics take it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Only `id` and `text` are needed; what is missing is "" or None.

    `id`: unique among the messages compared. `title`: as the sender gave it. `when`: aware, or None. `who`:
    whatever tells
    senders apart, used to count people once and never shown. `place`: an address given beside the text.
    `category`: four
    digits.
    """

    id: str
    text: str
    title: str = ""
    when: dt.datetime | None = None
    who: str = ""
    place: str = ""
    category: str = ""
