"""Ids, check characters, codes and tokens."""

import hashlib
import os
import re
import threading
import time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from huiyin.ground import ids

BODIES = st.text(ids.CHECK_ALPHABET, min_size=1, max_size=40)


def test_ids_are_version_7_of_now() -> None:
    before = time.time_ns() // 1_000_000
    made = ids.new_id()
    assert (made.version, made.variant) == (7, UUID(int=0x8000 << 48).variant)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_grow_and_differ_within_a_process() -> None:
    made = [ids.new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_ids_differ_between_threads() -> None:
    made: list[list[UUID]] = [[] for _ in range(4)]

    def fill(mine: list[UUID]) -> None:
        mine.extend(ids.new_id() for _ in range(3_000))

    threads = [threading.Thread(target=fill, args=(mine,)) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({one for mine in made for one in mine}) == 12_000
    assert all(mine == sorted(mine) for mine in made)


def test_ids_grow_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = ids.new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000)
    assert first < ids.new_id() < ids.new_id()


def test_a_forked_process_starts_its_own_count() -> None:
    ids.new_id()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"".join(ids.new_id().bytes for _ in range(50)))
        os._exit(0)
    mine = {ids.new_id().bytes for _ in range(50)}
    os.waitpid(child, 0)
    theirs = os.read(reading, 50 * 16)
    os.close(reading)
    os.close(writing)
    assert len(theirs) == 800
    assert mine.isdisjoint({theirs[start : start + 16] for start in range(0, 800, 16)})


@given(BODIES)
def test_check_characters_agree_with_another_implementation(body: str) -> None:
    assert ids.check_character(body) == mod_37_36.calc_check_digit(body)
    assert ids.is_valid(body + ids.check_character(body))


@given(BODIES, st.data())
def test_one_wrong_character_is_noticed(body: str, data: st.DataObject) -> None:
    number = body + ids.check_character(body)
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from(ids.CHECK_ALPHABET.replace(number[place], "")))
    assert not ids.is_valid(number[:place] + wrong + number[place + 1 :])


def test_dashes_spaces_case_and_width_do_not_matter() -> None:
    check = ids.check_character("110108-20250401-A-000123")
    assert check == ids.check_character("11010820250401A000123") == "L"
    for text in (
        f"110108-20250401-A-000123-{check}",
        f" 110108 20250401 a 000123 {check}",
        "１" + "10108-20250401-A-000123-L",
    ):
        assert ids.is_valid(text)


@given(st.text(max_size=30))
def test_any_text_gets_a_plain_answer(text: str) -> None:
    assert ids.is_valid(text) in (True, False)
    ids.normalise_code(text)
    assert len(ids.digest(text)) == 32


@pytest.mark.parametrize("text", ["", "-", " ", "7", "王", "\x00", "\ud800"])
def test_what_has_no_check_character_is_not_valid(text: str) -> None:
    assert not ids.is_valid(text)


@pytest.mark.parametrize("body", ["", "--", "王", "A/B"])
def test_a_body_outside_the_alphabet_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ids.check_character(body)


def test_query_codes_carry_fifty_random_bits() -> None:
    made = [ids.query_code() for _ in range(4_000)]
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", code) for code in made)
    assert len(set(made)) == len(made)
    # Every character appears in every place: 4,000 draws miss one of 32 with probability below 1e-50.
    assert all({code[place] for code in made} == set(ids.CROCKFORD) for place in range(10))


def test_typed_codes_come_back_as_issued() -> None:
    assert ids.normalise_code(" 0o1i-lABc ") == "00111ABC"
    assert ids.normalise_code("ａｂ１２") == "AB12"


@given(st.text(ids.CROCKFORD, min_size=10, max_size=10))
def test_issued_codes_survive_normalising(code: str) -> None:
    assert ids.normalise_code(code) == code
    assert ids.normalise_code(f"{code[:5].lower()} - {code[5:]}") == code


def test_link_tokens_are_long_and_safe_in_links_and_command_lines() -> None:
    made = {ids.link_token() for _ in range(2_000)}
    assert len(made) == 2_000
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{22}[A-Za-z0-9]", token) for token in made)


def test_place_codes_keep_the_path_short() -> None:
    assert all(len(f"/q/{ids.place_code()}") <= 12 for _ in range(50))
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{6}", ids.place_code())


def test_digests_are_sha256() -> None:
    assert ids.digest("abc") == hashlib.sha256(b"abc").digest()
