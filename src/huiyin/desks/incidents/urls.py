"""Addresses of mass incidents and of the pending list."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import pending, views

P = Permission

urlpatterns = [
    route("incidents/", views.listed, permission=P.CASE_TRIAGE, name="incidents"),
    route("incidents/list.xlsx", views.table, permission=P.CASE_TRIAGE, name="incidents-table"),
    route("incidents/new", views.new, permission=P.CASE_DISPATCH, name="incident-new", methods="GET POST"),
    route("incidents/<int:incident_id>", views.show, permission=P.CASE_READ, name="incident"),
    route(
        "incidents/<int:incident_id>/absorb",
        views.take_in,
        permission=P.CASE_TRIAGE,
        name="incident-absorb",
        methods="GET POST",
    ),
    route(
        "incidents/<int:incident_id>/change",
        views.change,
        permission=P.CASE_DISPATCH,
        name="incident-change",
        methods="GET POST",
    ),
    route(
        "incidents/<int:incident_id>/end",
        views.end,
        permission=P.CASE_DISPATCH,
        name="incident-end",
        methods="GET POST",
    ),
    route("pending/", pending.listed, permission=P.CASE_APPROVE, name="pending-list"),
    route("pending/list.xlsx", pending.table, permission=P.CASE_APPROVE, name="pending-table"),
]
