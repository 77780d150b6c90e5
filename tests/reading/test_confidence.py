import pytest

from huiyin.reading.confidence import Confidence, chance, chances, in_words


def test_a_higher_score_is_never_less_likely_to_be_right() -> None:
    found = [chance(score / 100) for score in range(101)]
    assert found == sorted(found)
    assert 0 < found[0] < found[-1] < 1


@pytest.mark.parametrize("scores", [[], [0.4], [0.9, 0.05], [0.3, 0.3, 0.3], [1.0, 0.0]])
def test_chances_of_all_together_are_at_most_one(scores: list[float]) -> None:
    found = chances(scores)
    assert len(found) == len(scores)
    assert sum(found) <= 1.0001


def test_words_for_chances() -> None:
    assert [in_words(p) for p in (0.95, 0.7, 0.3)] == [Confidence.SURE, Confidence.LIKELY, Confidence.OPEN]
