"""What is printed: list of candidates, ballots, roll, tally sheet, notice of the result, report."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from huiyin.commons.c2_voices.election.reads import election_for
from huiyin.ground.refusals import NotThere

from .sheets import ready, sheet_pdf


def sheet(request: HttpRequest, election_id: int, sheet: str) -> HttpResponse:
    """One kind of sheet as PDF. Raises NotThere for one that cannot be printed yet."""
    election = election_for(request.viewer, election_id)
    if sheet not in {name for name, _words in ready(election)}:
        raise NotThere
    answer = HttpResponse(
        sheet_pdf(election, sheet, language=get_language() or "zh-hans"), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{election.code}-{sheet}.pdf"'
    return answer
