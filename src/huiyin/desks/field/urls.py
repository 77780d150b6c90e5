"""Addresses of the field worker's desk; the page of a job is shared with the duty room."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import outbox, place, views

urlpatterns = [
    route("field/", views.today, permission=Permission.FIELD_READ, name="field-today"),
    route("field/keeper.js", views.keeper, permission=Permission.ACCOUNT_SELF, name="field-keeper"),
    route("field/print", views.on_paper, permission=Permission.CASE_HANDLE, name="field-print"),
    route("field/outbox", outbox.outbox, permission=Permission.ACCOUNT_SELF, name="field-outbox"),
    route("field/seat", outbox.seat, permission=PUBLIC, name="field-seat"),
    route("field/new", place.finding, permission=Permission.FIELD_READ, name="field-new", methods="GET POST"),
    route("field/at/<str:code>", place.place, permission=Permission.CASE_HANDLE, name="field-place"),
    route(
        "field/at/<str:code>/new/<str:tile>", place.new, permission=Permission.CASE_HANDLE,
        name="field-place-new", methods="GET POST",
    ),
    route(
        "field/at/<str:code>/<str:number>/arrive", place.arrive_here, permission=Permission.CASE_HANDLE,
        name="field-arrive", methods="POST",
    ),
    route("field/<str:number>", views.job, permission=Permission.CASE_HANDLE, name="job"),
    route(
        "field/<str:number>/<str:step>", views.step, permission=Permission.CASE_HANDLE, name="job-step",
        methods="POST",
    ),
]  # fmt: skip
