"""S-87: no pattern and no reader of ours takes long over a string made for it; the kernel counts."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_SECONDS = 60
"""Processor time for all of it, a hundred times what it takes: whoever backtracks needs hours."""
_UNITS = (
    "a", " ", "\t", "\n", "1", "0", "-", "=", "(", "[", "<", "'", '"', "。", "，", "：", "号", "楼", "单元",
    "一",
    "十", "百", "\u3000", "\u200b",
    "1-", "1号", "1号楼1单元", "13", "138-", "2026-", "2026年1月", "10:", "+", "a1", "ａ", "@a.", "http://",
    "&",
    "%0", "{", "\\", "|", "一二",
    "谢", "哈", "嗯", "好", "早", "是", "对", "👍", "@", "_", "身份证", "电话", "先生", "张三：",
    "不", "漏水",
)  # fmt: skip
_ENDS = ("", "!", "\x00", "x")
LENGTH = 3_000


def evil() -> Iterator[str]:
    """Over 200 strings: a short piece very often, and then what does not fit."""
    for unit in _UNITS:
        for end in _ENDS:
            yield (unit * LENGTH)[:LENGTH] + end
    for n in range(4):
        yield "".join(_UNITS) * (n + 1)


def test_there_are_two_hundred_of_them():
    assert len(set(evil())) >= 230


@pytest.mark.parametrize("step", [40, pytest.param(1, marks=pytest.mark.long)])
def test_no_pattern_and_no_reader_takes_long_over_them(step):
    """In a process that the kernel ends when it computes too long."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.test_evil_strings", str(step)], cwd=ROOT, capture_output=True,
        text=True, check=False, preexec_fn=_limited,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-300:]}{done.stderr[-2000:]}"
    patterns, readers, strings = map(int, done.stdout.splitlines()[-1].split())
    assert patterns >= 60
    assert readers >= 20
    assert strings >= 230 // step


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))


def patterns() -> dict[str, object]:
    """Every compiled pattern of the program, by module and name."""
    import importlib
    import pkgutil
    import re

    import huiyin

    found = {}
    for module in pkgutil.walk_packages(huiyin.__path__, "huiyin."):
        if not {"migrations", "__main__", "settings", "wsgi", "demo", "drill"} & set(module.name.split(".")):
            for name, value in vars(importlib.import_module(module.name)).items():
                for one in value if isinstance(value, tuple) else (value,):
                    for part in one if isinstance(one, tuple) else (one,):
                        if isinstance(part, re.Pattern) and isinstance(part.pattern, str):
                            found[f"{module.name}.{name} {part.pattern[:30]}"] = part
    return found


def readers() -> dict[str, Callable[[str], object]]:
    """Every function that reads a stranger's words."""
    from huiyin.channels.spreadsheets import fields, pasted
    from huiyin.channels.spreadsheets.cases import tidy
    from huiyin.channels.spreadsheets.heading import find_heading
    from huiyin.channels.spreadsheets.writing import is_formula_like
    from huiyin.ground import ids, phones
    from huiyin.ground.files.headers import safe_name
    from huiyin.project.instance.logs import mask
    from huiyin.reading import (
        categories,
        chat,
        danger,
        dates,
        folding,
        headline,
        kinds,
        numerals,
        personal,
        places,
        urgency,
    )
    from huiyin.reading.topics import pairing

    return {
        one.__name__: one
        for one in (
            chat.split_chat, danger.find_danger, dates.read_moment, dates.read_day, folding.clean,
            folding.fold, folding.fold_in_place, folding.tokens, folding.initials,
            headline.headline, kinds.guess_kind,
            numerals.number, personal.find_personal, personal.mask_personal,
            places.find_places, urgency.guess_urgency,
            phones.normalise_phone,
            ids.normalise_code, ids.is_valid, tidy, fields.bare, is_formula_like, safe_name, mask,
        )
    } | {
        "likeness": lambda text: pairing.matter_likeness(
            pairing.matter_terms("", text), pairing.matter_terms("", text[::-1])
        ),
        "category": categories.suggest_category,
        "names": lambda text: places.match_names(text, {"1号楼": 1, text[:40]: 2}),
        "heading": lambda text: find_heading([[text, text], [text, ""]]),
        "pasted": pasted.table_of_text,
    }  # fmt: skip


def main(step: int) -> None:
    import django

    django.setup()
    known, reading, strings = patterns(), readers(), list(evil())[::step]
    for name, pattern in known.items():
        print(ascii(name), file=sys.stderr, flush=True)  # the last line says who took too long
        for text in strings:
            pattern.search(text)
            pattern.fullmatch(text)
    for name, read in reading.items():
        print(name, file=sys.stderr, flush=True)
        for text in strings:
            read(text)
    print(len(known), len(reading), len(strings))


if __name__ == "__main__":
    main(int(sys.argv[1]))
