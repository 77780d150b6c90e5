"""What packs call things, in the language of the reader."""

from dataclasses import dataclass

import pytest
from django.utils.translation import override

from huiyin.registers.rules.naming import said


@dataclass(frozen=True)
class Thing:
    """As packs hold it."""

    name: str
    name_zh: str


@pytest.mark.parametrize(
    ("language", "thing", "words"),
    [
        ("zh-hans", Thing("Category", "类目"), "类目"),
        ("zh-hant", Thing("Category", "类目"), "類別"),
        ("zh-hant", Thing("no catalogue has this", "摸底建册"), "摸底建册"),
        ("en", Thing("Category", "类目"), "Category"),
        ("en", Thing("no catalogue has this", "摸底建册"), "no catalogue has this"),
    ],
)
def test_a_name_is_said_in_the_readers_language(language, thing, words) -> None:
    with override(language):
        assert said(thing) == words
