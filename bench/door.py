"""The page behind the printed code: its weight, its requests, and how soon it is read on a slow telephone."""

from __future__ import annotations

import gzip
import statistics
from typing import Any

from bench.instance import Bench
from tests.browser import ARGUMENTS, find_chromium

SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
"""Slow 4G: 150 ms, 1.6 Mbit/s down, 0.75 Mbit/s up."""
SLOW_CPU = 4
LCP = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(last), 800);
})"""


def measure(bench: Bench, *, times: int) -> dict[str, float]:
    """`qr_kb_gz`, `qr_requests`, `qr_lcp_ms` (median); without a chromium nothing is measured."""
    path = find_chromium()
    if path is None:
        print("no chromium: the page behind the code is not measured")
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        runs = [_visit(browser, f"{bench.url}/q/{bench.code}") for _time in range(times)]
        browser.close()
    return {
        "qr_kb_gz": round(runs[0]["bytes"] / 1000, 1), "qr_requests": runs[0]["requests"],
        "qr_lcp_ms": round(statistics.median(run["lcp"] for run in runs), 0),
    }  # fmt: skip


def _visit(browser: Any, address: str) -> dict[str, float]:
    """One first visit: nothing cached, the line and the processor slowed down."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, device_scale_factor=2
    )
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks its handlers
    page.goto(address, wait_until="load")
    lcp = page.evaluate(LCP)
    weight = sum(len(gzip.compress(answer.body(), 6)) for answer in answers)
    context.close()
    return {"bytes": weight, "requests": len(answers), "lcp": float(lcp)}
