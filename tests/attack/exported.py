"""A file that leaves, read back: its rows, and the cells a spreadsheet program would compute."""

from __future__ import annotations

import csv
import io

import openpyxl
from django.http import HttpResponse

from huiyin.channels.spreadsheets.writing import is_formula_like

FILES = {
    "c-file": "the token of the case opens it, as long as it opens the case",
    "c-receipt": "the same; made when asked for, says no word of the matter",
    "case-file": "whoever sees the case sees its photos",
    "clerk-import-returned": "its uploader alone",
    "clerk-owed-table": "made when asked for, of what the asker sees",
    "clerk-asked-table": "the same",
    "clerk-table": "the same",
    "pending-table": "the same",
    "incidents-table": "the same",
    "topics-table": "made when asked for; shared problems of the asker, names no person",
    "duty-month-table": "the same",
    "leader-table": "the same",
    "leader-coverage-table": "the same",
    "leader-buildings-table": "the same",
    "leader-month-table": "the same",
    "leader-report-file": "numbers of an area the asker reads in full; no case, no name of a person",
    "steward-table-whole": "the same, without telephones",
    "auditor-export": "the same",
    "steward-table-returned": "its uploader alone",
    "steward-table-empty": "headings only",
    "steward-poster": "the codes of a place the asker keeps",
    "vote-print": "those who organise the vote; a ballot has its owner's name and no choice",
    "election-print": "those who organise the election; a ballot is like every other, the roll has no choice",
    "election-paper": "those who organise the election see its documents",
    "election-sheet": "the same; sums and no voter",
    "proposal-print": "those who keep the proposal; a slip opens it for one home",
    "work-print": "those who keep the project; a slip opens it for one home, the sheet says no home's word",
    "fund-scan": "the paper of a quotation, those who keep the use or watch over it",
    "fund-print": "those who keep the use or watch over it; rooms, areas and parts, no name",
    "work-picture": "a place of a work, everybody around sees it",
    "project-picture": "the same, by the public code",
    "agreement-print": "those who keep the agreement; bodies, no person's name",
    "agreement-picture-show": "of a duty, who reads it; of a signed paper, those who keep it",
    "agreement-picture-public": "of a duty, by the public code; never of a signed paper",
    "board-print": "what hangs for everybody, on paper",
    "case-plan-paper": "whoever may see the case; a building and nothing nearer, nothing of a private case",
    "c-plan": "the own case, by its own link",
    "volunteer-print": "a duty everybody around may read",
    "volunteer-poster": "a printed code of the own area",
    "volunteer-notes": "those who keep the duty; a note for each who came",
    "poll-print": "those who keep the poll; a slip opens it for one home, nothing says what a home said",
    "survey-print": "those who keep the survey; a slip opens it for one home",
    "survey-table": "made when asked for, by those who keep the survey; homes, no person, no own words",
    "meeting-print": "those who keep the meeting; its list has the code of the room",
    "mediation-paper": "those who work on the mediation",
}
"""Every address that answers with a file, and whose it is. None is made beforehand and none has a link of its
own, so there is nothing to replay, to share or to let run out; a new one fails the walk of test_stored."""


def cells(answer: HttpResponse) -> list[list[openpyxl.cell.Cell]]:
    """The cells of an .xlsx."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active.iter_rows()]


def rows(answer: HttpResponse) -> list[list[str]]:
    """What a person reads in a table, .xlsx or .csv, the headings first."""
    if "spreadsheetml" in answer.headers["Content-Type"]:
        return [[str("" if cell.value is None else cell.value) for cell in row] for row in cells(answer)]
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def formulas(answer: HttpResponse) -> list[str]:
    """Cells of a table that are, or would be taken for, formulas or links; of other files nothing."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200:
        return []
    if "spreadsheetml" in kind:
        return [f"{cell.coordinate}: {cell.value}" for row in cells(answer) for cell in row if _acts(cell)]
    if "csv" in kind:
        return [cell for row in rows(answer) for cell in row if is_formula_like(cell)]
    return []


def _acts(cell: openpyxl.cell.Cell) -> bool:
    text = isinstance(cell.value, str)
    return cell.data_type == "f" or cell.hyperlink is not None or (text and cell.number_format != "@")
