"""axe-core in a page: every violation of WCAG 2.2 A and AA as one line."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """tags => { scrollTo({top: 0, behavior: 'instant'});
  return axe.run(document, {runOnly: tags, resultTypes: ['violations']}); }"""
"""From the top: what has just gone half under a bar that stays would be counted as a small target."""


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule, element, what is wrong."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(_RUN, RULES)
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()[:160]})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
