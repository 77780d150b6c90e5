"""What rule packs call things, in the language of the reader: packs carry English and Chinese."""

from typing import Protocol

from django.utils.translation import get_language, gettext


class Named(Protocol):
    """Anything of a pack with a name in English and in Chinese."""

    @property
    def name(self) -> str:
        """In English; a msgid where the catalogues know it."""

    @property
    def name_zh(self) -> str:
        """In simplified Chinese, as the pack was written."""


def said(one: Named) -> str:
    """The name of a category, a rate, a council, a party, a step, a matter."""
    return in_words(one.name, one.name_zh)


def in_words(english: str, chinese: str) -> str:
    """As the pack has it for readers of Chinese; traditional characters where the catalogue has them."""
    language = get_language() or "zh-hans"
    if language.startswith("zh-hans"):
        return chinese
    known = gettext(english)
    return chinese if language.startswith("zh") and known == english else known
