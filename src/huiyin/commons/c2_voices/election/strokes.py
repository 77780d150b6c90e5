"""The order of names by strokes of the family name (姓氏笔画), as lists of candidates ask.

The program decides what it has a source for: the number of strokes of the first character, and among the
same family names the strokes of the second, third … character, a shorter name first. Counts are those of
Unicode's Unihan database (strokes.txt, first value of kTotalStrokes). Which of two family names of as many
strokes stands first (横 竖 撇 点 折, then a dictionary) people say; so they do with characters the table does
not know. Until they said it, `ties_of` names the pairs, and the list of candidates cannot be posted.
"""

from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Protocol

_TABLE = Path(__file__).with_name("strokes.txt")
UNKNOWN = 99
FIRST = (
    (
        "丁王于万云夫元韦车戈尤古左石龙厉艾平邢匡邦西成戎巩权过达李杨杜束巫严芦苏苗范林郁欧英武茅项赵胡封"
        "荆荀茹查柯柳柏南荣厚夏贾原顾袁桂桑聂莫莘耿秦班都栗黄曹龚盛梅萧萨彭葛董蒋韩惠覃甄蓝蒙靳楼雷蔡蔺樊"
        "霍薛薄戴郝"
    ),
    "卜上山水田史卢申冉叶占吕吴贝时易罗虎明尚昌果畅柴晏景喻路暴",
    (
        "人千毛仇公乌白乐包印丘付代向全伍伏仲任华伊朱乔邬何余狄谷邹佟佘邱岳金周季郜侯俞段饶钟钮保秋皇郗钱"
        "徐倪殷翁奚航储傅焦程舒鲁鲍解詹简管黎穆衡滕"
    ),
    (
        "卞文方计汪沙汤江许池安齐刘闫闵沈宋应庞辛冷况庄官房郎郑冼单宗施姜洪宫祝祖诸高郭唐凌浦海涂容谈益娄"
        "阎康章商梁淳温游富寇曾谢窦廖谭潘颜滑冯邝"
    ),
    "马习邓孔尹巴书皮尼弘刁双毋阮孙阴纪牟买羽陈张陆邵屈承孟练经姚骆费胥柔隋隆屠缪贺司",
)
"""Family names by their first stroke: 横 竖 撇 点 折. It has no source, so it only proposes an order."""


class Named(Protocol):
    """Something with a name and a place among equals."""

    name: str
    tie: int


@cache
def _counts() -> dict[str, int]:
    lines = _TABLE.read_text("utf-8").splitlines()[1:]
    return {one: int(count) for count, chars in (line.split(" ", 1) for line in lines) for one in chars}


def strokes_of(character: str) -> int:
    """How many strokes; UNKNOWN for what is no Chinese character of the table."""
    return _counts().get(character, UNKNOWN)


@cache
def _firsts() -> dict[str, int]:
    return {one: no for no, row in enumerate(FIRST) for one in row}


def stroke_key(name: str) -> tuple[int, int, str, tuple[int, ...]]:
    """What names are ordered by, as far as nobody arranged them: the second part is a proposal."""
    plain = name.strip() or " "
    rest = tuple(strokes_of(one) for one in plain[1:])
    return strokes_of(plain[0]), _firsts().get(plain[0], UNKNOWN), plain[0], rest


def in_stroke_order(rows: Iterable[Named]) -> list[Named]:
    """The rows in their order; `tie` (0: nobody arranged them) comes before the proposed first stroke.

    Where the strokes of somebody are not known and everybody has a place, the places alone decide.
    """
    found = list(rows)
    if all(one.tie for one in found) and any(_strokes(one) == UNKNOWN for one in found):
        return sorted(found, key=lambda one: one.tie)
    return sorted(found, key=lambda one: (_strokes(one), one.tie, stroke_key(one.name), one.name))


def ties_of(rows: Iterable[Named]) -> list[tuple[str, str]]:
    """Neighbours whose order neither strokes decide nor people have said: somebody has to look."""
    return [(a.name, b.name) for a, b in pairwise(in_stroke_order(rows)) if _unsure(a, b)]


def _strokes(one: Named) -> int:
    return strokes_of(one.name.strip()[:1])


def _unsure(one: Named, other: Named) -> bool:
    if one.tie and other.tie:
        return False
    a, b = stroke_key(one.name), stroke_key(other.name)
    if UNKNOWN in (a[0], b[0]):
        return True
    rest = (*a[3], *b[3])
    return a[0] == b[0] and (a[2] != b[2] or a == b or UNKNOWN in rest)
