"""Addresses of the duty room."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import views

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
    route(
        "duty/<str:number>/<str:step>",
        views.step,
        permission=Permission.DUTY_READ,
        name="duty-step",
        methods="POST",
    ),
]
