"""A posting on paper, in large letters with its code, and as a message to forward."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.channels.documents.paper import Paper, Part
from huiyin.desks.proposals.printing import printed
from huiyin.desks.steward.tables import day
from huiyin.ground.refusals import NotThere
from huiyin.neighbours.board.links import posting_link
from huiyin.neighbours.board.models import Posting
from huiyin.neighbours.board.reads import posting_for
from huiyin.neighbours.board.words import PostingState


def sheet(request: HttpRequest, posting_id: int, form: str) -> HttpResponse:
    """The paper in one form. Raises NotThere for a draft and for what was taken down."""
    found = posting_for(request.viewer, posting_id)  # type: ignore[attr-defined]  # set by the middleware
    if found.state != PostingState.UP:
        raise NotThere
    return printed(paper_of(found), form, found.code)


def paper_of(found: Posting) -> Paper:
    """Title, words, who signs, and the code that leads to the page."""
    words = Part(lines=[line for line in found.words.splitlines() if line.strip()])
    return Paper(
        found.title, found.place.label, [words],
        signed=found.signed, date=day(found.up_at), code=found.code, link=posting_link(found.code),
        link_words=_("Scan to read it on the telephone"), board=True,
    )  # fmt: skip
