"""Every act of casework leaves its line in the timeline, and every line has its words."""

import ast
from pathlib import Path

import pytest

from huiyin.casework.casefile.states import MOVES
from huiyin.casework.casefile.words import PUBLIC_VERBS, Verb

CASEWORK = Path(__file__).resolve().parents[2] / "src" / "huiyin" / "casework"
STAGES = sorted(path for path in CASEWORK.glob("s[2-9]_*/*.py") if "migrations" not in path.parts)
RECORDED = "recorded"
LEAVES = {"move", "write", RECORDED}
"""Lines of a case's timeline, or rows of the registers' history with who did it (ground/recording)."""
BY_OTHERS = {
    "remember": "keeps what was suggested beside the decision; triage itself writes",
    "align_clocks": "a part of triage, dispatch and reopening, which write",
    "answer_many": "holds answers back; each that is given after the thirty seconds writes",
    "ask_for_verdict": "asks the requester; the answer before it wrote",
    "join_in": "takes a case in, whose first line the statement writes",
    "start_silence": "starts to wait",
    "end_incident": "the worker gives each case its answer, with a line (finish_case)",
    "change_incident": "a row says who changed what; the worker gives each case its line (hear_changes)",
    "write": "is the line itself: a word on a topic, kept for good",
    "close_suspension": "a part of taking a request back, which writes",
}
"""Functions that change something and leave the line to the act that calls them."""


def functions():
    """name -> (the names it calls, its keyword-only parameters) of every function of the stages."""
    found = {}
    for path in STAGES:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                calls = {
                    call.func.id
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
                }
                if any(isinstance(name, ast.Name) and name.id == "recorded" for name in node.decorator_list):
                    calls.add(RECORDED)
                found[node.name] = calls, {argument.arg for argument in node.args.kwonlyargs}
    return found


def leaves_a_line(name, known, seen=frozenset()):
    calls = known[name][0]
    return bool(calls & LEAVES) or any(
        leaves_a_line(other, known, seen | {name}) for other in calls & set(known) - seen - {name}
    )


def acts():
    known = functions()
    return [name for name, (_calls, given) in known.items() if {"by"} <= given and not name.startswith("_")]


def test_there_are_acts_to_look_at():
    assert {"triage", "dispatch", "accept", "propose", "judge", "record_call"} <= set(acts())


@pytest.mark.parametrize("name", acts())
def test_every_act_leaves_a_line(name):
    """S-49: nothing is done to a case without its timeline saying so."""
    assert leaves_a_line(name, functions()) or name in BY_OTHERS


def test_every_verb_has_its_words_and_every_step_its_verb():
    assert all(str(verb.label).strip() for verb in Verb)
    assert len({str(verb.label) for verb in Verb if verb is not Verb.UNREACHED}) >= len(Verb) - 4
    assert {move.verb for move in MOVES} <= set(Verb)
    assert set(Verb) >= PUBLIC_VERBS


def test_every_verb_is_written_somewhere():
    source = "".join(path.read_text("utf-8") for path in CASEWORK.parent.rglob("*.py"))
    unwritten = [
        verb for verb in Verb if f"Verb.{verb.name}" not in source and f'"{verb.value}"' not in source
    ]
    assert unwritten == []
