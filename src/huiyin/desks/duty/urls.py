"""Addresses of the duty room."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import handover, month, views

urlpatterns = [
    route("duty/", views.board, permission=Permission.DUTY_READ, name="duty-board"),
    route("duty/poll", views.poll, permission=Permission.DUTY_READ, name="duty-poll"),
    route(
        "duty/regrade/<int:request_id>",
        views.regrade,
        permission=Permission.CASE_SUPERVISE,
        name="duty-regrade",
        methods="POST",
    ),
    route("duty/handover", handover.page, permission=Permission.DUTY_READ, name="duty-handover"),
    route(
        "duty/handover/leave",
        handover.leave,
        permission=Permission.DUTY_READ,
        name="duty-handover-leave",
        methods="POST",
    ),
    route(
        "duty/handover/<uuid:handover_id>",
        handover.record,
        permission=Permission.DUTY_READ,
        name="duty-handover-record",
    ),
    route(
        "duty/handover/<uuid:handover_id>/take",
        handover.take,
        permission=Permission.DUTY_READ,
        name="duty-handover-take",
        methods="POST",
    ),
    route(
        "duty/handover/<uuid:handover_id>/withdraw",
        handover.withdraw,
        permission=Permission.DUTY_READ,
        name="duty-handover-withdraw",
        methods="POST",
    ),
    route("duty/month", month.sheet, permission=Permission.DUTY_READ, name="duty-month"),
    route("duty/month/cases", month.cases, permission=Permission.DUTY_READ, name="duty-month-cases"),
    route("duty/month/cases.xlsx", month.table, permission=Permission.DUTY_READ, name="duty-month-table"),
    route(
        "duty/<str:number>/<str:step>",
        views.step,
        permission=Permission.DUTY_READ,
        name="duty-step",
        methods="POST",
    ),
]
