"""Addresses of the building head's desk."""

from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import views

urlpatterns = [
    route("contact/", views.home, permission=Permission.BUILDING_READ, name="contact-home"),
    route(
        "contact/new/<str:tile>", views.new, permission=Permission.BUILDING_READ, name="contact-new",
        methods="GET POST",
    ),
    route("contact/<str:number>", views.case, permission=Permission.BUILDING_READ, name="contact-case"),
]  # fmt: skip
