"""Addresses anybody may open to see what is being decided."""

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare

from . import board, meetings, pages, polls, surveys, volunteers
from .routes import (
    duty_route,
    meeting_route,
    own_route,
    poll_route,
    posting_route,
    proposal_route,
    sign_up_route,
    survey_route,
)

urlpatterns = [
    bare("near/<str:code>", pages.near, permission=PUBLIC, name="near"),
    proposal_route("p/<str:proposal_code>", pages.proposal, name="proposal"),
    proposal_route("p/<str:proposal_code>/<str:slip>", pages.slip, name="proposal-slip"),
    poll_route("k/<str:poll_code>", polls.poll, name="poll"),
    poll_route("k/<str:poll_code>/<str:poll_slip>", polls.slip, name="poll-slip"),
    survey_route("d/<str:survey_code>", surveys.survey, name="survey"),
    survey_route("d/<str:survey_code>/<str:survey_slip>", surveys.slip, name="survey-slip"),
    posting_route("n/<str:posting_code>", board.posting, name="posting"),
    sign_up_route("y/at/<str:code>", volunteers.join, name="volunteer-join"),
    own_route("y/me/<str:volunteer_code>", volunteers.own, name="volunteer-own"),
    bare("y/left", volunteers.left, permission=PUBLIC, name="volunteer-left"),
    duty_route("y/<str:duty_code>", volunteers.duty, name="duty"),
    meeting_route("m/<str:meeting_code>", meetings.meeting, name="meeting"),
    meeting_route("m/<str:meeting_code>/<str:room>", meetings.room, name="meeting-room", methods="GET POST"),
]
