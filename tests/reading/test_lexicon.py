import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.folding import fold
from huiyin.reading.lexicon import WordFinder, load
from huiyin.reading.weighing import WeightedWords, total

SMALL = st.text("楼上漏水电梯", min_size=1, max_size=4)


@given(st.sets(SMALL, max_size=12), st.text("楼上漏水电梯", max_size=40))
def test_finds_exactly_what_a_plain_search_finds(words: set[str], text: str) -> None:
    plain = {(at, word) for word in words for at in range(len(text)) if text.startswith(word, at)}
    assert set(WordFinder(words).find(text)) == plain


def test_an_empty_word_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        WordFinder([""])


def test_a_single_character_is_no_reason() -> None:
    with pytest.raises(ValueError, match="two characters"):
        WeightedWords({"0201": {"漏": 1.0}})


def test_a_pair_needs_both_words() -> None:
    words = WeightedWords({"0203": {"楼上+漏": 2.0}})
    assert words.evidence("楼上好吵") == {}
    assert total(words.evidence("楼上在漏")["0203"]) > 0


def test_a_word_inside_a_longer_one_counts_once() -> None:
    words = WeightedWords({"0301": {"停水": 4.0, "经常停水": 4.0}})
    assert set(words.evidence("经常停水")["0301"]) == {"经常停水"}


def test_what_is_said_first_counts_more() -> None:
    words = WeightedWords({"0301": {"停水": 4.0}})
    late = words.evidence("无关" * 30 + "停水")["0301"]["停水"]
    assert words.evidence("停水")["0301"]["停水"] > late


def test_a_community_adds_its_own_words() -> None:
    words = WeightedWords({"0301": {"停水": 4.0}})
    more = words.with_words({"0901": {"黑咕隆咚": 4.0}})
    assert "0901" in more.evidence(fold("楼道黑咕隆咚"))
    assert "0901" not in words.evidence(fold("楼道黑咕隆咚"))


def test_every_word_of_the_tables_is_in_folded_form() -> None:
    for name in ("categories", "kinds", "urgency"):
        for code, row in load(name).items():
            for words in row.values():
                assert [word for word in words if fold(word) != word] == [], (name, code)
