"""One posting of the notice board, as everybody reads it; a tap says "I have read it" and nobody's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.desks.public.standing import help_at
from huiyin.ground.clock import today
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.neighbours.board.acts import note_read
from huiyin.neighbours.board.reads import public_posting
from huiyin.neighbours.board.words import PostingState


def posting(request: HttpRequest, posting_id: int) -> HttpResponse:
    """The page; a tap is counted."""
    found = public_posting(posting_id)
    if request.method == "POST":
        note_read(posting_id=posting_id)
        return redirect(f"{request.path}?noted=1")
    context = {
        "posting": found, "hangs": found.state == PostingState.UP and found.until >= today(),
        "noted": request.GET.get("noted") == "1", "help": help_at(scope_tree().up(found.scope_id)),
    }  # fmt: skip
    return render(request, "near/posting.html", context)
