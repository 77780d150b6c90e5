"""Django with nothing but its translations: for commands that need no installation."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import huiyin


@contextlib.contextmanager
def translated(language: str) -> Iterator[None]:
    """Settings without a database where none are chosen yet, and texts in `language` for the block."""
    import django
    from django.conf import settings
    from django.utils import translation

    if not settings.configured:
        settings.configure(
            USE_TZ=True, TIME_ZONE="Asia/Shanghai", LANGUAGE_CODE=language,
            LOCALE_PATHS=[str(Path(huiyin.__file__).with_name("locale"))],
        )  # fmt: skip
        django.setup()
    with translation.override(language):
        yield
