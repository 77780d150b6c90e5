"""Take a requester's link and query code back and give new ones: lost slips, links in the wrong hands."""

from uuid import UUID

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .acts import lock_case, write
from .links import code_index, link_digest, link_token, query_code
from .models import Case, Requester, SpentLink
from .words import State, Verb


def renew_link(*, case_id: UUID, reason: str, by: Viewer, quiet: bool = False) -> Requester:
    """Withdraw link and code of a case; from now on the next generation's open it, for 90 days at least.

    `quiet`: the telephone is not the requester's, so no further messages go there. The timeline tells the
    requester that it happened. Raises NotThere (also for an old record: nobody follows it by a link).
    """
    case = lock_case(case_id)
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    if case.state == State.HISTORY:
        raise NotThere
    row, at = Requester.objects.select_for_update().get(case=case), now()
    SpentLink.objects.create(
        case=case, scope_id=case.scope_id, link_digest=row.link_digest, code_index=row.code_index,
        withdrawn_at=at, withdrawn_by=by.actor,
    )  # fmt: skip
    _next_generation(row, case)
    row.link_renewed_at, row.wants_reply = at, row.wants_reply and not quiet
    row.save(update_fields=["link_generation", "link_digest", "code_index", "link_renewed_at", "wants_reply"])
    write(case=case, verb=Verb.LINK_RENEWED, by=by, at=at, reason=reason, messages=row.wants_reply)
    return row


def _next_generation(row: Requester, case: Case) -> None:
    row.link_generation += 1
    row.link_digest = link_digest(link_token(case.pk, row.link_generation))
    row.code_index = code_index(query_code(case.pk, row.link_generation))
