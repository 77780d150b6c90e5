"""The reference page says what the packs say."""

from pathlib import Path

from huiyin.registers.rules.reference import MARKER, shipped_tables

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rule-packs.md"


def test_the_page_agrees_with_the_shipped_packs() -> None:
    written = PAGE.read_text(encoding="utf-8").partition(MARKER)[2]
    assert written == shipped_tables(), (
        "run: python -m huiyin.registers.rules.reference docs/reference/rule-packs.md"
    )
