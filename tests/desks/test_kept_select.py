"""A list that is drawn once and kept reads as Django draws it, whatever is chosen and in every language."""

import pytest
from django import forms
from django.utils.translation import gettext_lazy, override

from huiyin.desks.kept_select import KeptSelect

CHOICES = [
    ("", gettext_lazy("Category")),
    ("Water & drains", [("0204", "<leak>"), ("0205", '"burst"')]),
    ("9", "x"),
]


@pytest.mark.parametrize("chosen", ["", "0204", "9", None, "unknown"])
def test_it_reads_as_the_plain_one(chosen) -> None:
    attrs = {"id": "sort-category", "class": "input", "aria-invalid": "true"}
    for _ in range(2):
        kept = KeptSelect(choices=CHOICES).render("category", chosen, attrs)
        assert kept == forms.Select(choices=CHOICES).render("category", chosen, dict(sorted(attrs.items())))


def test_the_language_of_the_reader_is_kept_apart() -> None:
    drawn = []
    for language in ("en", "zh-hans", "en"):
        with override(language):
            drawn.append(KeptSelect(choices=CHOICES).render("category", ""))
    assert drawn[0] == drawn[2] != drawn[1]
