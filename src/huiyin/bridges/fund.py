"""From a use of the maintenance fund to the decision it rests on and the work it pays for."""

from huiyin.bridges import works
from huiyin.bridges.decisions import cited
from huiyin.commons.c2_voices.owners_vote.spinning_off import heads_agreed
from huiyin.commons.c3_decisions.acts import Draft, Source, decide
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.refusals import NotDecidedYet
from huiyin.commons.c3_decisions.words import DecidedBy, DecisionState
from huiyin.commons.c4_works.working import Plan
from huiyin.commons.c6_fund.asking import must_have_passed
from huiyin.commons.c6_fund.models import FundUse
from huiyin.commons.c6_fund.quoting import chosen_of
from huiyin.commons.c6_fund.record import lock_use, must_be
from huiyin.commons.c6_fund.refusals import NoWorkYet
from huiyin.commons.c6_fund.urgent import Danger, begin_emergency, note_work
from huiyin.commons.c6_fund.words import Path, UseState
from huiyin.ground.clock import ZONE, now
from huiyin.ground.tenancy.viewer import Viewer

EMERGENCY_ARTICLE = "民法典281(2)"
AFTER = (UseState.POSTED, UseState.PAYING)


def let_works_begin(
    *, use_id: int, danger: Danger, contractor_id: int | None, by: Viewer
) -> FundUse:  # fmt: skip
    """Danger: the decision is written down with who confirmed it, and the work starts at once.

    Raises as `begin_emergency`, `decide` and `begin_project`.
    """
    use = begin_emergency(use_id=use_id, danger=danger, by=by)
    draft = Draft(
        title=use.title, words=use.words, kind=DecidedBy.EMERGENCY, body=use.confirmed_by,
        decided_on=danger.confirmed_at.astimezone(ZONE).date(), article=EMERGENCY_ARTICLE,
        source=Source(str(use.pk), None, use.pack_id),
    )  # fmt: skip
    decision = decide(place_id=use.place_id, what=draft, by=by)
    plan = Plan(use.title, use.words, contractor_id, None, _homes(use))
    project = works.begin_project(decision_id=decision.pk, plan=plan, by=by)
    works.start_work(project_id=project.pk, by=by)
    return note_work(use_id=use_id, project=project, by=by)


def begin_work(*, use_id: int, by: Viewer) -> FundUse:
    """The owners' final result becomes a decision, and the work begins with the chosen organisation.

    Raises NotThere, UseNotNow, NoWorkYet, NotDecidedYet while the result is not final, and as
    `must_have_passed`, `decide` and `begin_project`.
    """
    use = lock_use(use_id, by)
    must_be(use, *AFTER)
    if use.project_id is not None or use.path != Path.ORDINARY:
        raise NoWorkYet
    must_have_passed(use)
    chosen = chosen_of(use)
    decision = _decision_of(use, by)
    plan = Plan(use.title, use.words, chosen.organisation_id, use.approved_fen, _homes(use))
    project = works.begin_project(decision_id=decision.pk, plan=plan, by=by)
    return note_work(use_id=use_id, project=project, by=by)


def _homes(use: FundUse) -> frozenset[int]:
    """The homes that share the part: they, and no others, say whether the work is fit."""
    return frozenset(use.units.values_list("place_id", flat=True))


def _decision_of(use: FundUse, by: Viewer) -> Decision:
    """The decision of the vote, written down already or now; about the part's place, not the whole estate."""
    vote = use.vote
    question = vote.questions.order_by("no").first() if vote is not None else None
    counted = heads_agreed(vote, question) if vote is not None and question is not None else None
    if vote is None or question is None or counted is None:
        raise NotDecidedYet(what=vote.title if vote is not None else use.title)
    same = Decision.objects.filter(kind=DecidedBy.VOTE, source_id=str(vote.pk), part=question.no)
    if (found := same.filter(state=DecisionState.STANDING).first()) is not None:
        return found
    draft = Draft(
        title=use.title, words=use.words, kind=DecidedBy.VOTE, body=vote.called_by,
        decided_on=(vote.ended_at or now()).astimezone(ZONE).date(), article=cited(vote.pack),
        counted=counted, source=Source(str(vote.pk), None, vote.pack_id, question.no),
    )  # fmt: skip
    return decide(place_id=use.place_id, what=draft, by=by)
