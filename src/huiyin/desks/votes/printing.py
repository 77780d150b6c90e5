"""What is printed: notice, numbered ballots, roll, tally sheet, notice of the result."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from huiyin.commons.c2_voices.owners_vote.reads import vote_for
from huiyin.desks.votes.sheets import SHEETS, may_print, sheet_pdf
from huiyin.ground.refusals import NotThere


def sheet(request: HttpRequest, vote_id: int, sheet: str) -> HttpResponse:
    """One kind of sheet as PDF. Raises NotThere for one that cannot be printed yet."""
    vote = vote_for(request.viewer, vote_id)
    if sheet not in SHEETS or not may_print(vote, sheet):
        raise NotThere
    answer = HttpResponse(
        sheet_pdf(vote, sheet, language=get_language() or "zh-hans"), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{vote.code}-{sheet}.pdf"'
    return answer
