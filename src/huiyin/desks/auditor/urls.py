"""Addresses of the auditor: read everything, change nothing; and be the second person for high rights."""

from huiyin.desks.steward.filling import filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from .views import case_chain, decide, export, search

_AUDIT = Permission.AUDIT_READ

urlpatterns = [
    route("auditor/", search, permission=_AUDIT, name="auditor-home"),
    route("auditor/export.csv", export, permission=_AUDIT, name="auditor-export"),
    route("auditor/case/<str:number>", case_chain, permission=_AUDIT, name="auditor-case"),
    route("auditor/requests/<int:request_id>", filling(decide), permission=_AUDIT, name="auditor-request",
          methods="GET POST"),
]  # fmt: skip
