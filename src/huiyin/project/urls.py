"""Every address of the program. Routes name their permission where they are declared."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from huiyin.api.urls import urlpatterns as api
from huiyin.channels.sms.hooks import sms_receipts
from huiyin.desks.agreements.urls import urlpatterns as agreements
from huiyin.desks.auditor.urls import urlpatterns as auditor
from huiyin.desks.ballot.urls import urlpatterns as ballot
from huiyin.desks.board.urls import urlpatterns as board
from huiyin.desks.case.urls import urlpatterns as case
from huiyin.desks.clerk.urls import urlpatterns as clerk
from huiyin.desks.conflicts.urls import urlpatterns as conflicts
from huiyin.desks.contact.urls import urlpatterns as contact
from huiyin.desks.duty.urls import urlpatterns as duty
from huiyin.desks.elections.urls import urlpatterns as elections
from huiyin.desks.field.urls import urlpatterns as field
from huiyin.desks.fund.urls import urlpatterns as fund
from huiyin.desks.hands.urls import urlpatterns as hands
from huiyin.desks.inbox.urls import urlpatterns as inbox
from huiyin.desks.incidents.urls import urlpatterns as incidents
from huiyin.desks.leader.urls import urlpatterns as leader
from huiyin.desks.mediation.urls import urlpatterns as mediation
from huiyin.desks.meetings.urls import urlpatterns as meetings
from huiyin.desks.near.urls import urlpatterns as near
from huiyin.desks.polls.urls import urlpatterns as polls
from huiyin.desks.proposals.urls import urlpatterns as proposals
from huiyin.desks.public.urls import urlpatterns as public
from huiyin.desks.resident.urls import urlpatterns as resident
from huiyin.desks.sign_in.urls import urlpatterns as sign_in
from huiyin.desks.steward.urls import urlpatterns as steward
from huiyin.desks.styleguide.urls import urlpatterns as styleguide
from huiyin.desks.surveys.urls import urlpatterns as surveys
from huiyin.desks.topics.urls import urlpatterns as topics
from huiyin.desks.volunteers.urls import urlpatterns as volunteers
from huiyin.desks.votes.urls import urlpatterns as votes
from huiyin.desks.works.urls import urlpatterns as works
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for supervisors and load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


urlpatterns = [
    *api,  # first: addresses are tried in turn, and programs come most often
    bare("healthz", healthz, permission=PUBLIC, name="healthz"),
    bare("hooks/sms/<str:secret>", sms_receipts, permission=PUBLIC, name="sms-receipts", methods="POST"),
    *styleguide,
    *public,
    *resident,
    *ballot,
    *near,
    *sign_in,
    *inbox,
    *conflicts,
    *incidents,
    *hands,
    *mediation,
    *votes,
    *elections,
    *fund,
    *works,
    *agreements,
    *polls,
    *surveys,
    *board,
    *volunteers,
    *topics,
    *proposals,
    *meetings,
    *case,
    *contact,
    *field,
    *duty,
    *clerk,
    *leader,
    *steward,
    *auditor,
]

handler500 = "huiyin.ground.web.middleware.server_error"

if settings.MODE == "demo":
    from huiyin.project.demo.facts_page import facts_page

    urlpatterns.append(bare("facts", facts_page, permission=PUBLIC, name="facts"))
