"""Addresses anybody may open."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare

from . import calling, joining, pages, views

urlpatterns = [
    bare("", pages.home, permission=PUBLIC, name="home"),
    bare("ask", pages.ask, permission=PUBLIC, name="ask", methods="GET POST"),
    bare("help", pages.help_page, permission=PUBLIC, name="help"),
    bare("privacy", pages.privacy, permission=PUBLIC, name="privacy"),
    bare("look", pages.look, permission=PUBLIC, name="look"),
    bare("leave", pages.leave, permission=PUBLIC, name="leave"),
    bare("q/<str:code>", views.scan, permission=PUBLIC, name="q"),
    bare("Q/<str:code>", views.scan, permission=PUBLIC, name="q-poster"),  # as posters write it
    bare("q/<str:code>/places", views.places, permission=PUBLIC, name="q-places"),
    bare("q/<str:code>/call", calling.call, permission=PUBLIC, name="q-call", methods="POST"),
    bare("q/<str:code>/<str:tile>", views.form, permission=PUBLIC, name="q-form", methods="GET POST"),
    bare("q/<str:code>/<str:tile>/too", joining.too, permission=PUBLIC, name="q-too", methods="POST"),
]
