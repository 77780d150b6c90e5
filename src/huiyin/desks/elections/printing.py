"""What is printed: list of candidates, ballots, roll, tally sheet, notice of the result, report."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from huiyin.channels.documents.docx import KIND as DOCX
from huiyin.channels.documents.docx import as_docx
from huiyin.channels.documents.pdf import KIND as PDF
from huiyin.commons.c2_voices.election.reads import election_for
from huiyin.commons.c2_voices.models import Election
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere

from .offices import forms_of, paper_of
from .sheets import ready, sheet_pdf


def sheet(request: HttpRequest, election_id: int, sheet: str, form: str) -> HttpResponse:
    """One kind of sheet as .pdf or .docx. Raises NotThere for one that cannot be printed yet."""
    election = election_for(request.viewer, election_id)
    if sheet not in {name for name, _words in ready(election)}:
        raise NotThere
    if form not in forms_of(sheet):
        raise NotThere
    body, kind = _made(election, sheet, form)
    return HttpResponse(body, headers=file_headers(f"{election.code}-{sheet}.{form}", kind))


def _made(election: Election, sheet: str, form: str) -> tuple[bytes, str]:
    if form == "pdf":
        return sheet_pdf(election, sheet, language=get_language() or "zh-hans"), PDF
    return as_docx(paper_of(election, sheet)), DOCX
