"""Every query about elections worth a name."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from huiyin.commons.c2_voices.models import Election, ElectionSheet, ElectionStage, StageFile
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import found_by_code
from huiyin.ground.tenancy.viewer import Viewer

from .record import ORGANISE


def elections_of(viewer: Viewer) -> QuerySet[Election]:
    """The elections the viewer organises, the newest first."""
    scopes = viewer.grants.get(ORGANISE, frozenset())
    return Election.objects.filter(scope_id__in=scopes).select_related("scope").order_by("-made_at", "-pk")


def election_for(viewer: Viewer, election_id: int) -> Election:
    """An election the viewer organises. Raises NotThere."""
    found = Election.objects.filter(pk=election_id).select_related("scope").first()
    if found is None or not viewer.may(ORGANISE, found.scope_id):
        raise NotThere
    return found


def stages_of(election: Election) -> list[ElectionStage]:
    """The steps with their documents and objections, without the pictures. Three queries."""
    files = StageFile.objects.defer("body").order_by("filed_at")
    return list(election.stages.prefetch_related(Prefetch("files", files), "objections").order_by("no"))


def sheets_of(election: Election) -> list[ElectionSheet]:
    """Every sheet, also those sent back, without the photographs."""
    return list(election.sheets.defer("body").order_by("round", "entered_at"))


def file_of(election: Election, file_id: UUID) -> StageFile:
    """A document with a picture. Raises NotThere."""
    found = StageFile.objects.filter(pk=file_id, stage__election=election).exclude(sha256="").first()
    if found is None:
        raise NotThere
    return found


def election_reader(code: str) -> tuple[int, Viewer]:
    """The election of a public code and a guest who may read what hangs around it. Raises NotThere."""
    return found_by_code("SELECT election_id, scope_id FROM voices_find_election(%s)", code)


def public_election(election_id: int) -> Election:
    """An election with something posted, read by whoever may read around it. Raises NotThere."""
    found = Election.objects.filter(pk=election_id).select_related("scope").first()
    if found is None:
        raise NotThere
    return found
