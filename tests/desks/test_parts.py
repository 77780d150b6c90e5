"""The shared parts of a page say what they are given, in words, and never break on odd values."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, engines
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from huiyin.desks.templatetags.durations import digits, spoken
from huiyin.desks.templatetags.huiyin import mask_name, mask_phone, tel

STATES = ["running", "soon", "overdue", "paused", "met", "late"]


@pytest.fixture(autouse=True)
def no_trial(monkeypatch):
    """These pages are drawn without a database."""
    monkeypatch.setattr("huiyin.desks.shell.is_trial", lambda: False)


def draw(source: str, **context: object) -> str:
    return Template("{% load i18n huiyin icons durations %}" + source).render(Context(context))


def view(state: str, remaining: int = 252, late: int = 0) -> SimpleNamespace:
    return SimpleNamespace(
        kind="arrive", label="到场", target_at=datetime(2026, 3, 2, 6, 30, tzinfo=UTC), state=state,
        remaining_seconds=remaining, late_seconds=late, paused=state == "paused",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_clock_state_has_its_own_shape_and_its_own_word(language: str) -> None:
    with override(language):
        drawn = [draw("{% clock view %}", view=view(state)) for state in STATES]
    shapes = {html.split('<path d="')[1].split('"')[0] for html in drawn}
    words = {html.split('clock-word">')[1].split("<")[0] for html in drawn}
    assert len(shapes) == len(words) == len(STATES)
    assert "" not in words


def test_a_clock_shows_digits_left_or_over_and_only_a_running_one_ticks() -> None:
    assert 'data-clock="252"' in draw("{% clock view %}", view=view("running"))
    assert ">12:34<" in draw("{% clock view %}", view=view("overdue", 0, 754))
    for state in ("paused", "met", "late"):
        assert "data-clock" not in draw("{% clock view %}", view=view(state))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00"), (252, "04:12"), (13267, "3:41:07"), (-754, "12:34"), (93600, "1天02小时")],
)
def test_digits_are_those_of_a_clock(seconds: int, text: str) -> None:
    with override("zh-hans"):
        assert digits(seconds) == text


def test_durations_are_spoken_in_their_two_largest_units() -> None:
    with override("en"):
        assert spoken(13267) == "3 hours 41 minutes"
        assert spoken(86400) == "1 day"
        assert spoken(86460) == "1 day"
        assert spoken(59) == "less than a minute"


@given(st.integers(-(10**9), 10**9))
def test_any_number_of_seconds_can_be_shown(seconds: int) -> None:
    assert digits(seconds)
    assert spoken(seconds)


def test_a_figure_opens_both_its_lists_and_divides_by_nothing_never() -> None:
    html = draw('{% figure 318 342 "/in" "/all" "Answered" "bj-1" %}')
    assert 'href="/in"' in html
    assert 'href="/all"' in html
    assert "93.0%" in html
    assert "bj-1" in html
    assert "%" not in draw("{% figure 0 0 %}")
    assert "%" not in draw("{% figure 9 9 %}"), "one fast case makes no rate of a hundred"


class Form(forms.Form):
    words = forms.CharField(label="情况", help_text="写一句", error_messages={"required": "请写一句。"})
    choice = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "甲")], required=False)


def test_a_wrong_field_says_why_in_place_and_in_the_summary() -> None:
    form = Form({"words": ""})
    html = draw("{% errors form %}{% field form.words %}", form=form)
    assert html.count("请写一句。") == 2
    assert 'href="#id_words"' in html
    assert 'aria-describedby="id_words-hint id_words-error"' in html
    assert 'aria-invalid="true"' in html


def test_a_right_form_has_no_summary() -> None:
    assert draw("{% errors form %}", form=Form({"words": "灯不亮"})).strip() == ""
    assert "甲" in draw('{% field form.choice "choices" %}', form=Form())


def test_words_of_people_are_escaped_everywhere() -> None:
    evil = '<script>alert("1")</script>'
    line = SimpleNamespace(what=evil, at=None, who=evil, note=evil, tone="")
    shown = view("running")
    shown.label = evil
    html = draw(
        "{% clock view %}{% state evil evil evil %}{% badge evil evil evil %}{% icon evil evil %}"
        "{% source evil evil evil %}{% figure 1 2 evil evil evil evil %}{{ evil|tel }}{{ evil|mask_name }}"
        '{% include "parts/timeline.html" %}{% include "parts/notice.html" with text=evil %}'
        '{% include "public/parts/phrases.html" %}',
        view=shown, evil=evil, lines=[line], phrases=[evil],
    )  # fmt: skip
    assert "<script" not in html


@pytest.mark.parametrize(
    ("cookie", "default", "on"),
    [("1", False, True), ("0", True, False), (None, True, True), (None, False, False), ("x", False, False)],
)
def test_elder_mode_is_the_cookie_or_the_desks_own_default(
    cookie: str | None, *, default: bool, on: bool
) -> None:
    request = RequestFactory().get("/q/ABC123", {"a": "1&b"})
    if cookie:
        request.COOKIES["elder"] = cookie
    html = (
        engines["django"]
        .from_string("{% load huiyin %}{% elder_class %}|{% elder_switch as s %}{{ s.url }}")
        .render({"elder": default}, request)
    )
    word, url = html.split("|")
    assert word == ("elder" if on else "")
    assert url.startswith(f"/look?elder={'0' if on else '1'}&amp;next=%2Fq%2FABC123%3Fa%3D")


@pytest.mark.parametrize("page", ["400", "403", "403_csrf", "404", "413", "429", "500", "503"])
def test_an_error_page_needs_no_request_and_gives_the_emergency_numbers(page: str) -> None:
    with override("zh-hans"):
        html = engines["django"].get_template(f"{page}.html").render({})
    assert all(f"tel:{number}" in html for number in (119, 120, 110))
    assert re.search(r"<h1>\s*[\u4e00-\u9fff]", html)


@pytest.mark.parametrize("page", ["resident", "staff", "board"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_style_guide_shows_every_part(page: str, language: str) -> None:
    with override(language):
        html = (
            engines["django"]
            .get_template(f"styleguide/{page}.html")
            .render({}, RequestFactory().get("/styleguide"))
        )
    assert len(html) > 4000
    assert 'style="' not in html


def test_names_and_numbers_are_masked_for_neighbours() -> None:
    assert mask_name("王小明") == "王**"
    assert mask_name("王") == "王*"
    assert mask_name(" ") == ""
    assert mask_phone("138 1234 5678") == "138****5678"
    assert mask_phone("12345") == "***45"
    assert tel("0371-555 00100") == "tel:037155500100"
