"""The steps: documents, postings, objections, on to the next."""

from huiyin.commons.c2_voices.models import Election, ElectionStage, StageFile, StageObjection
from huiyin.ground.clock import now, today
from huiyin.ground.files.images import CleanImage
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.words import ElectionNeed

from .frozen import list_of
from .record import lock_election, must_need, rules_of, stage_now, step_rule, write
from .refusals import (
    ElectionWordsMissing,
    NotThisStep,
    ObjectionLate,
    PostingRuns,
    StepNeeds,
    StepObjections,
    StepUpheld,
)
from .rules import hangs_until, missing, standing
from .words import ElectionState, Verb


def file_document(
    *, election_id: int, title: str, words: str, by: Viewer, scan: CleanImage | None = None
) -> StageFile:
    """File a document with the step that is on. Raises NotThere, ElectionOver, ElectionWordsMissing."""
    election = lock_election(election_id, by)
    if not title.strip():
        raise ElectionWordsMissing
    stage = stage_now(election)
    made = StageFile(
        stage=stage, scope_id=election.scope_id, title=title.strip()[:120], words=words.strip()[:2000],
        body=scan.data if scan else b"", sha256=scan.sha256 if scan else "", filed_by=by.actor,
        filed_at=now(),
    )  # fmt: skip
    made.save(force_insert=True)
    write(election=election, verb=Verb.FILED, by=by, step=stage.no, file=str(made.pk), sha256=made.sha256)
    return made


def post_step(*, election_id: int, by: Viewer) -> ElectionStage:
    """Post what the step announces; its days begin, anew if it hung before.

    Raises NotThere, ElectionOver, NotThisStep, StepNeeds, StepObjections.
    """
    election = lock_election(election_id, by)
    stage = must_need(election, ElectionNeed.POSTING)
    _must_be_answered(stage)
    at, rule = now(), step_rule(election, stage.no)
    stage.posted_at, stage.object_until = at, hangs_until(election, rule, at)
    if what := missing(election, rules_of(election), stage):
        raise StepNeeds(step=rule.name_zh, what=what)
    stage.save(update_fields=["posted_at", "object_until"])
    hung = list_of(standing(election)) if ElectionNeed.LIST in rule.needs else {}
    write(election=election, verb=Verb.POSTED, by=by, step=stage.no, until=str(stage.object_until), **hung)
    return stage


def may_object(stage: ElectionStage) -> bool:
    """Whether something hangs now that can be objected to."""
    until = stage.object_until
    return stage.posted_at is not None and (until is None or today() <= until)


def object_to_step(*, election_id: int, name: str, text: str, by: Viewer) -> StageObjection:
    """Note an objection to what hangs now.

    Raises NotThere, ElectionOver, NotThisStep, ElectionWordsMissing, ObjectionLate.
    """
    election = lock_election(election_id, by)
    stage = stage_now(election)
    if stage.posted_at is None:
        raise NotThisStep(step=step_rule(election, stage.no).name_zh)
    if not (name.strip() and text.strip()):
        raise ElectionWordsMissing
    if not may_object(stage):
        raise ObjectionLate(day=stage.object_until)
    made = StageObjection.objects.create(
        stage=stage, scope_id=election.scope_id, name=name.strip()[:80], text=text.strip()[:2000],
        made_by=by.actor, made_at=now(),
    )  # fmt: skip
    write(election=election, verb=Verb.OBJECTED, by=by, step=stage.no, objection=made.pk)
    return made


def answer_step(
    *, election_id: int, objection_id: int, answer: str, upheld: bool, by: Viewer
) -> StageObjection:
    """Answer an objection, once. Raises NotThere, ElectionOver, ElectionWordsMissing."""
    election = lock_election(election_id, by)
    if not answer.strip():
        raise ElectionWordsMissing
    found = StageObjection.objects.filter(pk=objection_id, stage__election=election, answered_at=None).first()
    if found is None:
        raise NotThere
    found.answer, found.upheld = answer.strip()[:2000], upheld
    found.answered_at, found.answered_by = now(), by.actor
    found.save(update_fields=["answer", "upheld", "answered_at", "answered_by"])
    write(election=election, verb=Verb.ANSWERED, by=by, objection=found.pk, upheld=upheld)
    return found


def pass_step(*, election_id: int, by: Viewer) -> Election:
    """Finish the step that is on and go to the next; after the last the election is finished.

    Raises NotThere, ElectionOver, StepNeeds, PostingRuns, StepObjections, StepUpheld.
    """
    election = lock_election(election_id, by)
    stage, at = stage_now(election), now()
    if what := missing(election, rules_of(election), stage):
        raise StepNeeds(step=step_rule(election, stage.no).name_zh, what=what)
    _must_have_hung(stage)
    stage.done_at, stage.done_by = at, by.actor
    stage.save(update_fields=["done_at", "done_by"])
    if stage.no == len(rules_of(election).steps):
        election.state, election.ended_at = ElectionState.FINISHED, at
    else:
        election.step = stage.no + 1
    election.save(update_fields=["state", "ended_at", "step"])
    write(election=election, verb=Verb.PASSED, by=by, step=stage.no)
    return election


def _must_be_answered(stage: ElectionStage) -> None:
    if waiting := stage.objections.filter(answered_at=None).count():
        raise StepObjections(n=waiting)


def _must_have_hung(stage: ElectionStage) -> None:
    _must_be_answered(stage)
    if stage.posted_at is None or stage.object_until is None:
        return
    if stage.objections.filter(upheld=True, made_at__gte=stage.posted_at).exists():
        raise StepUpheld
    if today() <= stage.object_until:
        raise PostingRuns(day=stage.object_until)
