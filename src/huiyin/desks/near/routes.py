"""Routes whose viewer is whoever holds a public code: a guest who reads what is public around it."""

from django.urls import URLPattern

from huiyin.commons.c1_proposals.four_steps import links as proposals
from huiyin.commons.c1_proposals.meetings import links as meetings
from huiyin.commons.c2_voices.poll import links as polls
from huiyin.commons.c2_voices.survey import links as surveys
from huiyin.desks.public.codes import code_route
from huiyin.ground.web.routes import View
from huiyin.neighbours.board.links import posting_reader
from huiyin.neighbours.volunteers.links import duty_reader, own_reader

from .volunteers import place_reader

BOTH = "GET POST"


def proposal_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a raised proposal; unknown codes are not there."""
    return code_route(pattern, view, name, "proposal_code", proposals.reader_of, BOTH)


def poll_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a poll that was opened; unknown codes are not there."""
    return code_route(pattern, view, name, "poll_code", polls.reader_of, BOTH)


def survey_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a survey that was opened; unknown codes are not there."""
    return code_route(pattern, view, name, "survey_code", surveys.reader_of, BOTH)


def posting_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of what hangs or hung on the notice board; unknown codes are not there."""
    return code_route(pattern, view, name, "posting_code", posting_reader, BOTH)


def sign_up_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """Behind a printed code of a place: sign up as a volunteer; unknown codes are not there."""
    return code_route(pattern, view, name, "code", place_reader, BOTH)


def duty_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a duty; unknown codes are not there."""
    return code_route(pattern, view, name, "duty_code", duty_reader, BOTH)


def own_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """The own page of a volunteer; unknown codes, and those of who left, are not there."""
    return code_route(pattern, view, name, "volunteer_code", own_reader, BOTH)


def meeting_route(pattern: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """A page of an announced meeting; unknown codes are not there."""
    return code_route(pattern, view, name, "meeting_code", meetings.reader_of, methods)
