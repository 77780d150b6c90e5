"""The personal link of a head of the roll, derived and not stored: whoever holds it votes for that head.

It travels by text message to the owner's own number or on the delivered sheet, as the ballot itself does.
"""

import base64
from uuid import UUID

from django.conf import settings
from django.db import connection

from huiyin.ground import crypto
from huiyin.ground.ids import digest
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

LONGEST_TOKEN = 64
OWNER = "owner"
"""The kind of viewer that comes with such a link."""


def ballot_token(head_id: UUID) -> str:
    """The 128-bit token of /b/<token> (22 characters)."""
    raw = crypto.blind_index("ballot-link", str(head_id))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def ballot_link(head_id: UUID) -> str:
    """The absolute address."""
    return f"{settings.PUBLIC_URL}/b/{ballot_token(head_id)}"


def vote_link(code: str) -> str:
    """The public page of a vote."""
    return f"{settings.PUBLIC_URL}/v/{code}"


def paper_link(code: str) -> str:
    """Where a clerk who scans a paper ballot enters it."""
    return f"{settings.PUBLIC_URL}/votes/paper/{code}"


def link_digest(head_id: UUID) -> bytes:
    """What the roll keeps of the link."""
    return digest(ballot_token(head_id))


def owner_by_link(token: str) -> Viewer:
    """The viewer behind a personal link: exactly one head. Raises NotThere."""
    if len(token) > LONGEST_TOKEN:
        raise NotThere
    with connection.cursor() as cursor:
        cursor.execute("SELECT head_id, scope_id FROM voices_find_link(%s)", [digest(token)])
        row = cursor.fetchone()
    if row is None:
        raise NotThere
    head_id, scope_id = row
    around = frozenset(scope_tree().up(scope_id))
    return Viewer(kind=OWNER, id=str(head_id), around=around, case_id=head_id)


def reader_of(code: str) -> tuple[int, Viewer]:
    """The vote of a public code and a guest who may read what is public around it. Raises NotThere."""
    return found_by_code("SELECT vote_id, scope_id FROM voices_find_vote(%s)", code)
