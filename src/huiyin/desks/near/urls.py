"""Addresses anybody may open to see what is being decided."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare

from . import board, meetings, pages, polls, surveys
from .routes import meeting_route, poll_route, posting_route, proposal_route, survey_route

urlpatterns = [
    bare("near/<str:code>", pages.near, permission=PUBLIC, name="near"),
    proposal_route("p/<str:proposal_code>", pages.proposal, name="proposal"),
    proposal_route("p/<str:proposal_code>/<str:slip>", pages.slip, name="proposal-slip"),
    poll_route("k/<str:poll_code>", polls.poll, name="poll"),
    poll_route("k/<str:poll_code>/<str:poll_slip>", polls.slip, name="poll-slip"),
    survey_route("d/<str:survey_code>", surveys.survey, name="survey"),
    survey_route("d/<str:survey_code>/<str:survey_slip>", surveys.slip, name="survey-slip"),
    posting_route("n/<str:posting_code>", board.posting, name="posting"),
    meeting_route("m/<str:meeting_code>", meetings.meeting, name="meeting"),
    meeting_route("m/<str:meeting_code>/<str:room>", meetings.room, name="meeting-room", methods="GET POST"),
]
