"""What the drilled residents say: messages people really wrote, or sentences made here."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from itertools import islice, product
from pathlib import Path

import python_calamine

SAMPLE = Path(os.environ.get("HUIYIN_SAMPLE_DATA") or Path(__file__).resolve().parents[5] / "shared" / "data")
"""A folder with messages.xlsx; HUIYIN_SAMPLE_DATA names another."""
TITLE, TEXT = "留言主题", "留言详情"
LONGEST = 1500
PLACES = ("三楼", "楼道里", "地下室", "小区东门", "健身广场旁", "电梯口", "厨房", "卫生间")
TROUBLES = (
    "漏水", "水管堵了，脏水返上来", "垃圾没人收", "灯不亮", "门禁坏了", "停着一辆车挡路",
    "墙皮掉下来", "有一股臭味", "电线露在外面", "夜里很吵",
)  # fmt: skip
SINCE = ("从昨天开始", "已经三天了", "反映过两次", "下雨以后", "今天早上", "半个月了")
WISHES = ("请尽快来看看。", "家里有老人，很不方便。", "什么时候能修好？", "麻烦给个说法。")


def sentences(count: int, seed: int, progress: Callable[[str], object]) -> list[str]:
    """`count` messages, the same for the same seed. Says which kind they are."""
    found = list(_real())
    progress(f"{len(found)} real messages" if found else "no real messages found; sentences are made up here")
    found = found or list(_made())
    random.Random(seed).shuffle(found)  # noqa: S311 - a repeatable choice, not a secret
    return [found[i % len(found)] for i in range(count)]


def _real() -> Iterator[str]:
    """Title and text of every row as offices keep them, tabs and blank lines and all."""
    try:
        sheet = python_calamine.CalamineWorkbook.from_path(str(SAMPLE / "messages.xlsx")).get_sheet_by_index(
            0
        )
    except (OSError, python_calamine.CalamineError):
        return
    heading, *rows = sheet.to_python()
    title, text = heading.index(TITLE), heading.index(TEXT)
    for row in rows:
        yield f"{row[title]}\n{row[text]}"[:LONGEST]


def _made() -> Iterator[str]:
    for where, trouble, since, wish in islice(product(PLACES, TROUBLES, SINCE, WISHES), None):
        yield f"{where}{trouble}，{since}。{wish}"
