"""What a message may carry, and what it costs."""

import string

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.sms import lengths, templates
from huiyin.channels.sms.templates import TEMPLATES, Kind, ParamsError, check_params, render

PARAMS = {
    "number": "110108-20250401-A-000123-L",
    "link": "https://a.example/r/gIJIrnm36X-pEc_d7Dpzo7_L",
    "code": "123456",
    "minutes": "5",
    "count": "12",
}


def _params(name: str) -> dict[str, str]:
    return {field: PARAMS[field] for field in TEMPLATES[name].fields}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_text_uses_exactly_its_fields(name: str) -> None:
    with translation.override("en"):
        text = str(TEMPLATES[name].text)
    assert {field for _, field, _, _ in string.Formatter().parse(text) if field} == TEMPLATES[name].fields
    assert all(value in render(name, _params(name)) for value in _params(name).values())


def test_only_number_link_code_and_minutes_can_be_said() -> None:
    assert set().union(*(template.fields for template in TEMPLATES.values())) <= templates.FIELDS.keys()
    assert [name for name, template in TEMPLATES.items() if template.kind is Kind.CODE] == ["sign_in"]


@pytest.mark.parametrize(
    "evil",
    [
        "三号楼302的王某投诉漏水",
        "A-1\r\nX: 1",
        "A-1000\n",
        "https://a.example/r/x https://evil.example/",
        "javascript:alert(1)",
        "1" * 100,
        "",
        "١٢٣٤",
        "{number}",
    ],
)
@pytest.mark.parametrize("field", PARAMS)
def test_a_field_takes_nothing_but_its_form(field: str, evil: str) -> None:
    name = next(name for name, template in TEMPLATES.items() if field in template.fields)
    with pytest.raises(ParamsError, match=field):
        check_params(name, _params(name) | {field: evil})


@pytest.mark.parametrize("change", [{"address": "302"}, {"number": None}, {"number": 7}])
def test_more_fields_or_other_types_are_refused(change: dict[str, str]) -> None:
    with pytest.raises(ParamsError):
        check_params("received", _params("received") | change)


def test_a_missing_field_or_message_is_refused() -> None:
    with pytest.raises(ParamsError, match="link, number"):
        check_params("received", {"number": PARAMS["number"]})
    with pytest.raises(ParamsError, match="no message"):
        check_params("gossip", {})


@pytest.mark.parametrize(
    ("length", "segments"),
    [(0, 0), (1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (500, 8)],
)
def test_lengths_are_billed_as_the_provider_says(length: int, segments: int) -> None:
    assert lengths.segments("回" * length) == segments


def test_the_signature_and_wide_emoji_count() -> None:
    assert lengths.signed("您好", "回音") == "【回音】您好"
    assert lengths.segments(lengths.signed("回" * 66, "回音")) == 1
    assert lengths.segments(lengths.signed("回" * 67, "回音")) == 2
    assert lengths.segments("😀" * 35) == 1
    assert lengths.segments("😀" * 36) == 2


@given(st.integers(1, 499))
def test_a_longer_text_never_costs_less(length: int) -> None:
    assert lengths.segments("a" * length) <= lengths.segments("a" * (length + 1)) <= 8
