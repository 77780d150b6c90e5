"""Delivery reports as the provider pushes them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.sms.receipts import LARGEST_BODY, Receipt, ReceiptsError, parse_receipts

REPORT = {
    "phone_number": "13800138000",
    "send_time": "2017-01-01 00:00:00",
    "report_time": "2017-01-01 00:00:05",
    "success": True,
    "err_code": "DELIVERED",
    "err_msg": "用户接收成功",
    "sms_size": "1",
    "biz_id": "12345",
    "out_id": "67890",
}
DELIVERED = Receipt("67890", datetime(2016, 12, 31, 16, 0, 5, tzinfo=UTC), ok=True)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(REPORT)), inner),
    max_leaves=10,
)


def test_the_documented_report_is_read_in_beijing_time() -> None:
    assert parse_receipts(json.dumps([REPORT], ensure_ascii=False).encode()) == [DELIVERED]


def test_a_failure_carries_its_code() -> None:
    failed = REPORT | {"success": False, "err_code": "MK:0001"}
    assert parse_receipts(json.dumps([failed]).encode()) == [
        Receipt("67890", None, ok=False, error="MK:0001")
    ]


def test_repeated_reports_are_given_as_they_come() -> None:
    assert parse_receipts(json.dumps([REPORT, REPORT]).encode()) == [DELIVERED, DELIVERED]


@pytest.mark.parametrize(
    "other",
    [
        {},
        None,
        7,
        "text",
        [],
        REPORT | {"out_id": ""},
        REPORT | {"out_id": 7},
        REPORT | {"out_id": "a\x00b"},
        REPORT | {"report_time": "yesterday"},
        REPORT | {"report_time": None},
        REPORT | {"report_time": "0001-01-01 00:00:00"},
        {"out_id": "67890"},
    ],
)
def test_an_entry_that_is_not_ours_or_unreadable_does_not_hold_up_the_others(other: object) -> None:
    assert parse_receipts(json.dumps([other, REPORT]).encode()) == [DELIVERED]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"null", b"\xff", b"[" * 100_000, b"[" + b" " * LARGEST_BODY + b"]"]
)
def test_another_body_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(ReceiptsError, match="the delivery report"):
        parse_receipts(body)


@given(st.lists(ANY_JSON, max_size=5))
def test_no_array_breaks_the_reader(entries: list[object]) -> None:
    assert len(parse_receipts(json.dumps(entries).encode())) <= len(entries)
