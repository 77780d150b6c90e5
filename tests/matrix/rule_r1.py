"""What rule R-1 forbids, as questions to a name, a text or a page. Each answers with what it found.

The rule (State Council's office, on programs of government bodies): no checking in, no ranking by points, no
time on line, no picture or track by force, no assessment by likes and log-ins.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html.parser import HTMLParser
from itertools import pairwise

NAMES = re.compile(
    r"(?:^|[_/<])(?:ranks?|ranking|rankings|league|leader_?board|top_?list|points?|scores?|badges?|medals?|streaks?|"
    r"likes|log_?ins?|login_count|last_login|time_online|online_?(?:time|seconds|minutes)|last_seen|check_?ins?|"
    r"checked_?in|punch(?:ed)?(?:_at)?|clock_?ins?|latitude|longitude|lat|lon|lng|geo|coordinates?|gps|tracks?|trails?|"
    r"footprints?)(?:$|[_/>])"
)
WORDS = re.compile(
    r"\brank(?:s|ed|ing)?\b|\bleague\b|\bleader ?board|\btop (?:ten|10|list)\b|\bscores?\b"
    r"|\bpoints (?:of|earned|won)\b|\bcheck(?:ed)?[ -]in\b|\btime on ?line\b"
    r"|排名|排行|龙虎榜|红黑榜|积分|打卡|签到|(?:在线|服务|志愿|学习)时长|登录次数|活跃度|得分|星级",
    re.IGNORECASE,
)
SCRIPT = re.compile(r"geolocation|watchPosition|getCurrentPosition|DeviceMotion|requestPersistentTracking")
_APART = re.compile(
    r"1\d{2}\*+\d+|\d{4}-\d{1,2}-\d{1,2}|\d+(?:[-:.：/]\d+)+|\d+月\d+日|[A-Z]\d+|\d+(?=[楼栋单号])"
)
"""Numbers that count nothing: telephones, dates, times, numbers of cases, codes and doors."""
LEAST = 3
"""Rows that make a list: two stand in some order by chance."""


def forbidden_name(name: str) -> str:
    """The part of a name (route, column, key) about ranks, points, checking in or positions, or ""."""
    found = NAMES.search(name.lower().replace("-", "_"))
    return found.group().strip("_-/<>") if found else ""


def forbidden_words(text: str) -> list[str]:
    """Words of a sentence people read."""
    return WORDS.findall(text)


class _Page(HTMLParser):
    """Rows of every list and table, and the fields of files, of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lists: list[list[str]] = []
        self.files: list[dict[str, str | None]] = []
        self._open: list[int] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("table", "ol", "ul", "dl"):
            self.lists.append([])
            self._open.append(len(self.lists) - 1)
        elif tag in ("tr", "li", "dt") and self._open:
            self.lists[self._open[-1]].append("")
        elif tag == "input" and dict(attrs).get("type") == "file":
            self.files.append(dict(attrs))
        self._quiet += tag in ("script", "style", "select", "time")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "ol", "ul", "dl") and self._open:
            self._open.pop()
        self._quiet -= tag in ("script", "style", "select", "time")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            for one in self._open:
                if self.lists[one]:
                    self.lists[one][-1] += f" {data}"


def _read(html: str) -> _Page:
    page = _Page()
    page.feed(html)
    return page


def ranked_people(html: str, people: Collection[str]) -> list[list[str]]:
    """Lists in which each row names another person and a number runs steadily up or down."""
    found = []
    for rows in _read(html).lists:
        named = [row for row in rows if any(name in row for name in people)]
        whose = {name for row in named for name in people if name in row}
        if len(named) >= LEAST and len(whose) >= LEAST and _runs(named):
            found.append(named)
    return found


def _runs(rows: list[str]) -> bool:
    """Whether one of the numbers of the rows, by its place, is in order and tells them apart."""
    counts = [list(map(int, re.findall(r"\d+", _APART.sub(" ", row)))) for row in rows]
    for place in range(min(map(len, counts))):
        column = [row[place] for row in counts]
        down, up = all(a >= b for a, b in pairwise(column)), all(a <= b for a, b in pairwise(column))
        if (down or up) and len(set(column)) > 1 and column != list(range(1, len(column) + 1)):
            return True
    return False


def forced_files(html: str) -> list[str]:
    """Names of the fields of files that a page insists on."""
    return [str(one.get("name")) for one in _read(html).files if "required" in one]
