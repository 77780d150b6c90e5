"""A link that has run out or was replaced: say which, what to do, and keep what was typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.casework.casefile.requesters import LinkGone
from huiyin.desks.public.standing import help_at
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.reading.folding import clean


def link_gone(request: HttpRequest, no: LinkGone) -> HttpResponse:
    """The page with the telephone of the community whose case it was; nothing of the case is told."""
    scopes = no.params["scopes"]
    with seen_as(guest(around=scopes)):
        context = {"refusal": no, "typed": clean(request.POST.get("words", "")), "help": help_at(scopes)}
        return render(request, "resident/gone.html", context, status=no.status)
