"""Addresses of the field worker's desk; the page of a job is shared with the duty room."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import views

urlpatterns = [
    route("field/", views.today, permission=Permission.FIELD_READ, name="field-today"),
    route("field/<str:number>", views.job, permission=Permission.CASE_HANDLE, name="job"),
    route(
        "field/<str:number>/<str:step>", views.step, permission=Permission.CASE_HANDLE, name="job-step",
        methods="POST",
    ),
]  # fmt: skip
