"""Telephone numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ground.phones import is_mobile, mask_phone, normalise_phone, tail

WRITTEN = [
    ("13800138000", "13800138000"),
    ("138 0013 8000", "13800138000"),
    ("138-0013-8000", "13800138000"),
    ("１３８００１３８０００", "13800138000"),
    ("+86 138-0013-8000", "13800138000"),
    ("008613800138000", "13800138000"),
    ("8613800138000", "13800138000"),
    ("13800138000\n", "13800138000"),
    ("\u202a13800138000\u202c", "13800138000"),
    ("010-62345678", "01062345678"),
    ("（0371）6234 5678", "037162345678"),
    ("+86 10 62345678", "01062345678"),
    ("0371-62345678-801", "037162345678-801"),
    ("0371-62345678转801", "037162345678-801"),
    ("0371-62345678 分机 801", "037162345678-801"),
    ("400-123-4567", "4001234567"),
    ("12345", "12345"),
    ("（12345）", "12345"),
    ("110", "110"),
    ("95588", "95588"),
    ("0731-12315", "073112315"),
    ("+852 9123 4567", "+85291234567"),
]


@pytest.mark.parametrize(("written", "stored"), WRITTEN)
def test_many_spellings_are_stored_as_one(written: str, stored: str) -> None:
    assert normalise_phone(written) == stored
    assert normalise_phone(stored) == stored


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "62345678",  # which city?
        "1380013800",
        "138001380001",
        "13800138000/13900139000",
        "13800138000 13900139000",
        "（1）2017",
        "1-2-245",
        "12800138000",
        "١٣٨٠٠١٣٨٠٠٠",
        "+86",
        "13800138000\x00",
        "0" * 39,
        "1" * 100_000,
    ],
)
def test_what_cannot_be_dialled_is_no_number(text: str) -> None:
    assert normalise_phone(text) is None


@given(st.text(st.sampled_from("0123456789+-() 转#extＥ０１３８\u200b"), max_size=45) | st.text(max_size=45))
def test_the_stored_spelling_is_a_fixed_point(text: str) -> None:
    stored = normalise_phone(text)
    assert stored is None or normalise_phone(stored) == stored


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", "+86", "0086", "86", "+86 "]))
def test_every_mobile_is_taken_and_masked(number: str, prefix: str) -> None:
    assert normalise_phone(prefix + number) == number
    assert is_mobile(number)
    assert mask_phone(number) == f"{number[:3]}****{number[7:]}"
    assert mask_phone("+86" + number) == mask_phone(number)
    assert tail(number) == number[-4:]


def test_masks_hide_four_digits_of_every_private_number() -> None:
    assert mask_phone("01062345678") == "010****5678"
    assert mask_phone("037162345678-801") == "037****5678"
    assert mask_phone("12345") == "12345"
    assert mask_phone("1234") == "****"
    assert mask_phone("") == "****"


@given(st.from_regex(r"[0-9+][0-9]{5,14}", fullmatch=True))
def test_a_mask_never_shows_all_but_three(number: str) -> None:
    shown = sum(character.isdecimal() for character in mask_phone(number))
    assert mask_phone(number) == normalise_phone(number) or shown <= len(number) - 4


def test_a_landline_or_a_foreign_number_gets_no_text_message() -> None:
    assert not any(
        map(is_mobile, ["01062345678", "12345", "4001234567", "+85291234567", "+8613800138000", ""])
    )


def test_the_tail_ignores_the_extension() -> None:
    assert tail("037162345678-801") == "5678"
    assert tail("110") == "110"
