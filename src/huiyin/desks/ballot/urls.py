"""Addresses of votes that anybody, or whoever holds a personal link, may open."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare

from . import owner, public
from .routes import ballot_route, vote_route

BOTH = "GET POST"

urlpatterns = [
    vote_route("v/<str:vote_code>", public.vote, name="vote"),
    vote_route("v/<str:vote_code>/file", public.file, name="vote-file"),
    bare("v/<str:vote_code>/me", public.knock, permission=PUBLIC, name="vote-knock", methods=BOTH),
    bare("v/<str:vote_code>/code", public.code, permission=PUBLIC, name="vote-code", methods=BOTH),
    bare("v/<str:vote_code>/mine", public.mine, permission=PUBLIC, name="vote-mine"),
    ballot_route("b/<str:ballot_token>", owner.ballot, name="ballot", methods=BOTH),
    ballot_route("b/<str:ballot_token>/object", owner.objection, name="ballot-object", methods=BOTH),
]
