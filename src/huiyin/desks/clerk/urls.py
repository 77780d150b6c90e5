"""Addresses of the clerk."""

from huiyin.desks.ledger.views import columns
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import answers, bulk, lanes, leaving, marks, offering, owed, platform, sheet
from .bringing import check, imported, returned, upload
from .entry import new, slip
from .views import followed_up, queue_page, reviewed

_IMPORT = Permission.CASE_IMPORT

urlpatterns = [
    route("clerk/", queue_page, permission=Permission.CASE_TRIAGE, name="clerk-queue"),
    route("clerk/board", lanes.board, permission=Permission.CASE_TRIAGE, name="clerk-board"),
    route(
        "clerk/board/give",
        lanes.give,
        permission=Permission.CASE_DISPATCH,
        name="clerk-board-give",
        methods="POST",
    ),
    route("clerk/list.xlsx", leaving.table, permission=Permission.CASE_TRIAGE, name="clerk-table"),
    route(
        "clerk/columns",
        columns,
        permission=Permission.CASE_TRIAGE,
        name="clerk-columns",
        methods="GET POST",
    ),
    route("clerk/follow-up", followed_up, permission=Permission.CASE_FOLLOW_UP, name="clerk-follow-up"),
    route("clerk/reviews", reviewed, permission=Permission.CASE_REVIEW, name="clerk-reviews"),
    route("clerk/bulk", bulk.do_many, permission=Permission.CASE_DISPATCH, name="clerk-bulk", methods="POST"),
    route(
        "clerk/bulk/<uuid:bulk_id>", bulk.done, permission=Permission.CASE_DISPATCH, name="clerk-bulk-done"
    ),
    route(
        "clerk/bulk/<uuid:bulk_id>/undo",
        bulk.undo,
        permission=Permission.CASE_DISPATCH,
        name="clerk-bulk-undo",
        methods="GET POST",
    ),
    route("clerk/answers", answers.listed, permission=Permission.CASE_TRIAGE, name="clerk-answers"),
    route(
        "clerk/answers/new",
        answers.add,
        permission=Permission.CASE_TRIAGE,
        name="clerk-answer-new",
        methods="GET POST",
    ),
    route(
        "clerk/answers/<int:answer_id>",
        answers.change,
        permission=Permission.CASE_TRIAGE,
        name="clerk-answer",
        methods="GET POST",
    ),
    route(
        "clerk/sheet",
        sheet.new,
        permission=Permission.CASE_TRIAGE,
        name="clerk-sheet-new",
        methods="GET POST",
    ),
    route("clerk/sheet/<int:sheet_id>", sheet.shown, permission=Permission.CASE_TRIAGE, name="clerk-sheet"),
    route("clerk/marks", marks.listed, permission=Permission.CASE_TRIAGE, name="clerk-marks"),
    route("clerk/owed", owed.listed, permission=Permission.CASE_TRIAGE, name="clerk-owed"),
    route("clerk/owed/slips.xlsx", owed.table, permission=Permission.CASE_TRIAGE, name="clerk-owed-table"),
    route(
        "clerk/owed/given",
        owed.given,
        permission=Permission.CASE_TRIAGE,
        name="clerk-owed-given",
        methods="POST",
    ),
    route(
        "clerk/owed/<int:owed_id>",
        owed.reply,
        permission=Permission.CASE_TRIAGE,
        name="clerk-owed-reply",
        methods="GET POST",
    ),
    route(
        "clerk/owed/<int:owed_id>/letter",
        owed.letter,
        permission=Permission.CASE_TRIAGE,
        name="clerk-owed-letter",
    ),
    route(
        "clerk/owed/<int:owed_id>/ask",
        platform.ask,
        permission=Permission.CASE_TRIAGE,
        name="clerk-order",
        methods="GET POST",
    ),
    route("clerk/asked", platform.asked, permission=Permission.CASE_TRIAGE, name="clerk-asked"),
    route(
        "clerk/asked/questions.xlsx",
        platform.table,
        permission=Permission.CASE_TRIAGE,
        name="clerk-asked-table",
    ),
    route(
        "clerk/asked/sent",
        platform.sent,
        permission=Permission.CASE_TRIAGE,
        name="clerk-asked-sent",
        methods="POST",
    ),
    route(
        "clerk/asked/results",
        platform.results,
        permission=Permission.CASE_TRIAGE,
        name="clerk-asked-results",
        methods="GET POST",
    ),
    route("clerk/new", new, permission=Permission.CASE_TRIAGE, name="clerk-new", methods="GET POST"),
    route("clerk/places", offering.places, permission=Permission.CASE_TRIAGE, name="clerk-places"),
    route("clerk/slip/<str:number>", slip, permission=Permission.CASE_TRIAGE, name="clerk-slip"),
    route("clerk/import", upload, permission=_IMPORT, name="clerk-import", methods="GET POST"),
    route("clerk/import/<uuid:import_id>", check, permission=_IMPORT, name="clerk-import-check"),
    route(
        "clerk/import/<uuid:import_id>/run",
        imported,
        permission=_IMPORT,
        name="clerk-import-run",
        methods="GET POST",
    ),
    route(
        "clerk/import/<uuid:import_id>/returned", returned, permission=_IMPORT, name="clerk-import-returned"
    ),
]
