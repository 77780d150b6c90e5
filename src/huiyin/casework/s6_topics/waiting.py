"""Which communities have something new to sort."""

from datetime import UTC, datetime

from django.db import connection

from huiyin.casework.s2_triage.learning.lessons import area_of, scopes_of
from huiyin.ground.tenancy.tree import scope_tree

from .models import Run

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_SINCE = """
SELECT a.area FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS a (area, scopes, since)
WHERE EXISTS (
  SELECT FROM casefile_case c WHERE c.scope_id = ANY (a.scopes::bigint[]) AND c.received_at > a.since
) OR EXISTS (
  SELECT FROM casefile_event e
  WHERE e.scope_id = ANY (a.scopes::bigint[]) AND e.verb = 'triaged' AND e.at > a.since
)
ORDER BY a.area
"""


def areas() -> list[int]:
    """Every community, and every scope that stands for itself where there is none."""
    return sorted({area_of(scope) for scope in scope_tree().paths})


def areas_waiting() -> list[int]:
    """Those in which a case came or was sorted since the last run. Two queries."""
    every = areas()
    last = dict(Run.objects.filter(scope_id__in=every).values_list("scope_id", "at"))
    scopes = ["{" + ",".join(map(str, scopes_of(area))) + "}" for area in every]
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [every, scopes, [last.get(area, _NEVER) for area in every]])
        return [area for (area,) in cursor.fetchall()]
