"""Who comes with a link or a query code: the viewer of exactly one case."""

from uuid import UUID

from django.db import connection

from huiyin.ground.ids import normalise_code
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, requester

from .links import CODE_LENGTH, code_index, link_digest

LONGEST_TOKEN = 64


def requester_by_link(token: str) -> Viewer:
    """The viewer behind a link. Raises NotThere."""
    if len(token) > LONGEST_TOKEN:
        raise NotThere
    return _found("SELECT case_id, scope_id FROM casefile_find_link(%s)", link_digest(token))


def requester_by_code(code: str) -> Viewer:
    """The viewer behind a query code, however spelled. Raises NotThere; a case number opens nothing."""
    if len(normalise_code(code[:LONGEST_TOKEN])) != CODE_LENGTH:
        raise NotThere
    return _found("SELECT case_id, scope_id FROM casefile_find_code(%s)", code_index(code))


def _found(query: str, wanted: bytes) -> Viewer:
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted])
        rows: list[tuple[UUID, int]] = cursor.fetchall()
    if len(rows) != 1:  # two cases with one code: neither is shown
        raise NotThere
    case_id, scope_id = rows[0]
    return requester(case_id, scope_tree().up(scope_id))
