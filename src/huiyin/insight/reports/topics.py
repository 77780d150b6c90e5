"""Shared problems of the month: which grew hot, which cooled."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.papers import called_in_papers, place_in_papers
from huiyin.casework.s6_topics.reads import received_of, topics_in
from huiyin.casework.s6_topics.words import STANDING, TopicState

from .asked import Month, matter, matter_names
from .content import Cell, Section

MOST = 10
"""Shared problems named as hot, and as cooled."""
Counted = tuple[Topic, int, int]
"""A topic, its requests of the month and of the month before."""


def topics(month: Month) -> Section:
    """Requests of each shared problem in the month and in the one before. Three queries."""
    held = topics_in(month.scope_ids).filter(state__in=(*STANDING, TopicState.SETTLED))
    now = received_of(held, month.period.since, month.period.until)
    before = received_of(held, month.before.since, month.before.until)
    found = [(one, now.get(one.pk, 0), before.get(one.pk, 0)) for one in held]
    hot = sorted((one for one in found if one[1] >= one[2] and one[1]), key=_hottest)[:MOST]
    cooled = sorted((one for one in found if one[1] < one[2]), key=_coolest)[:MOST]
    rows = (*_rows(month, _("hot"), hot), *_rows(month, _("cooled"), cooled))
    headings = (_("Trend"), _("Shared problem"), _("Place"), _("This month"), _("Month before"), _("State"))
    lines = () if rows else (_("No shared problem had requests in these two months."),)
    return Section("topics", _("Shared problems"), lines, headings if rows else (), rows)


def _hottest(one: Counted) -> tuple[int, int, int]:
    return -one[1], one[2], one[0].no


def _coolest(one: Counted) -> tuple[int, int, int]:
    return one[1] - one[2], -one[2], one[0].no


def _rows(month: Month, trend: str, found: Iterable[Counted]) -> tuple[tuple[Cell, ...], ...]:
    listed = matter_names(month)
    return tuple(
        (
            trend, called_in_papers(one, matter(listed, one.category)), place_in_papers(one), now, before,
            str(TopicState(one.state).label),
        )
        for one, now, before in found
    )  # fmt: skip
