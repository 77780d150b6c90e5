"""Addresses of the inbox."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import views

urlpatterns = [
    route("inbox/", views.inbox, permission=Permission.INBOX_READ, name="inbox"),
    route("inbox/read", views.read_all, permission=Permission.INBOX_READ, name="inbox-read", methods="POST"),
    route(
        "inbox/<uuid:notice_id>",
        views.open_one,
        permission=Permission.INBOX_READ,
        name="inbox-open",
        methods="POST",
    ),
]
