from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.personal import PersonalKind, find_personal, mask_personal

MASKED = [
    ("我叫张三，电话13812345678", "我叫张*，电话138****5678"),
    ("打 138 1234 5678", "打 138 **** 5678"),
    ("１３８１２３４５６７８", "１３８****５６７８"),
    ("+8613812345678", "+86*******5678"),
    ("座机：0731-88881234", "座机：073*-****1234"),
    ("联系电话：81234567", "联系电话：812*4567"),
    ("身份证110101199003078515", "身份证1****************5"),
    ("旧证110101900307851", "旧证1*************1"),
    ("卡号6222 0212 3456 7890 128", None),
    ("车牌湘A12345挡路", "车牌湘A***45挡路"),
    ("新能源京A·D12345", "新能源京A*****45"),
    ("微信号 abc_12345", "微信号 *********"),
    ("邮箱a.b@qq.com", "邮箱*.*@**.***"),
    ("欧阳小红女士投诉", "欧***女士投诉"),
    ("联系人：王小明", "联系人：王**"),
    ("本人李建国，住3号楼", "本人李**，住3号楼"),
]


@pytest.mark.parametrize(("text", "shown"), [row for row in MASKED if row[1]])
def test_masks(text: str, shown: str) -> None:
    assert mask_personal(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "本人于2019年买房", "本人高中毕业", "交了13812元", "订单20231215", "物业经理不管",
        "3号楼2单元501室漏水",
        "编号123456789012345678901234", "身份证110101199013458515",
    ],
)  # fmt: skip
def test_leaves_alone_what_is_not_personal(text: str) -> None:
    assert mask_personal(text) == text


def test_bank_cards_by_their_check_digit() -> None:
    assert mask_personal("卡4111111111111111") == "卡************1111"
    assert mask_personal("卡4111111111111112") == "卡4111111111111112"


def test_homes_only_when_asked() -> None:
    assert mask_personal("3号楼2单元501室", kinds=set(PersonalKind)) == "3号楼2单元***室"


@given(st.text(st.characters(), max_size=200))
def test_length_is_kept(text: str) -> None:
    assert len(mask_personal(text, kinds=set(PersonalKind))) == len(text)


@given(st.text("。 ，\n楼上漏水", max_size=30), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_no_mobile_number_survives(noise: str, mobile: str) -> None:
    shown = mask_personal(f"{noise}{mobile}{noise}")
    assert mobile not in shown
    assert find_personal(shown, kinds={PersonalKind.PHONE}) == []


@given(st.text(st.characters(), max_size=200))
def test_spans_do_not_overlap(text: str) -> None:
    spans = [piece.span for piece in find_personal(text, kinds=set(PersonalKind))]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
