"""Addresses of the case page: one for the page, one for each step, each behind its own permission."""

from huiyin.ground.web.routes import bare, route
from huiyin.registers.people.words import Permission

from .steps import STEPS
from .views import here, photo, plan, show, view_of

urlpatterns = [
    route("case/<str:number>", show, permission=Permission.INBOX_READ, name="case"),
    route("case/<str:number>/file/<uuid:file_id>", photo, permission=Permission.INBOX_READ, name="case-file"),
    route("case/<str:number>/plan.pdf", plan, permission=Permission.INBOX_READ, name="case-plan-paper"),
    bare("case/<str:number>/here", here, permission=Permission.INBOX_READ, name="case-here", methods="POST"),
    *(
        route(
            f"case/<str:number>/{step.name}",
            view_of(step),
            permission=step.permission,
            name=f"case-{step.name}",
            methods="GET POST",
        )
        for step in STEPS
    ),
]
"""Every role with an inbox may knock; which cases exist for whom is decided by `casefile.reads.case_for`."""
