"""Addresses of the leader: one page, and the list behind each of its numbers."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from .views import listed, today

urlpatterns = [
    route("leader/", today, permission=Permission.FIGURES_READ, name="leader-today"),
    route("leader/list", listed, permission=Permission.FIGURES_READ, name="leader-list"),
]
