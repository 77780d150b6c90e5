"""The list by home beside a posted result: who took part, so that a home that did not can say so.

How much of a door stands on it is the pack's (registers/rules/decisions.py). It has no name, no choice and no
area: the file for recounts has areas, and together they would tell who chose what.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from django.db import connection

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.registers.places.reads import natural
from huiyin.registers.rules.words import HomeList

from .rules import rules_of
from .words import VoteState

COVERED = "*"
_FIGURE = re.compile(r"[0-9A-Za-z](?=[^0-9A-Za-z]*$)")


@dataclass(frozen=True, slots=True)
class ListedHome:
    """A home as it hangs on the board."""

    home: str
    took_part: bool


@dataclass(frozen=True, slots=True)
class ListedBuilding:
    """The homes of a building, as one walks past them."""

    building: str
    homes: list[ListedHome]

    @property
    def took_part(self) -> int:
        """How many of them took part."""
        return sum(one.took_part for one in self.homes)


def list_by_home(vote: OwnersVote) -> list[ListedBuilding]:
    """The homes of the roll by building, while objections may come; none where the rule posts no list.

    One query, whoever looks; the database gives no row before the posting.
    """
    how = rules_of(vote).homes
    if how is HomeList.NONE or vote.state != VoteState.POSTED:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT building, home, took_part FROM voices_list_by_home(%s)", [vote.pk])
        rows = sorted(cursor.fetchall(), key=lambda row: (natural(row[0]), natural(row[1])))
    return [
        ListedBuilding(building, [ListedHome(shown_home(row[1], how), row[2]) for row in homes])
        for building, homes in groupby(rows, key=lambda row: row[0])
    ]


def shown_home(label: str, how: HomeList) -> str:
    """The label as the list shows it: whole, or with the last figure of the door covered (“3-2-50*”)."""
    if how is not HomeList.MASKED:
        return label
    return _FIGURE.sub(COVERED, label) if _FIGURE.search(label) else f"{label[:-1]}{COVERED}"


def homes_named(vote: OwnersVote) -> int:
    """How many homes the vote asks, where it names them; 0: it asks all of the estate."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT voices_homes_named(%s)", [vote.pk])
        return int(cursor.fetchone()[0])
