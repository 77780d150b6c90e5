"""Addresses of the leader: one page, the list behind each of its numbers, and the months that were told."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import buildings, coverage, hall, insight, months, reports
from .views import listed, table, today

P = Permission

urlpatterns = [
    route("leader/", today, permission=P.FIGURES_READ, name="leader-today"),
    route("leader/hall", hall.shown, permission=P.FIGURES_READ, name="leader-hall"),
    route("leader/list", listed, permission=P.FIGURES_READ, name="leader-list"),
    route("leader/list.xlsx", table, permission=P.FIGURES_READ, name="leader-table"),
    route("leader/coverage", coverage.listed, permission=P.FIGURES_READ, name="leader-coverage"),
    route("leader/coverage.xlsx", coverage.table, permission=P.FIGURES_READ, name="leader-coverage-table"),
    route("leader/buildings", buildings.shown, permission=P.FIGURES_READ, name="leader-buildings"),
    route("leader/buildings.xlsx", buildings.table, permission=P.FIGURES_READ, name="leader-buildings-table"),
    route("leader/insight", insight.shown, permission=P.FIGURES_READ, name="leader-insight"),
    route(
        "leader/report/<int:area_id>/<str:month>.<str:form>",
        reports.file,
        permission=P.FIGURES_READ,
        name="leader-report-file",
    ),
    route(
        "leader/report/<int:area_id>/<str:month>",
        reports.page,
        permission=P.FIGURES_READ,
        name="leader-report",
    ),
    route("leader/months", months.listed, permission=P.FIGURES_READ, name="leader-months"),
    route("leader/months/<int:month_id>", months.shown, permission=P.FIGURES_READ, name="leader-month"),
    route(
        "leader/months/<int:month_id>.xlsx",
        months.table,
        permission=P.FIGURES_READ,
        name="leader-month-table",
    ),
    route(
        "leader/months/<int:month_id>/restate",
        months.restated,
        permission=P.FIGURES_RESTATE,
        name="leader-month-restate",
        methods="GET POST",
    ),
]
