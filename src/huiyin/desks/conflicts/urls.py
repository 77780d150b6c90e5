"""Addresses of the screen that settles what two people did to one job.

Every role with an inbox may knock; which of them there are for whom is decided by the reads.
"""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import views

urlpatterns = [
    route("conflicts/", views.listed, permission=Permission.INBOX_READ, name="conflicts"),
    route(
        "conflicts/<str:number>/<int:conflict_id>", views.settled, permission=Permission.INBOX_READ,
        name="conflict", methods="GET POST",
    ),
]  # fmt: skip
