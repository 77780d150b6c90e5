"""Every written case refers to things that exist and lies in the past."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.casework.casefile.words import Channel, Kind, State
from huiyin.casework.s5_closure.words import LegalOutcome, Satisfaction
from huiyin.project.demo.blueprint import place_keys
from huiyin.project.demo.facts import report_cases, report_facts, reports
from huiyin.project.demo.moments import LOCAL, moment
from huiyin.project.demo.roster import accounts
from huiyin.project.demo.sources import read
from huiyin.project.demo.story import scripts

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
ABLE = {person.key for person in accounts()}
KEYS = {script.key for script in scripts()}
AT_DESK = {f"@{duty['organisation']}" for duty in read("duty.toml")["lists"]}
BY_RESIDENT = ("file", "verdict", "withdraw")
TAKES_IN = ("file", "enter", "sheet", "on_sheet")


def test_there_are_cases_in_every_state_and_from_every_channel():
    ends = Counter(script.ends for script in scripts())
    assert 40 <= len(scripts()) <= 80
    assert set(ends) == set(State.values) - {"history"}
    assert {script.channel for script in scripts()} == set(Channel.values) - {"P"}
    assert len({script.key for script in scripts()}) == len(scripts())


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.key)
def test_a_case_refers_only_to_what_exists(script):
    assert script.place in place_keys()
    assert not script.kind or script.kind in Kind.values
    assert script.steps[0].verb in TAKES_IN
    for step in script.steps:
        assert (step.verb in BY_RESIDENT) == (not step.by), step
        assert not step.by or step.by in ABLE | AT_DESK, step
        others = (step.options.get(name, script.key) for name in ("with", "into", "rows"))
        assert {key for named in others for key in named.split(",")} <= KEYS, step
        assert step.options.get("to", next(iter(ABLE))) in ABLE, step
        assert step.options.get("outcome", "secret") in LegalOutcome.values
        assert step.options.get("satisfied", "yes") in Satisfaction.values


@given(at=st.datetimes(min_value=datetime(2026, 1, 2), max_value=datetime(2031, 1, 1)))  # noqa: DTZ001 - made aware below
def test_whenever_it_is_loaded_every_step_is_past_and_in_order(at):
    loaded = at.replace(tzinfo=UTC)
    for script in scripts():
        moments = [when for when, _ in script.moments(loaded)]
        assert moments == sorted(moments), script.key
        assert moments[-1] <= loaded, script.key


def test_the_sewage_story_takes_nine_days_and_five_homes_ask():
    # Report 002: told on 24 June, new pipe on 3 July; five homes pay.
    story = [script for script in scripts() if script.story == "sewage"]
    first = next(script for script in story if script.key == "sewage-1")
    moments = {step.verb: when for when, step in first.moments(NOW)}
    assert len(story) == 5
    assert (moments["verdict"].date() - moments["file"].date()).days == 9
    assert {script.ends for script in story} == {
        "confirmed",
        "lapsed",
        "attested",
        "unreached",
    }


def test_requests_for_help_are_private():
    assert all(script.private for script in scripts() if script.category == "1202" or script.tile == "1202")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-9d 08:12", datetime(2026, 11, 14, 8, 12, tzinfo=LOCAL)),
        ("now-25m", NOW - timedelta(minutes=25)),
        ("+40s", NOW + timedelta(seconds=40)),
        ("+1d 09:00", datetime(2026, 11, 24, 9, 0, tzinfo=LOCAL)),
    ],
)
def test_moments(text, expected):
    assert moment(text, loaded=NOW, before=NOW) == expected


@pytest.mark.parametrize("text", ["", "soon", "now+5m", "-9d 8:12", "+4 m"])
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError, match="not a moment"):
        moment(text, loaded=NOW, before=NOW)


def test_a_first_step_cannot_follow_another():
    with pytest.raises(ValueError, match="needs a step before"):
        moment("+4m", loaded=NOW, before=None)


def test_all_five_reports_are_drawn_upon_and_each_fact_names_its_report():
    facts = report_facts()
    assert {fact.report.number for fact in facts} == set(reports()) == {"000", "001", "002", "003", "004"}
    assert all(fact.says for fact in facts)
    covered = next(fact for fact in facts if fact.key == "estates_with_body")
    assert (covered.value, covered.of) == (28, 29)
    assert {report.number for _, report in report_cases()} >= {
        "000",
        "001",
        "002",
        "003",
        "004",
    }
