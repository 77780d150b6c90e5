"""Addresses of the door. Open to everybody, except one's own account."""

from huiyin.desks import page_size
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare, route
from huiyin.registers.people.words import Permission

from . import keys, views

BOTH = "GET POST"

urlpatterns = [
    bare("sign-in", views.sign_in, permission=PUBLIC, name="sign-in", methods=BOTH),
    bare("sign-in/second", views.second, permission=PUBLIC, name="sign-in-second", methods=BOTH),
    bare("sign-in/set-up", views.set_up, permission=PUBLIC, name="sign-in-set-up", methods=BOTH),
    bare("sign-in/phone", views.by_phone, permission=PUBLIC, name="sign-in-phone", methods=BOTH),
    bare("sign-in/code", views.by_code, permission=PUBLIC, name="sign-in-code", methods=BOTH),
    bare("sign-in/screen", views.pair, permission=PUBLIC, name="sign-in-screen", methods=BOTH),
    bare("welcome/<str:token>", views.welcome, permission=PUBLIC, name="welcome", methods=BOTH),
    bare("sign-out", views.sign_out, permission=PUBLIC, name="sign-out", methods="POST"),
    bare("me", views.me, permission=Permission.ACCOUNT_SELF, name="me", methods=BOTH),
    route("me/keys", keys.keys, permission=Permission.ACCOUNT_SELF, name="me-keys", methods=BOTH),
    route("me/rows", page_size.choose, permission=Permission.ACCOUNT_SELF, name="me-rows", methods="POST"),
]
