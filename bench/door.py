"""The way behind the printed code on slow telephones: its weight, how soon it is there, how fast it answers.

Profiles are those of the paper on what each role expects: `LOW` is a telephone of the cheapest class (a
processor six times slower, 1.6 Mbit/s, 150 ms); `GOOD_3G` has the line of that name (1.5 Mbit/s, 40 ms) with
the same processor. Each run is somebody's first visit, nothing kept from before; of all runs the third
quarter counts (p75).
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from bench.instance import Bench
from tests.browser import ARGUMENTS, find_chromium

SLOWER = 6
"""How many times slower the processor is made."""
SMALLEST_EVENT = 16
"""Milliseconds. The browser tells of no shorter answer to a touch; a run without any counts as this."""
WATCH = """(() => {
  window.huiyinAnswers = []; window.huiyinShifts = 0;
  const watch = (kind, act, rest) => new PerformanceObserver(list => list.getEntries().forEach(act))
    .observe({type: kind, buffered: true, ...rest});
  watch('event', e => { if (e.interactionId) huiyinAnswers.push(e.duration); }, {durationThreshold: 16});
  watch('layout-shift', e => { if (!e.hadRecentInput) huiyinShifts += e.value; });
})()"""
"""Runs before the page's own scripts. All shifts together are at least CLS, which takes the worst seconds."""
LCP = """() => new Promise(done => {
  let last = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) last = entry.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  setTimeout(() => done(last), 800);
})"""
USABLE = "performance.getEntriesByType('navigation')[0].loadEventEnd"
"""Milliseconds from the address to the page drawn and its script run: from then on everything answers."""


def line(milliseconds: int, down: float, up: float) -> dict[str, Any]:
    """A line as the browser's tools take it: Mbit/s become bytes a second."""
    rates = {"downloadThroughput": down * 1e6 / 8, "uploadThroughput": up * 1e6 / 8}
    return {"offline": False, "latency": milliseconds, **rates}


LOW = line(150, 1.6, 0.75)
GOOD_3G = line(40, 1.5, 0.75)


@dataclass(frozen=True, slots=True)
class Visit:
    """One first visit: bytes and requests of the first page, then milliseconds, then the sum of shifts."""

    weight: int
    requests: int
    lcp: float
    usable: float
    slowest: float
    shifts: float


def measure(bench: Bench, *, times: int) -> dict[str, float]:
    """`qr_kb_gz`, `qr_requests`, and p75 of `times` visits: `qr_lcp_ms`, `qr_inp_ms`, `qr_cls`, `qr_form_*`.

    Without a chromium nothing is measured.
    """
    path = find_chromium()
    if path is None:
        print("no chromium: the page behind the code is not measured")
        return {}
    from playwright.sync_api import sync_playwright

    address = f"{bench.url}/q/{bench.code}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        low = [_visit(browser, address, LOW) for _time in range(times)]
        third = [_visit(browser, address, GOOD_3G) for _time in range(times)]
        browser.close()
    return {
        "qr_kb_gz": round(low[0].weight / 1000, 1), "qr_requests": low[0].requests,
        "qr_lcp_ms": round(_p75([visit.lcp for visit in low])),
        "qr_inp_ms": round(_p75([visit.slowest for visit in low])),
        "qr_cls": round(_p75([visit.shifts for visit in low]), 4),
        "qr_form_ms_low": round(_p75([visit.usable for visit in low])),
        "qr_form_ms_3g": round(_p75([visit.usable for visit in third])),
    }  # fmt: skip


def _p75(found: list[float]) -> float:
    return quantiles(found, n=4, method="inclusive")[2]


def _visit(browser: Any, address: str, slow_line: dict[str, Any]) -> Visit:
    """Scan, touch a tile, and use the form until it only has to be sent."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True, device_scale_factor=2
    )
    page = context.new_page()
    page.add_init_script(WATCH)
    _slow_down(context, page, slow_line)
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - playwright marks its handlers
    page.goto(address, wait_until="load")
    first = list(answers)
    weight = sum(len(gzip.compress(answer.body(), 6)) for answer in first)
    lcp, scanned, shifts = page.evaluate(LCP), page.evaluate(USABLE), page.evaluate("huiyinShifts")
    with page.expect_navigation(wait_until="load"):
        page.tap("a.tile >> nth=0")
    usable = scanned + page.evaluate(USABLE)
    _fill(page)
    slowest = max([SMALLEST_EVENT, *page.evaluate("huiyinAnswers")])
    shifts += page.evaluate("huiyinShifts")
    context.close()
    return Visit(weight, len(first), float(lcp), float(usable), float(slowest), float(shifts))


def _slow_down(context: Any, page: Any, slow_line: dict[str, Any]) -> None:
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", slow_line)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _fill(page: Any) -> None:
    """Everything a hand does on the form: phrases, words, the tick, the fold with the telephone."""
    for place in range(3):
        page.tap(f".chip >> nth={place}")
    page.tap("textarea")
    page.keyboard.type("水还在流，楼道也湿了", delay=60)
    page.tap("input[name=private]")
    page.tap("details.more > summary")
    page.wait_for_timeout(500)  # the browser tells of an answer after it was drawn
