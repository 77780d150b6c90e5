import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.reading.numerals import number
from huiyin.reading.places import MOST, find_places, match_names

READ = [
    ("象城外滩3号楼2单元501室漏水", ("象城外滩", "", "3", "2", "", "501")),
    ("3-2-501", ("", "", "3", "2", "", "501")),
    ("3-501 马桶堵了", ("", "", "3", "", "", "501")),
    ("三号楼二单元没灯", ("", "", "3", "2", "", "")),
    ("二单元的灯", ("", "", "", "2", "", "")),
    ("我住5栋", ("", "", "5", "", "", "")),
    ("清音路小区A区12幢301", ("清音路小区", "A区", "12", "", "", "301")),
    ("十二号楼", ("", "", "12", "", "", "")),
    ("A座1203", ("", "", "A", "", "", "1203")),
    ("G2栋320", ("", "", "G2", "", "", "320")),
    ("3＃楼", ("", "", "3", "", "", "")),
    ("金鼎小区3栋2门5楼", ("金鼎小区", "", "3", "2", "5", "")),
    ("二期5栋", ("", "二期", "5", "", "", "")),
    ("一百零二栋", ("", "", "102", "", "", "")),
    ("03栋0502室", ("", "", "3", "", "", "502")),
    ("長城潤滑油家屬院2號樓", ("长城润滑油家属院", "", "2", "", "", "")),
    ("我是梓林小区的居民", ("梓林小区", "", "", "", "", "")),
    ("只知道501室", ("", "", "", "", "", "501")),
]


@pytest.mark.parametrize(("text", "parts"), READ)
def test_reads_the_place(text: str, parts: tuple[str, ...]) -> None:
    (place,) = find_places(text)
    assert (place.estate_text, place.zone, place.building, place.entrance, place.floor, place.home) == parts


@pytest.mark.parametrize(
    "text",
    [
        "2019-3-12报的",
        "电话0731-88881234",
        "楼上漏水",
        "两百户居民",
        "交了301元",
        "几号楼忘了",
        "我们小区",
        "老旧小区改造",
        "座机没人接",
    ],
)
def test_what_only_looks_like_a_place(text: str) -> None:
    assert find_places(text) == []


def test_money_is_no_home() -> None:
    (place,) = find_places("3号楼301元")
    assert place.home == ""


@given(st.text(st.characters(), max_size=100), st.integers(1, 99), st.integers(1, 9), st.integers(100, 2999))
def test_spans_hold_in_any_surroundings(noise: str, building: int, entrance: int, home: int) -> None:
    text = f"{noise}。{building}号楼{entrance}单元{home}室。{noise}"
    found = [place for place in find_places(text) if place.building == str(building) and place.home]
    assert found
    start, end = found[0].home_span or (0, 0)
    assert text[start:end] == str(home)


def test_no_more_places_than_are_read() -> None:
    assert len(find_places("3号楼，" * 500)) == MOST


@given(st.integers(1, 999))
def test_numerals_are_read_back(value: int) -> None:
    assert number(str(value)) == value
    assert number(_chinese(value)) == value


def _chinese(value: int) -> str:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    digits = "零一二三四五六七八九"
    text = digits[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")


@given(st.text("零〇一二两三四五六七八九十百", max_size=6))
def test_any_numeral_is_read_or_refused(numeral: str) -> None:
    value = number(numeral)
    assert value is None or value >= 0


def test_known_names_longest_first_in_order() -> None:
    found = match_names("在象城外灘三號樓，还有象城小区", {"象城外滩": 1, "象城": 2, "外": 3})
    assert [(match.name, match.value) for match in found] == [("象城外滩", 1), ("象城", 2)]
