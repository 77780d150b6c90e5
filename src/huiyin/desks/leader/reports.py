"""The monthly report of a community or a street: a page, and the same as .pdf, .docx and .xlsx."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from huiyin.channels.documents.docx import KIND as DOCX
from huiyin.channels.documents.docx import as_docx
from huiyin.channels.documents.paper import Grid, Paper, Part
from huiyin.channels.documents.pdf import KIND as PDF
from huiyin.channels.documents.pdf import as_pdf
from huiyin.channels.spreadsheets.writing import XLSX, write_book
from huiyin.ground.clock import now
from huiyin.ground.files.headers import file_headers
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.models import MonthReport
from huiyin.insight.periods import ZONE, month_of
from huiyin.insight.rates import readable
from huiyin.insight.reports.content import Cell, Report, Section
from huiyin.insight.reports.telling import KINDS, WORDS, report_for

from .drawings import pictures_of

LENGTH, MOST = len("2026-11"), 120


def page(request: HttpRequest, area_id: int, month: str) -> HttpResponse:
    """The report to read and print. Raises NotThere."""
    report = _report(request, area_id, month)
    context = {
        "report": report,
        "files": _files(area_id, month),
        "sections": [_section(one) for one in report.sections],
    }
    return render(request, "leader/report.html", context)


def file(request: HttpRequest, area_id: int, month: str, form: str) -> HttpResponse:
    """The report as a file. Raises NotThere."""
    if form not in FORMS:
        raise NotThere
    report = _report(request, area_id, month)
    make, kind = FORMS[form]
    return HttpResponse(make(report), headers=file_headers(f"{report.title}.{form}", kind))


def report_links(viewer: Viewer) -> list[dict[str, Any]]:
    """The reports one may open, the newest first: kept ones, this month's and the last one's."""
    this = month_of(now().astimezone(ZONE).date())
    areas = areas_of(viewer)
    found = {(month, area) for area in areas for month in (this, month_of(this - timedelta(days=1)))}
    found |= set(MonthReport.objects.filter(scope_id__in=areas).values_list("month", "scope_id"))
    newest = sorted(found, key=lambda one: (-one[0].toordinal(), areas.index(one[1])))
    return [
        {
            "place": scope_tree().names[area],
            "month": f"{month:%Y-%m}",
            "url": reverse("leader-report", args=[area, f"{month:%Y-%m}"]),
            "files": _files(area, f"{month:%Y-%m}"),
        }
        for month, area in newest[:MOST]
    ]


def report_around(viewer: Viewer, scope_id: int, month: date) -> str:
    """Where the report stands that a month of a place belongs to; empty where one may open none."""
    areas = areas_of(viewer)
    area = next((one for one in scope_tree().up(scope_id) if one in areas), None)
    return reverse("leader-report", args=[area, f"{month:%Y-%m}"]) if area else ""


def areas_of(viewer: Viewer) -> list[int]:
    """The communities and streets one may read figures of in full, in the order of the tree."""
    tree, mine = scope_tree(), readable(viewer)
    found = (scope for scope in mine if tree.kinds.get(scope) in KINDS and tree.under([scope]) <= mine)
    return sorted(found, key=lambda scope: tree.paths[scope])


def as_paper(report: Report) -> Paper:
    """The report as an office paper."""
    with override(WORDS):
        parts = [
            Part(f"{place}、{one.title}", one.lines, _grid(one), pictures_of(one.picture))
            for place, one in zip(_NUMBERS[: len(report.sections)], report.sections, strict=True)
        ]
    return Paper(report.title, report.about, parts)


def _files(area_id: int, month: str) -> list[dict[str, str]]:
    return [
        {"label": f".{form}", "url": reverse("leader-report-file", args=[area_id, month, form])}
        for form in FORMS
    ]


def _section(told: Section) -> dict[str, Any]:
    rows = [[{"words": cell, "number": isinstance(cell, int)} for cell in row] for row in told.rows]
    return {"told": told, "rows": rows, "pictures": pictures_of(told.picture)}


def _grid(section: Section) -> Grid | None:
    if not section.rows:
        return None
    widths = [3 if isinstance(cell, str) else 2 for cell in section.rows[0]]
    return Grid(section.headings, [[str(cell) for cell in row] for row in section.rows], widths)


def _book(report: Report) -> bytes:
    """One sheet a section; lines of text stand below its table."""
    sheets: list[tuple[str, Sequence[str], list[Sequence[Cell]]]] = [
        (one.title, one.headings or (one.title,), [*one.rows, *((line,) for line in one.lines)])
        for one in report.sections
    ]
    return write_book([(report.title, (report.title,), [(report.about,)]), *sheets])


def _report(request: HttpRequest, area_id: int, month: str) -> Report:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    try:
        first = date.fromisoformat(f"{month}-01") if len(month) == LENGTH else None
    except ValueError:
        first = None
    if first is None:
        raise NotThere
    return report_for(viewer, area_id, first, now())


_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四")
FORMS: dict[str, tuple[Callable[[Report], Any], str]] = {
    "pdf": (lambda report: as_pdf(as_paper(report)), PDF),
    "docx": (lambda report: as_docx(as_paper(report)), DOCX),
    "xlsx": (_book, XLSX),
}
