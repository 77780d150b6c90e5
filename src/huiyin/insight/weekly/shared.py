"""Shared problems (共性问题) of the area, the hottest first."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.papers import called_in_papers, place_in_papers
from huiyin.casework.s6_topics.reads import seen_members, standing_topics
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.insight.periods import ZONE

from .parts import Part, Row, Week, each


def topics(week: Week) -> Part:
    """Those that stand now: by how many people, since when, more or less than before. Two queries."""
    found = list(standing_topics(week.viewer, scope_tree().under([week.scope_id])))
    about: dict[UUID, list[UUID]] = defaultdict(list)
    for topic_id, case_id in seen_members(week.viewer, [one.pk for one in found]):
        about[topic_id].append(case_id)
    return each("topics", _("Shared problems"), _rows(week, found, about))


def _rows(week: Week, found: list[Topic], about: dict[UUID, list[UUID]]) -> Iterator[Row]:
    for one in found:
        yield Row(str(one.pk), _words(week, one), _why(one), tuple(about[one.pk]), ("topic", one.pk))


def _words(week: Week, one: Topic) -> str:
    called = called_in_papers(one, week.matter(one.category))
    told = {"called": called, "place": place_in_papers(one), "people": one.people, "cases": one.cases}
    return _("%(called)s · %(place)s: %(people)s people, %(cases)s requests") % told


def _why(one: Topic) -> str:
    first = one.first_at.astimezone(ZONE).date().isoformat() if one.first_at else ""
    since = _("since %(day)s") % {"day": first}
    trend = _("last 30 days %(recent)s, the 30 before %(before)s") % {
        "recent": one.recent, "before": one.before,
    }  # fmt: skip
    return " · ".join((since, trend) if first else (trend,))
