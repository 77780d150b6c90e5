"""Codes under which everybody finds a thing, and who reads what they open."""

from datetime import datetime, timedelta

from django.db import connection

from huiyin.ground.clock import ZONE
from huiyin.ground.ids import place_code
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, guest

ENDED_LATELY = timedelta(days=90)
"""So long what has ended stays on the list around a printed code."""
LONGEST = 16


def public_code(letter: str, at: datetime) -> str:
    """Such as "P2611-7KQ2MX": it stands in addresses and on paper."""
    return f"{letter}{at.astimezone(ZONE):%y%m}-{place_code()}"


def found_by_code(query: str, code: str) -> tuple[int, Viewer]:
    """The thing of a public code and a guest who may read what is public around it.

    `query` gives (id, scope id) of what is announced, for one code. Raises NotThere.
    """
    if len(code) > LONGEST:
        raise NotThere
    with connection.cursor() as cursor:
        cursor.execute(query, [code])
        row = cursor.fetchone()
    if row is None:
        raise NotThere
    return int(row[0]), guest(around=scope_tree().up(row[1]))
