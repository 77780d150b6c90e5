"""Every address of the program. Routes name their permission where they are declared."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare


def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for supervisors and load balancers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


urlpatterns = [bare("healthz", healthz, permission=PUBLIC, name="healthz")]
