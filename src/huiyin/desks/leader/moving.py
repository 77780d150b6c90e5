"""What moves, for the insight page: shared problems and months, each number with its list."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from huiyin.casework.s6_topics.papers import place_in_papers
from huiyin.casework.s6_topics.words import TopicState
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.endings import standing_in
from huiyin.insight.hot import SCATTERED_KEY, TOPIC_KEY, Hot, hot_topics
from huiyin.insight.periods import ZONE, Period, month_of, period_of_month
from huiyin.insight.spread import FEW, MONTH_KEY
from huiyin.registers.people.words import Permission

from .asked import Asked
from .drawings import month_bars
from .matters import topic_said

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Move:
    """A number beside that of the period before."""

    n: int
    before: int

    @property
    def arrow(self) -> str:
        """Up, down, level; a sign and no colour, for paper."""
        return "↑" if self.n > self.before else "↓" if self.n < self.before else "→"


def hottest(viewer: Viewer, asked: Asked, period: Period, at: datetime) -> dict[str, Any]:
    """The shared problems most was asked about, the most first."""
    heat = hot_topics(viewer, period, asked.scope_ids)
    return {
        "rows": [_row(viewer, asked, one, at) for one in heat.hot],
        "left": heat.left, "few": heat.few, "few_requests": heat.few_requests,
        "few_url": replace(asked, what=SCATTERED_KEY).url,
        "all": reverse("topics") if viewer.may(Permission.TOPIC_SEE) else "",
    }  # fmt: skip


def trend(viewer: Viewer, asked: Asked, at: datetime) -> dict[str, Any]:
    """What came in month by month, the running one last: as `svg`, each bar opens its list, and as `lines`.

    Days are remembered (insight/remembering.py), so that a year of many cases is added up, not read.
    """
    months = [month_of(at.astimezone(ZONE).date())]
    while len(months) < MONTHS:
        months.insert(0, _month_before(months[0]))
    counted = [(f"{month:%Y-%m}", _received(viewer, asked, month, at)) for month in months]
    here = replace(asked, what=MONTH_KEY)
    urls = [replace(here, which=month).url if n else "" for month, n in counted]
    lines = [{"month": month, "n": n, "url": url} for (month, n), url in zip(counted, urls, strict=True)]
    return {"svg": month_bars(counted, urls), "lines": lines}


def _received(viewer: Viewer, asked: Asked, month: date, at: datetime) -> int:
    return sum(standing_in(viewer, period_of_month(month), at, asked.scope_ids).values())


def _row(viewer: Viewer, asked: Asked, one: Hot, at: datetime) -> dict[str, Any]:
    """People who would be few are not told: who reads the place would know them."""
    here, topic = replace(asked, what=TOPIC_KEY, which=str(one.topic.pk)), one.topic
    return {
        "label": topic_said(viewer, asked, topic, at), "place": place_in_papers(topic),
        "state": TopicState(topic.state).label, "move": Move(one.n, one.before),
        "people": one.people if one.people >= FEW else f"<{FEW}",
        "url": here.url, "url_before": replace(here, earlier=True).url,
        "page": reverse("topic", args=[topic.pk]) if viewer.may(Permission.TOPIC_SEE, topic.scope_id) else "",
    }  # fmt: skip


def _month_before(month: date) -> date:
    return month_of(month - timedelta(days=1))
