"""Pack files: what is shipped reads, what is wrong is named."""

import contextlib
import json
import shutil
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.registers.rules.files import SHIPPED, read_file, read_packs
from huiyin.registers.rules.pack import digest_of
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.sections import PackError
from huiyin.registers.rules.words import PackKind

PACKS = {pack.header.key: pack for pack in read_packs()}
Content = dict[str, Any]


def test_what_is_shipped() -> None:
    assert {key.split("@")[0] for key in PACKS} >= {
        "category/estate",
        "calendar/cn",
        "rate/three-rates",
        *(f"service_level/{name}" for name in ("5341", "bj", "sh-street", "tj", "sd")),
    }


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_every_source_is_cited_and_every_confidence_given(pack: Any) -> None:
    assert pack.header.origin.source in dict(pack.header.sources)
    used = {pack.header.origin.source} | _sources_in(pack.content)
    assert used <= set(dict(pack.header.sources))


def _sources_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["source"]} if isinstance(value.get("source"), str) else set()
        return own.union(*(_sources_in(inner) for inner in value.values()))
    return set().union(*(_sources_in(inner) for inner in value)) if isinstance(value, list) else set()


@pytest.mark.parametrize("pack", PACKS.values(), ids=list(PACKS))
def test_content_survives_json_and_the_digest_ignores_key_order(pack: Any) -> None:
    turned = json.loads(json.dumps(dict(reversed(pack.content.items()))))
    assert digest_of(turned) == pack.digest
    assert parse(pack.header.kind, turned) == parse(pack.header.kind, pack.content)


def test_the_digest_sees_a_changed_minute() -> None:
    pack = PACKS["service_level/5341@2026.1"]
    changed = json.loads(json.dumps(pack.content))
    changed["targets"][1]["amount"] += 60
    assert digest_of(changed) != pack.digest


def test_the_weights_of_the_three_rates_sum_to_one_exactly() -> None:
    rates = parse(PackKind.RATE, PACKS["rate/three-rates@2026.1"].content)
    assert isinstance(rates, RateSet)
    assert list(rates.rates) == ["response", "solution", "satisfaction"]
    assert sum(rate.weight or Decimal() for rate in rates.weighted) == Decimal(1)
    assert set(rates.answers.values()) == {"yes", "basic", "no"}


def spoil(name: str, change: Callable[[Content], None]) -> str:
    """The error a spoiled copy of a shipped pack gives."""
    pack = PACKS[name]
    content = json.loads(json.dumps(pack.content))
    change(content)
    with pytest.raises(PackError) as caught:
        parse(pack.header.kind, content)
    return str(caught.value)


