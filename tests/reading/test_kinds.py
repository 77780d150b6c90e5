import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.danger import find_danger
from huiyin.reading.kinds import Kind, guess_kind
from huiyin.reading.urgency import Urgency, guess_urgency

SAID = [
    (Kind.CONSULT, "请问医保怎么办理"),
    (Kind.CONSULT, "咨询一下加装电梯需要什么材料"),
    (Kind.HELP, "我家下水道堵了，麻烦派人来修"),
    (Kind.HELP, "3栋路灯不亮"),
    (Kind.COMPLAINT, "投诉楼下KTV噪音扰民"),
    (Kind.COMPLAINT, "物业态度恶劣，推诿"),
    (Kind.REPORT, "举报一楼私搭乱建"),
    (Kind.REPORT, "有人无证经营，请查处取缔"),
    (Kind.SUGGESTION, "建议增加快递柜"),
    (Kind.PRAISE, "感谢物业王师傅半夜来修水管"),
    (Kind.PRAISE, "表扬门岗老李，热心负责任"),
]


@pytest.mark.parametrize(("kind", "text"), SAID)
def test_kind(kind: Kind, text: str) -> None:
    assert guess_kind(text).kind is kind


def test_the_usual_kind_gives_no_reason() -> None:
    assert guess_kind("嗯").kind is Kind.HELP
    assert guess_kind("嗯").reasons == ()


def test_urgency_starts_from_the_category() -> None:
    guess = guess_urgency("路灯不亮", default="N")
    assert guess.urgency is Urgency.N
    assert [reason.code for reason in guess.reasons] == ["category_default"]


def test_pressing_words_raise_one_step_and_frail_people_another() -> None:
    assert guess_urgency("水漫出来了，已经淹到客厅", default="N").urgency is Urgency.E2
    assert guess_urgency("水漫出来了，家里有卧床老人", default="N").urgency is Urgency.E1
    assert guess_urgency("家里有卧床老人，咨询低保", default="Q").urgency is Urgency.Q


def test_danger_decides() -> None:
    fire, wall = find_danger("5楼着火了"), find_danger("围墙倒了")
    assert guess_urgency("5楼着火了", danger=fire).urgency is Urgency.E0
    assert guess_urgency("围墙倒了", danger=wall).urgency is Urgency.E1
    assert guess_urgency("围墙倒了", default="E0", danger=wall).urgency is Urgency.E0


def test_an_unknown_default_is_refused() -> None:
    with pytest.raises(ValueError, match="X9"):
        guess_urgency("x", default="X9")


@given(st.text(st.characters(), max_size=200), st.sampled_from(list(Urgency)))
def test_words_only_raise_and_never_to_e0(text: str, default: Urgency) -> None:
    order = list(Urgency)
    guess = guess_urgency(text, default=default)
    assert order.index(guess.urgency) <= order.index(default) or default is Urgency.Q
    assert guess.urgency is not Urgency.E0 or default is Urgency.E0
