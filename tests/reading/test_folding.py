from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.reading.folding import LIMIT, clean, fold, fold_in_place, initials, tokens

ANY_TEXT = st.text(st.characters(), max_size=300)


def test_one_form_for_what_people_type() -> None:
    assert fold("３號樓２单元\t\t停 水\n\n\t 了Ａ\x00") == "3号楼2单元停水\n了a"


def test_spaces_between_latin_words_stay_one() -> None:
    assert fold("WIFI  坏  了 call  me") == "wifi 坏了 call me"


@given(ANY_TEXT)
@example("ẞͅ")
@example("\ud800İ꙳ǅ㍿")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folding_in_place_keeps_every_position(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(ANY_TEXT)
def test_clean_text_can_be_stored(text: str) -> None:
    assert "\x00" not in clean(text)
    clean(text).encode("utf-8")


def test_a_megabyte_is_cut_at_the_limit() -> None:
    assert len(fold("楼" * 1_000_000)) == LIMIT


def test_tokens_let_two_characters_hit() -> None:
    found = tokens("三号楼二单元漏水, 找Zhang 13800")
    assert {"漏水", "二单", "三号", "zhang", "13800"} <= set(found)
    assert len(found) == len(set(found))


def test_traditional_and_simplified_have_the_same_tokens() -> None:
    assert tokens("電梯壞了") == tokens("电梯坏了")


@given(ANY_TEXT)
def test_tokens_hold_every_pair_of_a_chinese_run(text: str) -> None:
    found = set(tokens("漏水" + text))
    assert "漏水" in found


def test_initials_of_places_and_persons() -> None:
    assert initials("象城外滩3号") == "xcwt3h"
    assert initials("单元门") == "dym"
    assert initials("单国强", person=True) == "sgq"
    assert initials("查良镛", person=True) == "zly"
    assert initials("尉迟恭", person=True) == "ycg"
    assert initials("仇英", person=True) == "qy"
    assert initials("", person=True) == ""