LEVEL, LIST, YEARS, RATES = (
    "service_level/5341@2026.1",
    "category/estate@2026.1",
    "calendar/cn@2026.1",
    "rate/three-rates@2026.1",
)


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            LEVEL,
            lambda c: c["targets"][1].update(amount="5"),
            "targets[1].amount: a whole number is expected",
        ),
        (
            LEVEL,
            lambda c: c["targets"][1].update(amount=True),
            "targets[1].amount: a whole number is expected",
        ),
        (LEVEL, lambda c: c["targets"][1].update(amount=0), "must be at least 1"),
        (LEVEL, lambda c: c["targets"][1].update(amount=10**30), "at most 1000000000"),
        (LEVEL, lambda c: c["targets"][1].update(amount=9999, unit="working_days"), "more than ten years"),
        (LEVEL, lambda c: c["targets"][1].update(warm=[]), "unknown key warm"),
        (LEVEL, lambda c: c["targets"][1].update(clock="arrival"), "must be one of acknowledge, accept"),
        (
            LEVEL,
            lambda c: c["targets"][1].update(source="SOMEWHERE"),
            "is not in the pack's table of sources",
        ),
        (LEVEL, lambda c: c["targets"][1].update(shift_on_holiday=True), "only natural days"),
        (LEVEL, lambda c: c["targets"][2].update(tier="tiny"), "every tier needs exactly one target"),
        (LEVEL, lambda c: c["targets"][1]["warn"].append({}), "exactly one of percent"),
        (LEVEL, lambda c: c["targets"][1]["ladder"].reverse(), "in order of time"),
        (LEVEL, lambda c: c["tiers"].reverse(), "in order of rank"),
        (LEVEL, lambda c: c.update(targets={}), "a list of tables is expected"),
        (LEVEL, lambda c: c["pack"].pop("confidence"), "confidence: missing"),
        (LEVEL, lambda c: c["pack"].update(effective_from="soon"), "is not a day"),
        (LEVEL, lambda c: c["pack"].update(effective_to="2001-01-01"), "lies before effective_from"),
        (LIST, lambda c: c["leaves"].append(c["leaves"][0]), "0101 comes twice"),
        (LIST, lambda c: c["leaves"][0].update(code="101"), "4 digits are expected"),
        (LIST, lambda c: c["leaves"][0].update(code="9901"), "there is no top category 99"),
        (LIST, lambda c: c["leaves"][0].update(leads=["某"]), "must be among"),
        (LIST, lambda c: c["leaves"][0].update(urgency="E9"), "must be one of E0"),
        (LIST, lambda c: c["groups"].append({"code": "14", "msgid": "x", "zh": "某"}), "at least one leaf"),
        (YEARS, lambda c: c["years"][0]["work"].append("2024-10-01"), "both a day off and a workday"),
        (YEARS, lambda c: c["years"][0]["work"].append("2024-02-30"), "is not a day"),
        (YEARS, lambda c: c["years"][0]["off"][0].update(to="2025-06-01"), "a span of at most 16 days"),
        (YEARS, lambda c: c.update(intervals=["13:00-12:00"]), "working hours in order"),
        (YEARS, lambda c: c.update(intervals=["noon"]), "is not HH:MM-HH:MM"),
        (YEARS, lambda c: c.update(day_ends="25:00"), 'must be "24:00" or "close"'),
        (YEARS, lambda c: c.update(zone="Nowhere/Land"), "is not a time zone"),
        (RATES, lambda c: c["rates"][0].update(weight="0.31"), "must sum to exactly 1"),
        (RATES, lambda c: c["rates"][0].update(weight="much"), "a decimal between"),
        (RATES, lambda c: c["rates"][0].update(counts="n / N"), "is not the name of a predicate"),
        (RATES, lambda c: c["rates"][0].update(leaves_out=["mood"]), "unknown exclusion mood"),
        (RATES, lambda c: c["answers"].update(happy="perhaps"), "must be yes, basic or no"),
    ],
)
def test_a_mistake_is_named_with_its_place(name: str, change: Callable[[Content], None], said: str) -> None:
    assert said in spoil(name, change)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(data=st.data())
def test_any_value_anywhere_is_read_or_refused_with_a_pack_error(data: st.DataObject) -> None:
    pack = PACKS[data.draw(st.sampled_from(sorted(PACKS)))]
    content = json.loads(json.dumps(pack.content))
    spot: Any = content
    while True:
        keys = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
            break
        spot = spot[key]
    spot[key] = data.draw(json_values)
    with contextlib.suppress(PackError):
        parse(pack.header.kind, content)


def test_a_file_in_the_wrong_place_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "calendars" / "cn" / "2030.1.toml"
    wrong.parent.mkdir(parents=True)
    shutil.copy(next(SHIPPED.glob("calendars/cn/*.toml")), wrong)
    with pytest.raises(PackError, match="belongs at calendars/cn/"):
        read_file(wrong)


@pytest.mark.parametrize("text", [b"\xff\xfe", b"= 1", b"", b"pack = 3", "[pack]\nkind = '日历'".encode()])
def test_an_unreadable_file_is_refused_by_name(tmp_path: Path, text: bytes) -> None:
    broken = tmp_path / "2030.1.toml"
    broken.write_bytes(text)
    with pytest.raises(PackError, match=r"2030\.1\.toml"):
        read_file(broken)


def test_files_are_toml_with_a_word_on_top() -> None:
    for path in SHIPPED.glob("*/*/*.toml"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path
        assert tomllib.loads(text)
