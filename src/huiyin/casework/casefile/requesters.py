"""Who comes with a link or a query code: the viewer of exactly one case."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from huiyin.ground.ids import normalise_code
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer, requester

from .links import CODE_LENGTH, LINK_DAYS, code_index, link_digest, link_token

LONGEST_TOKEN = 64
GOOD, WITHDRAWN = "good", "withdrawn"


class LinkGone(Refusal):
    """A link or code that was good once. The parameter `scopes` says whose desk helps, nearest first."""

    code, status = "link_over", 410
    sentence = _("This link has run out.")
    remedy = _(
        "Links and query codes work until 90 days after the end. Call the community desk, or show your"
        " query code there: you get a new one."
    )


class LinkWithdrawn(LinkGone):
    """A link or code that the community took back."""

    code, status = "link_withdrawn", 410
    sentence = _("This link was replaced by a new one.")
    remedy = _("Use the new link or slip. If you have none, call the community desk.")


@dataclass(frozen=True, slots=True)
class _Way:
    """What a link or a code leads to. `standing` is good, over or withdrawn."""

    case_id: UUID
    scope_id: int
    generation: int
    standing: str


def requester_by_link(token: str) -> Viewer:
    """The viewer behind a link. Raises NotThere, LinkGone."""
    if len(token) > LONGEST_TOKEN:
        raise NotThere
    way = _good("SELECT * FROM casefile_find_link(%s, %s)", link_digest(token))
    return requester(way.case_id, scope_tree().up(way.scope_id))


def token_by_code(code: str) -> str:
    """The link's token behind a query code, however spelled.

    Raises NotThere, LinkGone; a case number opens nothing.
    """
    if len(normalise_code(code[:LONGEST_TOKEN])) != CODE_LENGTH:
        raise NotThere
    way = _good("SELECT * FROM casefile_find_code(%s, %s)", code_index(code))
    return link_token(way.case_id, way.generation)


def _good(query: str, wanted: bytes) -> _Way:
    with connection.cursor() as cursor:
        cursor.execute(query, [wanted, LINK_DAYS])
        ways = [_Way(*row) for row in cursor.fetchall()]
    if len(ways) != 1:  # two cases with one code: neither is shown
        raise NotThere
    (way,) = ways
    if way.standing != GOOD:
        gone = LinkWithdrawn if way.standing == WITHDRAWN else LinkGone
        raise gone(scopes=scope_tree().up(way.scope_id))
    return way
