"""Decisions and works: re-compute records, what was decided, states, stages and photographs.

What single homes say or pay is in no record, so none of it is read here. The formats stand in
docs/reference/chain.md.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from .records import Row, Rows, broken_lines, digest_of, told_by

DECISIONS = """
SELECT id, code, state, title, words, kind, body, article, agreed, entitled, decided_on::text,
       challenge_until::text
FROM decisions_decision ORDER BY id"""
PROJECTS = "SELECT id, code, state, round FROM works_project ORDER BY id"
_LINES = "seq, (extract(epoch FROM at) * 1000000)::bigint, verb, actor, actor_label, data::text, prev, hash"
DECISION_LINES = f"SELECT decision_id, {_LINES} FROM decisions_decisionevent ORDER BY decision_id, seq, id"  # noqa: S608 - columns, no values
PROJECT_LINES = f"SELECT project_id, {_LINES} FROM works_projectevent ORDER BY project_id, seq, id"  # noqa: S608 - columns, no values
STAGES = """
SELECT project_id, no, title, planned_on::text, slipped_to::text, slip_why, done_on::text FROM works_stage
ORDER BY project_id, no"""
PICTURES = """
SELECT project_id, id::text, spot, moment, encode(sha256(body), 'hex') FROM works_photograph
ORDER BY project_id, id"""
QUERIES = {"events": PROJECT_LINES, "stages": STAGES, "pictures": PICTURES}
STATE_OF = {
    "begun": "planned", "started": "started", "done": "done", "again": "started", "accepted": "accepted",
    "stopped": "stopped",
}  # fmt: skip


def broken_decisions(decisions: Iterable[Row], lines: Rows) -> Iterator[str]:
    """One sentence for each broken thing."""
    for id_, code, state, *content in decisions:
        rows = lines.get(id_, [])
        told = told_by(rows)
        for sentence in (*broken_lines(id_, rows), *_decision(state, content, told)):
            yield f"decision {code}: {sentence}"


def _decision(state: str, content: list[Any], told: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    written = [data for verb, data in told if verb == "decided"]
    if len(written) != 1:
        yield "is not in the record (it was added)"
    elif written[0].get("digest") != digest_of(content):
        yield "was changed after it was written down"
    if (state == "withdrawn") != any(verb == "withdrawn" for verb, _data in told):
        yield "was withdrawn, or not, otherwise than the record says"


def broken_projects(projects: Iterable[Row], tables: dict[str, Rows]) -> Iterator[str]:
    """One sentence for each broken thing. `tables`: the rows of each query above, by project."""
    for id_, code, state, round_ in projects:
        rows = {name: found.get(id_, []) for name, found in tables.items()}
        told = told_by(rows["events"])
        found = (
            *broken_lines(id_, rows["events"]), *_where(state, round_, told), *_stages(rows["stages"], told),
            *_pictures(rows["pictures"], told),
        )  # fmt: skip
        yield from (f"project {code}: {sentence}" for sentence in found)


def _where(state: str, round_: int, told: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    steps = [STATE_OF[verb] for verb, _data in told if verb in STATE_OF]
    if steps[-1:] != [state]:
        yield f"stands at “{state}”; the record says otherwise"
    if round_ != 1 + sum(verb == "again" for verb, _data in told):
        yield "was sent back more or less often than the record says"


def _stages(stages: Iterable[Row], told: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    """What each stage is by the record: title, planned day, last later day with its reason, last day."""
    known: dict[Any, list[Any]] = {}
    for verb, data in told:
        no = data.get("no")
        if verb == "stage":
            known[no] = [data.get("title"), data.get("on"), None, "", None]
        elif verb == "slipped" and no in known:
            known[no][2:4] = [data.get("to"), data.get("why")]
        elif verb == "stage_done" and no in known:
            known[no][4] = data.get("on")
    for no, *stands in stages:
        if known.pop(no, None) != stands:
            yield f"stage {no} is not as the record says"
    for no in known:
        yield f"stage {no} is gone; the record knows it"


def _pictures(pictures: Iterable[Row], told: list[tuple[str, dict[str, Any]]]) -> Iterator[str]:
    known = {
        data.get("id"): [data.get("spot"), data.get("moment"), data.get("sha256")]
        for verb, data in told
        if verb == "photograph"
    }
    for id_, *stands in pictures:
        if known.pop(id_, None) != stands:
            yield "a photograph was changed or added"
    for _id in known:
        yield "a photograph is gone; the record knows it"
